"""The one secret. It lies outside every home and backup; what a home keeps is only its fingerprint."""

import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cockpit.contracts.errors import Refused

ENVIRONMENT = "COCKPIT_KEY_FILE"
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """The secret and what is derived from it (HKDF-SHA256, one label a purpose)."""

    secret: bytes = field(repr=False)

    def _derive(self, purpose: str, length: int = 32) -> bytes:
        return HKDF(SHA256(), length, salt=None, info=f"styringscockpit/{purpose}".encode()).derive(self.secret)

    @property
    def pseudonyms(self) -> bytes:
        """HMAC key of the pseudonyms."""
        return self._derive("pseudonyms")

    @property
    def raw_files(self) -> bytes:
        """AES-256 key of the raw files."""
        return self._derive("raw files")

    @property
    def look_up(self) -> bytes:
        """Key of the look-up from pseudonym to citizen."""
        return self._derive("look-up")

    @property
    def fingerprint(self) -> str:
        """What the journal remembers of the key; tells nothing about it."""
        return self._derive("fingerprint", 16).hex()


def key_path() -> Path:
    """`$COCKPIT_KEY_FILE`, else the user's configuration directory."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named).expanduser() if named else platformdirs.user_config_path("styringscockpit") / "cockpit.key"


def key_fits(fingerprint: str) -> bool:
    """Whether this machine's key is the one of the fingerprint. No key is made."""
    try:
        return Key(_secret(key_path())).fingerprint == fingerprint
    except (OSError, Refused):
        return False


def copy_key(target: Path, apart_from: Path) -> None:
    """A copy of the key, closed to others, for safe keeping. Refused where a file is there already, and in the folder
    of the backup `apart_from`: who finds both can read everything."""
    if target.exists():
        raise Refused(f"{target} findes allerede. Nøglen overskriver aldrig noget: vælg et nyt filnavn.")
    if target.resolve().parent == apart_from.resolve().parent:
        raise Refused(
            "Nøgle og backup må ikke ligge i samme mappe: den, der finder begge, kan læse alt. Vælg en anden."
        )
    text = key_path().read_text(encoding="ascii")
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)


def load_key(home: Path, expected_fingerprint: str | None) -> Key:
    """The key; made on first use (`expected_fingerprint` None). Refused where it lies inside the home, is open to
    others, is missing although the home has been used, or is another than the home was made with."""
    path = key_path()
    if path.resolve().is_relative_to(home.resolve()):
        raise Refused(
            f"Nøglen {path} ligger inde i datamappen {home}. Den må aldrig ligge sammen med data: "
            f"flyt den, og sæt {ENVIRONMENT} til det nye sted."
        )
    if not path.exists():
        _make(path, expected_fingerprint)
    key = Key(_secret(path))
    if expected_fingerprint not in (None, key.fingerprint):
        raise Refused(
            f"Nøglen {path} er ikke den, som datamappen {home} er lavet med. Intet er åbnet eller ændret. "
            f"Sæt {ENVIRONMENT} til den rigtige nøgle, eller hent den fra jeres sikre opbevaring."
        )
    return key


def _make(path: Path, expected_fingerprint: str | None) -> None:
    if expected_fingerprint is not None:
        raise Refused(
            f"Nøglen mangler: {path} findes ikke, og datamappen er låst med den. "
            f"Læg nøglen tilbage, eller sæt {ENVIRONMENT} til dens sted."
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process was first; its key is read below
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(SECRET_BYTES) + "\n")


def _secret(path: Path) -> bytes:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Refused(f"Nøglen {path} kan læses af andre brugere. Luk den med: chmod 600 {path}")
    for _ in range(20):  # the process that makes the key may be between creating and writing it
        text = path.read_text(encoding="ascii", errors="replace").strip()
        if text:
            break
        time.sleep(0.05)
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise Refused(f"Filen {path} er ikke en nøgle: der ventes {2 * SECRET_BYTES} hexadecimale tegn.")
    return secret
