"""What the reading subprocess may use, and the lock on what it hands over. Shared by both sides of the sandbox."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

GIB = 1024**3
NONCE_BYTES = 12
RESULT = "result"
MAX_COLUMNS = 500
MAX_CELL_BYTES = 1024**2
"""Excel allows 32,767 characters in a cell."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Memory in bytes, processor and wall time in seconds."""

    memory: int = 2 * GIB
    cpu_seconds: int = 600
    wall_seconds: float = 900.0


@dataclass(frozen=True, slots=True)
class Request:
    """What the parent asks for, sent on standard input. `key` is made for this one reading."""

    path: str
    kind: str
    extension: str
    folder: str
    key: str
    memory: int
    cpu_seconds: int

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The request as the parent wrote it."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """One line for standard input."""
        return json.dumps(asdict(self))


class Vault:
    """Encrypted files in the reading's own folder: AES-GCM under the reading's own key, the part's name bound to it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)

    def put(self, name: str, plain: bytes) -> None:
        """Write one part."""
        nonce = os.urandom(NONCE_BYTES)
        with (self._folder / f"{name}.bin").open("wb") as stream:
            stream.write(nonce)
            stream.write(self._cipher.encrypt(nonce, plain, name.encode()))

    def get(self, name: str) -> bytes:
        """Read one part; raises InvalidTag where it was changed."""
        sealed = (self._folder / f"{name}.bin").read_bytes()
        view = memoryview(sealed)
        return self._cipher.decrypt(view[:NONCE_BYTES], view[NONCE_BYTES:], name.encode())

    def put_json(self, name: str, value: Any) -> None:
        """Write one part of plain values."""
        self.put(name, json.dumps(value).encode())

    def get_json(self, name: str) -> Any:
        """Read one part of plain values."""
        return json.loads(self.get(name))
