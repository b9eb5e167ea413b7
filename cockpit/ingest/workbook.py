"""Workbooks as text through calamine. Runs in the sandbox only: calamine may panic on a hostile file."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import fastexcel
import polars as pl

from cockpit.contracts.errors import Refused
from cockpit.ingest.rawsheet import RawSheet, column_names

AMBIGUOUS = r"^-?\d{1,3}\.\d{3}$"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
MAX_SHEETS = 200


def workbook_sheets(path: Path, extension: str) -> Iterator[RawSheet]:
    """Every sheet with cells, hidden ones too."""
    try:
        book = fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise Refused(_open_reason(str(error))) from error
    if len(book.sheet_names) > MAX_SHEETS:
        raise Refused(
            f"Regnearket har {len(book.sheet_names)} ark; grænsen er {MAX_SHEETS}. Gem kun de ark, der skal ind."
        )
    first_rows = first_rows_of(path) if extension in (".xlsx", ".xlsm") else {}
    for name in book.sheet_names:
        sheet = _sheet(book, name, first_rows.get(name, 1))
        if sheet is not None:
            yield sheet


def _open_reason(message: str) -> str:
    if "password" in message.lower() or "encrypted" in message.lower():
        return "Filen er beskyttet med adgangskode. Gem den uden adgangskode og indlæs den igen."
    return "Regnearket kan ikke åbnes; det er beskadiget eller ikke et regneark. Åbn det i Excel og gem det igen."


def _sheet(book: fastexcel.ExcelReader, name: str, first_row: int) -> RawSheet | None:
    try:
        loaded = book.load_sheet(name, header_row=None, dtypes="string")
        frame = loaded.to_polars()
    except fastexcel.FastExcelError as error:
        raise Refused(f"Arket {name} kan ikke læses. Åbn filen i Excel og gem den igen.") from error
    if frame.height == 0 or frame.width == 0:
        return None
    frame.columns = column_names(frame.width)
    frame = _with_marked_numbers(book, name, frame)
    return RawSheet(name=name, parts=[frame], hidden=loaded.visible != "visible", first_row=first_row)


def _with_marked_numbers(book: fastexcel.ExcelReader, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A *number* cell of 1.234 and a *text* cell "1.234" look the same as text, but the first has three decimals and
    the second is a thousand. calamine gives a date for a number and none for such a text: numbers get a fourth
    decimal, which no thousands group has."""
    doubtful = [column for column in frame.columns if frame.get_column(column).str.contains(AMBIGUOUS).any()]
    if not doubtful:
        return frame
    dates = book.load_sheet(name, header_row=None, dtypes="datetime", dtype_coercion="coerce").to_polars()
    dates.columns = frame.columns
    is_number = {column: dates.get_column(column).is_not_null() for column in doubtful}
    return frame.with_columns(
        pl.when(is_number[column] & pl.col(column).str.contains(AMBIGUOUS))
        .then(pl.col(column) + "0")
        .otherwise(pl.col(column))
        .alias(column)
        for column in doubtful
    )


def first_rows_of(path: Path) -> dict[str, int]:
    """Sheet name -> spreadsheet number of its first row with a value: calamine starts counting there."""
    with zipfile.ZipFile(path) as archive:
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  the gate refused entities
        targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
        book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  the gate refused entities
        found = {}
        for sheet in book.iter():
            if sheet.tag in (f"{MAIN}sheet", f"{STRICT}sheet"):
                target = targets.get(next((value for key, value in sheet.items() if key.endswith("}id")), ""), "")
                found[sheet.get("name", "")] = _first_row(archive, target)
        return found


def _first_row(archive: zipfile.ZipFile, target: str) -> int:
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    if part not in archive.namelist():
        return 1
    row = 0
    with archive.open(part) as stream:
        for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314  the gate refused entities
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "row":
                row = int(element.get("r", row + 1))
            elif event == "end" and tag in ("v", "is") and (element.text or len(element)):
                return row
    return 1
