"""A second opinion on a workbook's rows, taken from its XML while the reader works: a row that calamine loses is told.

The first count is quick and never too low: every row with an end from the first one with a value on. Only where it
finds more than was read is each row looked into, and only where rows with a value (be it an error or an empty text) are
more than was read, every cell.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from cockpit.ingest.sheetmarks import NO_MARKS, Marks, hidden_in, merged_in, unsolved_in

BLOCK = 4 * 1024 * 1024
MAX_ROW_BYTES = 64 * 1024 * 1024
ERROR = b't="e"'
_PREFIX = re.compile(rb"<(\w+:)?worksheet[\s>]")
_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=\"(\d+)\"")


@dataclass(frozen=True, slots=True)
class Counted:
    """`rows`: from the first with a value on; `errors`: cells that hold a formula's error; `unsolved`: formulas that
    hold no result; `first_row`: the spreadsheet's number of the first row with a value, where calamine begins to
    count."""

    rows: int = 0
    errors: int = 0
    unsolved: int = 0
    first_row: int = 1
    marks: Marks = NO_MARKS


def count_rows(path: Path) -> dict[str, Counted]:
    """Sheet -> count, for xlsx and xlsm. The gate has looked at the file before. ValueError for a row without end."""
    with zipfile.ZipFile(path) as archive:
        parts = _names(archive)
        return {sheet: _quick(archive, parts[part]) for sheet, part in _sheets(archive, parts) if part in parts}


def valued_rows(path: Path, sheet: str) -> int:
    """Rows of one sheet with a value, an error or an empty text included."""
    with zipfile.ZipFile(path) as archive:
        parts = _names(archive)
        blocks = _whole_rows(archive, parts[dict(_sheets(archive, parts))[sheet]])
        return sum(_has_value(piece, prefix) for whole, prefix in blocks for piece in whole.split(_end(prefix)))


def exact_rows(path: Path, sheet: str) -> int:
    """Rows of one sheet in which a cell says something that is no error."""
    with zipfile.ZipFile(path) as archive:
        parts = _names(archive)
        shared = [_words(item) for item in _elements(archive, parts.get(_beside(parts, "sharedStrings.xml")), "si")]
        part = dict(_sheets(archive, parts))[sheet]
        return sum(_row_says(row, shared) for row in _elements(archive, parts[part], "row"))


def _names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part -> its name in the archive: some systems write backslashes."""
    return {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}


def _beside(parts: dict[str, str], name: str) -> str:
    """The place of a part that lies where the workbook does."""
    book = next((part for part in parts if part.rpartition("/")[2] == "workbook.xml"), "xl/workbook.xml")
    return posixpath.join(posixpath.dirname(book), name).lower()


def _sheets(archive: zipfile.ZipFile, parts: dict[str, str]) -> Iterator[tuple[str, str]]:
    folder = posixpath.dirname(_beside(parts, "x"))
    relations = ET.fromstring(archive.read(parts[_beside(parts, "_rels/workbook.xml.rels")]))  # noqa: S314  gated
    targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
    for sheet in _elements(archive, parts[_beside(parts, "workbook.xml")], "sheet"):
        target = targets.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""), "")
        target = target.replace("\\", "/").lower()
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield sheet.get("name", ""), inside


def _quick(archive: zipfile.ZipFile, name: str) -> Counted:
    """Rows are looked into until the first one with a value; from there on their ends are counted, block by block."""
    rows, errors, unsolved, seen, first = 0, 0, 0, 0, 0
    hidden: list[int] = []
    after: list[bytes] = []
    for whole, prefix in _whole_rows(archive, name, after):
        hidden += hidden_in(whole)
        unsolved += unsolved_in(whole, prefix)
        if first:
            rows += whole.count(_end(prefix)) + 1
            errors += whole.count(ERROR)
            continue
        for piece in whole.split(_end(prefix)):
            seen += piece.count(b"<" + prefix + b"row")
            if first or _has_value(piece, prefix):
                rows += 1
                errors += piece.count(ERROR)
                first = first or _number(piece, seen)
    return Counted(rows, errors, unsolved, first or 1, Marks(_merged(archive, name, b"".join(after)), tuple(hidden)))


def _merged(archive: zipfile.ZipFile, name: str, after: bytes) -> tuple[tuple[int, int, int], ...]:
    return merged_in(after, (whole for whole, _ in _whole_rows(archive, name)))


def _end(prefix: bytes) -> bytes:
    return b"</" + prefix + b"row>"


def _has_value(piece: bytes, prefix: bytes) -> bool:
    return any(b"<" + prefix + mark in piece for mark in (b"v>", b"v ", b"is>"))


def _number(piece: bytes, seen: int) -> int:
    """The number that the row gives itself, else how many rows were seen."""
    found = _NUMBER.findall(piece)
    return int(found[-1]) if found else seen


def _whole_rows(archive: zipfile.ZipFile, name: str, after: list[bytes] | None = None) -> Iterator[tuple[bytes, bytes]]:
    """The XML of the part in blocks of whole rows, the last one's end left out, and the part's namespace prefix.
    `after`: takes what stands behind the last row."""
    with archive.open(name) as stream:
        rest = stream.read(BLOCK)
        found = _PREFIX.search(rest)
        prefix = (found.group(1) or b"") if found else b""
        while True:
            whole, end, rest = rest.rpartition(_end(prefix))
            if end:
                yield whole, prefix
            block = stream.read(BLOCK)
            if not block:
                if after is not None:
                    after.append(rest)
                return
            if len(rest) > MAX_ROW_BYTES:
                raise ValueError(name)
            rest += block


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _elements(archive: zipfile.ZipFile, name: str | None, wanted: str) -> Iterator[ET.Element]:
    if name is None:
        return
    with archive.open(name) as stream:
        for _, element in ET.iterparse(stream):  # noqa: S314  the gate refused entities
            if _local(element) == wanted:
                yield element
                element.clear()


def _words(item: ET.Element) -> str:
    return "".join(item.itertext())


def _row_says(row: ET.Element, shared: list[str]) -> bool:
    return any(_cell_says(cell, shared) for cell in row if _local(cell) == "c" and cell.get("t") != "e")


def _cell_says(cell: ET.Element, shared: list[str]) -> bool:
    for part in cell:
        if _local(part) == "is" and _words(part).strip():
            return True
        if _local(part) == "v" and (part.text or "").strip():
            return cell.get("t") != "s" or bool(shared[int(part.text or 0)].strip())
    return False
