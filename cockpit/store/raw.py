"""Raw files: the truth as uploaded, named by the SHA-256 of the plain bytes and kept encrypted.

Format: 4 bytes mark, 8 bytes nonce prefix, then pieces of AES-256-GCM over up to 4 MiB of plain bytes. A piece's nonce
is prefix + running number; its associated data are the file's SHA-256 and whether it is the last, so that pieces can be
neither exchanged, reordered nor cut off unnoticed.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cockpit.contracts.errors import Refused
from cockpit.store.files import atomic

MARK = b"SCR1"
PREFIX_BYTES = 8
PIECE_BYTES = 4 * 1024 * 1024
TAG_BYTES = 16


class RawFiles:
    """The folder of raw files under one key."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._cipher = AESGCM(key)

    def path(self, sha256: str) -> Path:
        """Where the encrypted file lies or would lie."""
        return self._folder / sha256[:2] / f"{sha256}.raw"

    def keep(self, source: Path, sha256: str) -> None:
        """Encrypt the file into the store, piece by piece. Refused where it no longer has the hash it was read with."""
        target = self.path(sha256)
        if target.exists():
            return
        digest = hashlib.sha256()
        with source.open("rb") as plain, atomic(target) as sealed:
            prefix = secrets.token_bytes(PREFIX_BYTES)
            sealed.write(MARK + prefix)
            for number, (piece, last) in enumerate(_pieces(plain, PIECE_BYTES)):
                digest.update(piece)
                sealed.write(self._cipher.encrypt(_nonce(prefix, number), piece, _bound_to(sha256, last)))
            if digest.hexdigest() != sha256:
                raise Refused(f"Filen {source.name} er ændret, siden den blev læst. Intet er indlæst: prøv igen.")

    def read(self, sha256: str) -> bytes:
        """The plain bytes. Refused where the file is missing, damaged or under another key."""
        try:
            with self.path(sha256).open("rb") as sealed:
                content = b"".join(self._opened(sealed, sha256))
        except FileNotFoundError:
            raise Refused(f"Råfilen {sha256[:12]}… findes ikke i datamappen. Hent den fra jeres backup.") from None
        except InvalidTag:
            raise Refused(f"Råfilen {sha256[:12]}… er beskadiget og kan ikke åbnes. Hent den fra backup.") from None
        return content

    def _opened(self, sealed: BinaryIO, sha256: str) -> Iterator[bytes]:
        header = sealed.read(len(MARK) + PREFIX_BYTES)
        if header[: len(MARK)] != MARK:
            raise InvalidTag
        for number, (piece, last) in enumerate(_pieces(sealed, PIECE_BYTES + TAG_BYTES)):
            yield self._cipher.decrypt(_nonce(header[len(MARK) :], number), piece, _bound_to(sha256, last))

    def sweep(self, wanted: Iterable[str]) -> None:
        """Remove what no journal line names: left by a process that died before its journal line."""
        names = {f"{sha256}.raw" for sha256 in wanted}
        for path in self._folder.glob("*/*"):
            if path.name not in names:
                path.unlink(missing_ok=True)


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces with whether each is the last; an empty file is one empty piece."""
    piece = file.read(size)
    while True:
        following = file.read(size)
        yield piece, not following
        if not following:
            return
        piece = following


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _bound_to(sha256: str, last: bool) -> bytes:
    return f"{sha256}|{int(last)}".encode()
