"""What a zipped workbook must satisfy before a parser sees it: parts, names, unpacked size, and no XML entities."""

import zipfile
import zlib
from pathlib import Path

from cockpit.contracts.errors import Refused

MAX_PARTS = 2000
MAX_UNPACKED = 3 * 1024**3
MAX_RATIO = 200
RATIO_COUNTS_FROM = 16 * 1024 * 1024
BLOCK = 1024 * 1024
FORBIDDEN = tuple(
    mark
    for word in ("<!DOCTYPE", "<!ENTITY")
    for mark in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"))
)
LONGEST = max(map(len, FORBIDDEN))
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def check_zip(path: Path, main_part: str) -> None:
    """Unpack every part once, counting, without keeping anything; raises `Refused` in Danish."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts, main_part)
            _check_content(archive, parts)
    except BROKEN as error:
        raise Refused("Regnearket er beskadiget og kan ikke pakkes ud. Åbn det i Excel og gem det igen.") from error


def _check_parts(parts: list[zipfile.ZipInfo], main_part: str) -> None:
    names = [part.filename.replace("\\", "/") for part in parts]
    if len(parts) > MAX_PARTS:
        raise Refused(f"Regnearket har {len(parts)} dele; grænsen er {MAX_PARTS}. Gem kun de ark, der skal indlæses.")
    if any(leaves(name) for name in names):
        raise Refused("Regnearket har dele med ugyldige navne og afvises. Gem det igen fra Excel.")
    if len({name.casefold() for name in names}) != len(names):
        raise Refused("Regnearket har to dele med samme navn, og den ene ville gå tabt. Gem det igen fra Excel.")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("Filen er beskyttet med adgangskode. Gem den uden adgangskode og indlæs den igen.")
    if not any(_is_main(name, main_part) for name in names):
        raise Refused("Filen er en zip-fil, men ikke et regneark. Pak den ud og indlæs de enkelte filer.")


def _is_main(name: str, main_part: str) -> bool:
    """Some systems lay the workbook elsewhere than Excel does; an ods has its content in one place only."""
    return name == main_part or (main_part.startswith("xl/") and name.rpartition("/")[2] == main_part[3:])


def leaves(name: str) -> bool:
    """Whether a name in a zip points out of the folder that it is unpacked in."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_content(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    left = MAX_UNPACKED
    for part in parts:
        left -= _unpacked(archive, part, left)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    size, tail = 0, b""
    watched = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            size += len(block)
            _check_unpacked(size, part.compress_size, left)
            if watched and any(mark in tail + block for mark in FORBIDDEN):
                raise Refused("Regnearket indeholder en DOCTYPE- eller ENTITY-erklæring og afvises som usikkert.")
            tail = block[-LONGEST:]
    return size


def _check_unpacked(size: int, packed: int, left: int) -> None:
    if size > left:
        raise Refused("Regnearket fylder for meget udpakket (over 3 GB) og afvises. Del udtrækket op.")
    if size > RATIO_COUNTS_FROM and size > packed * MAX_RATIO:
        raise Refused("Regnearket udvider sig unormalt meget ved udpakning (zip-bombe) og afvises.")
