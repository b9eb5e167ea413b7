"""A zip archive of exports: every member becomes a file of its own, with a receipt of its own.

Members are unpacked into a folder of the caller's under numbers, never under their own names; bytes are counted while
they are unpacked. What cannot be let in is a member with a reason, so that no file of the archive goes unmentioned.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cockpit.contracts.errors import Refused
from cockpit.ingest.gate import BLOCK, KIND_OF_EXTENSION, MAX_BYTES, ZIP_MAGIC
from cockpit.ingest.zipgate import BROKEN, MAX_RATIO, RATIO_COUNTS_FROM, leaves

EXTENSION = ".zip"
MAX_MEMBERS = 200
MAX_UNPACKED = 2 * 1024**3
ENCRYPTED = 1
BY_THE_SYSTEM = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
PATH_TRICK = "Navnet i zip-filen peger ud af mappen, og filen er ikke pakket ud. Pak den selv ud og indlæs den."
NESTED = "En zip-fil inde i en zip-fil læses ikke. Pak den ud og indlæs filerne fra den."
LOCKED = "Filen er beskyttet med adgangskode i zip-filen. Pak den ud og indlæs den uden adgangskode."
TOO_BIG = "Filen fylder for meget udpakket (zip-bombe eller et for stort udtræk) og er ikke læst. Del udtrækket op."
DAMAGED = "Filen er beskadiget i zip-filen og kan ikke pakkes ud. Lav zip-filen igen."


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive: where it was unpacked and its cleaned name; or the Danish `reason` why it was not."""

    name: str
    path: Path | None
    reason: str = ""


def is_archive(path: Path, name: str) -> bool:
    """Whether this is a zip to unpack: by its name, and by its first bytes."""
    if not name.lower().endswith(EXTENSION):
        return False
    with path.open("rb") as stream:
        return stream.read(len(ZIP_MAGIC)) == ZIP_MAGIC


def unpack(path: Path, folder: Path) -> tuple[Member, ...]:
    """The archive's files in its own order, folders and what systems add left out. Raises `Refused` in Danish where the
    archive as a whole cannot be let in; what is wrong with one member is that member's `reason`."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir() and not _by_the_system(part.filename)]
            _check(parts)
            return tuple(_members(archive, parts, folder))
    except BROKEN as error:
        raise Refused("Zip-filen er beskadiget og kan ikke pakkes ud. Lav den igen.") from error


def _by_the_system(name: str) -> bool:
    return any(part in BY_THE_SYSTEM or part.startswith("._") for part in PurePosixPath(name).parts)


def _check(parts: list[zipfile.ZipInfo]) -> None:
    if not parts:
        raise Refused("Zip-filen er tom. Læg udtrækkene i den, eller indlæs dem hver for sig.")
    if len(parts) > MAX_MEMBERS:
        raise Refused(f"Zip-filen har {len(parts)} filer; grænsen er {MAX_MEMBERS}. Del den op i flere.")


def _members(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], folder: Path) -> Iterator[Member]:
    left = MAX_UNPACKED
    for number, part in enumerate(parts):
        target = folder / f"{number:04d}{_extension(part.filename)}"
        try:
            left -= _unpacked(archive, part, target, min(left, MAX_BYTES))
        except Refused as refusal:
            target.unlink(missing_ok=True)
            yield Member(clean_name(part.filename), None, str(refusal))
        else:
            yield Member(clean_name(part.filename), target)


def clean_name(name: str) -> str:
    """A member's path as an ordinary file name: folders stand before it, what climbs or is not print is gone."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    text = " ".join("".join(sign for sign in part if sign.isprintable() and sign != ":") for part in parts)
    return text.lstrip(". ")[-200:] or "uden navn"


def _extension(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in KIND_OF_EXTENSION else ".bin"


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, target: Path, left: int) -> int:
    if leaves(part.filename):
        raise Refused(PATH_TRICK)
    if part.flag_bits & ENCRYPTED:
        raise Refused(LOCKED)
    if part.filename.lower().endswith(EXTENSION):
        raise Refused(NESTED)
    size = 0
    try:
        with archive.open(part) as packed, target.open("wb") as plain:
            while block := packed.read(BLOCK):
                size += len(block)
                if size > left or (size > RATIO_COUNTS_FROM and size > part.compress_size * MAX_RATIO):
                    raise Refused(TOO_BIG)
                plain.write(block)
    except BROKEN as error:
        raise Refused(DAMAGED) from error
    return size
