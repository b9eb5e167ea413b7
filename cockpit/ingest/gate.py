"""The gate: what a file is and whether it may come in, decided before anything parses it.

Nothing here trusts a name, a declared size or a zip directory: bytes are counted while they are unpacked.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cockpit.contracts.danish import number
from cockpit.contracts.errors import Refused
from cockpit.ingest.zipgate import check_content, check_directory
from cockpit.reader.encoding import NULS, utf16_without_mark

MAX_BYTES = 400 * 1024 * 1024
LARGE = 16 * 1024 * 1024
"""A larger workbook takes seconds to unpack, and its reader is limited whatever is in it."""
BLOCK = 1024 * 1024
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")


class Kind(StrEnum):
    """How a file is read."""

    WORKBOOK = "workbook"
    TEXT = "text"


KIND_OF_EXTENSION = {
    ".xlsx": Kind.WORKBOOK,
    ".xlsm": Kind.WORKBOOK,
    ".xltx": Kind.WORKBOOK,
    ".xltm": Kind.WORKBOOK,
    ".xlsb": Kind.WORKBOOK,
    ".ods": Kind.WORKBOOK,
    ".xls": Kind.WORKBOOK,
    ".csv": Kind.TEXT,
    ".tsv": Kind.TEXT,
    ".txt": Kind.TEXT,
}
MAIN_PART = {
    ".xlsx": "xl/workbook.xml",
    ".xlsm": "xl/workbook.xml",
    ".xltx": "xl/workbook.xml",
    ".xltm": "xl/workbook.xml",
    ".xlsb": "xl/workbook.bin",
    ".ods": "content.xml",
}


@dataclass(frozen=True, slots=True)
class Gated:
    """A file that was let in. `unpacked`: its content was looked into; of a large workbook that is done while the
    limited reader works on it, and ends it where the content may not in."""

    kind: Kind
    extension: str
    unpacked: bool = True


def fingerprint(path: Path) -> str:
    """SHA-256 of the plain bytes: the file's name in the store."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def gate(path: Path, name: str) -> Gated:
    """Let a file in, or raise `Refused` with the reason in Danish."""
    extension = _checked_extension(name)
    _check_size(path)
    with path.open("rb") as stream:
        head = stream.read(4096)
    kind = KIND_OF_EXTENSION[extension]
    if kind is Kind.TEXT:
        _check_text(path, head)
    elif extension == ".xls":
        _check_ole(path, head)
    else:
        _check_container(path, head, extension)
        if path.stat().st_size > LARGE:
            return Gated(kind, extension, unpacked=False)
        check_content(path)
    return Gated(kind, extension)


def _checked_extension(name: str) -> str:
    if "/" in name or "\\" in name or "\0" in name or name.startswith(".."):
        raise Refused("Filnavnet indeholder en sti. Giv filen et almindeligt navn uden skråstreger og prøv igen.")
    extension = Path(name).suffix.lower()
    if extension == ".zip":
        raise Refused("Filen hedder .zip, men er ikke en zip-fil (eller er tom). Lav zip-filen igen.")
    if extension not in KIND_OF_EXTENSION:
        found = f"Endelsen {extension}" if extension else "En fil uden endelse"
        raise Refused(f"{found} kan ikke læses. Gem udtrækket som Excel (.xlsx) eller CSV (.csv).")
    return extension


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size == 0:
        raise Refused("Filen er tom. Lav udtrækket igen.")
    if size > MAX_BYTES:
        limit = number(MAX_BYTES / 1024 / 1024)
        found = number(size / 1024 / 1024)
        raise Refused(f"Filen fylder {found} MB; grænsen er {limit} MB. Del udtrækket op i flere perioder.")


def _check_text(path: Path, head: bytes) -> None:
    if head.startswith((ZIP_MAGIC, OLE_MAGIC)):
        raise Refused("Filen hedder tekst/CSV, men indholdet er en Excel-fil. Giv den endelsen .xlsx eller .xls.")
    if head.startswith(b"%PDF"):
        raise Refused("Filen er en PDF. Hent udtrækket som Excel eller CSV.")
    if head.startswith(UTF16_MARKS) or utf16_without_mark(head):
        return
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            if b"\0" in block:
                raise Refused(NULS)


def _check_ole(path: Path, head: bytes) -> None:
    if head.startswith(ZIP_MAGIC):
        raise Refused("Filen hedder .xls, men indholdet er af den nye slags. Giv den endelsen .xlsx.")
    if head.lstrip().lower().startswith((b"<html", b"<!doctype", b"<?xml")):
        raise Refused("Filen hedder .xls, men indholdet er en webside. Åbn den i Excel og gem den som .xlsx.")
    if not head.startswith(OLE_MAGIC):
        raise Refused("Filen hedder .xls, men indholdet er ikke en Excel-fil. Åbn den i Excel og gem den som .xlsx.")
    _refuse_encrypted(path)


def _check_container(path: Path, head: bytes, extension: str) -> None:
    if head.startswith(OLE_MAGIC):
        _refuse_encrypted(path)
        raise Refused(f"Filen hedder {extension}, men indholdet er en gammel Excel-fil. Gem den som .xlsx fra Excel.")
    if not head.startswith(ZIP_MAGIC):
        raise Refused(f"Filen hedder {extension}, men indholdet er ikke et regneark. Gem udtrækket igen fra Excel.")
    check_directory(path, MAIN_PART[extension])


def _refuse_encrypted(path: Path) -> None:
    tail = b""
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            if ENCRYPTED_MARK in tail + block:
                raise Refused("Filen er beskyttet med adgangskode. Gem den uden adgangskode og indlæs den igen.")
            tail = block[-len(ENCRYPTED_MARK) :]
