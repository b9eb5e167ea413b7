"""How many rows a file holds, counted without the product's reader: what `tests/corpus.py` holds it against.

A row counts where some cell says something. `rows_of` gives one number a sheet, empty sheets left out, sorted; None
where this script cannot count the format itself (xls and xlsb need `xlrd` and `pyxlsb`, not the product's own).
"""

import csv
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from cockpit.reader.csvtext import detect_separator
from cockpit.reader.encoding import encoding_of

SPACES = " \t\r\n\u00a0\u202f\ufeff"


def says(value: object) -> bool:
    """Whether a cell says something."""
    return value is not None and str(value).strip(SPACES) != ""


def rows_of(path: Path) -> list[int] | None:
    """Rows with content in each sheet that has any."""
    count = COUNTERS.get(path.suffix.lower())
    return None if count is None else sorted(filter(None, count(path)))


def _text(path: Path) -> Iterator[int]:
    encoding = encoding_of(path)
    text = path.read_text(encoding=encoding, errors="replace")
    separator = detect_separator(text.splitlines()[:50])
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        yield sum(any(map(says, row)) for row in csv.reader(stream, delimiter=separator))


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _xlsx(path: Path) -> Iterator[int]:
    with zipfile.ZipFile(path) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        shared = [_words(item) for item in _elements(archive, names.get("xl/sharedstrings.xml"), "si")]
        for name in _worksheets(archive, names):
            yield sum(_row_says(row, shared) for row in _elements(archive, names[name], "row"))


def _worksheets(archive: zipfile.ZipFile, names: dict[str, str]) -> Iterator[str]:
    """The parts that the workbook names; others are leftovers that no program shows."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in ET.fromstring(archive.read(names["xl/_rels/workbook.xml.rels"]))
    }
    for sheet in _elements(archive, names["xl/workbook.xml"], "sheet"):
        target = targets.get(next(value for key, value in sheet.items() if key.endswith("}id")), "").lower()
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in names and "chartsheet" not in part:
            yield part


def _elements(archive: zipfile.ZipFile, name: str | None, wanted: str) -> Iterator[ET.Element]:
    if name is None:
        return
    with archive.open(name) as stream:
        for _, element in ET.iterparse(stream):
            if _local(element) == wanted:
                yield element
                element.clear()


def _words(item: ET.Element) -> str:
    """A text without its phonetic reading."""
    return "".join(part.text or "" for part in _without_phonetic(item) if _local(part) == "t")


def _without_phonetic(item: ET.Element) -> Iterator[ET.Element]:
    for part in item:
        if _local(part) != "rPh":
            yield part
            yield from _without_phonetic(part)


def _row_says(row: ET.Element, shared: list[str]) -> bool:
    return any(_cell_says(cell, shared) for cell in row if _local(cell) == "c")


def _cell_says(cell: ET.Element, shared: list[str]) -> bool:
    """A cell that holds an error (`#REF!`) says nothing; the reader notes how many there are."""
    if cell.get("t") == "e":
        return False
    for part in cell:
        if _local(part) == "is" and says(_words(part)):
            return True
        if _local(part) == "v" and says(part.text):
            return cell.get("t") != "s" or says(shared[int(part.text or 0)])
    return False


def _ods(path: Path) -> Iterator[int]:
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("content.xml"))
    for table in root.iter():
        if _local(table) == "table":
            yield sum(_repeats(row) for row in table.iter() if _local(row) == "table-row" and _ods_row_says(row))


def _repeats(row: ET.Element) -> int:
    return next((int(value) for key, value in row.items() if key.endswith("number-rows-repeated")), 1)


def _ods_row_says(row: ET.Element) -> bool:
    return any(
        says("".join(part.itertext()))
        for cell in row
        for part in cell
        if _local(part) == "p" or any(key.endswith("value") for key, _ in cell.items())
    )


def _xls(path: Path) -> Iterable[int]:
    import xlrd  # type: ignore[import-untyped]  # noqa: PLC0415  only where it is there

    with xlrd.open_workbook(path, logfile=_Nowhere()) as book:
        for sheet in book.sheets():
            yield sum(_xls_row_says(sheet.row(row), xlrd.XL_CELL_ERROR) for row in range(sheet.nrows))


def _xls_row_says(cells: list[Any], error: int) -> bool:
    return any(cell.ctype != error and says(cell.value) for cell in cells)


def _xlsb(path: Path) -> Iterable[int]:
    import pyxlsb  # type: ignore[import-untyped]  # noqa: PLC0415  only where it is there

    with pyxlsb.open_workbook(str(path)) as book:
        for name in book.sheets:
            with book.get_sheet(name) as sheet:
                yield sum(any(says(cell.v) for cell in row) for row in sheet.rows(sparse=True))


class _Nowhere:
    def write(self, _: str) -> None:
        """Swallow what xlrd has to say."""


COUNTERS: dict[str, Any] = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), _text),
    **dict.fromkeys((".xlsx", ".xlsm"), _xlsx),
    ".ods": _ods,
    **({".xls": _xls} if find_spec("xlrd") else {}),
    **({".xlsb": _xlsb} if find_spec("pyxlsb") else {}),
}
