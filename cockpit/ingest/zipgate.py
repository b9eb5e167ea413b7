"""What a zipped workbook must satisfy before a parser sees it: parts, names, unpacked size, and no XML entities."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cockpit.contracts.errors import Refused

MAX_PARTS = 2000
MAX_UNPACKED = 3 * 1024**3
MAX_RATIO = 200
RATIO_COUNTS_FROM = 16 * 1024 * 1024
BLOCK = 1024 * 1024
FORBIDDEN = {
    encoding: tuple(word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY"))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
}
LONGEST = max(len(mark) for marks in FORBIDDEN.values() for mark in marks)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def check_directory(path: Path, main_part: str) -> None:
    """What the zip says that it holds: its parts and their names; raises `Refused` in Danish."""
    with _opened(path) as archive:
        _check_parts(archive.infolist(), main_part)


def check_content(path: Path) -> None:
    """Unpack every part once, counting, without keeping anything; raises `Refused` in Danish."""
    with _opened(path) as archive:
        left = MAX_UNPACKED
        for part in archive.infolist():
            left -= _unpacked(archive, part, left)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
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


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    size, tail, marks = 0, b"", tuple[bytes, ...]()
    watched = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            marks = _marks(block) if watched and not size else marks
            size += len(block)
            _check_unpacked(size, part.compress_size, left)
            if any(mark in block or mark in tail + block[:LONGEST] for mark in marks):
                raise Refused("Regnearket indeholder en DOCTYPE- eller ENTITY-erklæring og afvises som usikkert.")
            tail = block[-LONGEST:]
    return size


def _marks(first: bytes) -> tuple[bytes, ...]:
    """What may not stand in an XML part, as its encoding writes it: told by the nuls beside its first sign."""
    head = first.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[:2]
    return FORBIDDEN["utf-8" if 0 not in head else "utf-16-le" if head[1:] == b"\0" else "utf-16-be"]


def _check_unpacked(size: int, packed: int, left: int) -> None:
    if size > left:
        raise Refused("Regnearket fylder for meget udpakket (over 3 GB) og afvises. Del udtrækket op.")
    if size > RATIO_COUNTS_FROM and size > packed * MAX_RATIO:
        raise Refused("Regnearket udvider sig unormalt meget ved udpakning (zip-bombe) og afvises.")
