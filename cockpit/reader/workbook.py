"""Workbooks as text through calamine. Runs in the sandbox only: calamine may panic on a hostile file."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl

from cockpit.contracts.errors import Refused
from cockpit.reader.rawsheet import RawSheet, column_names

AMBIGUOUS = r"^-?\d{1,3}\.\d{3}$"
AMBIGUOUS_BYTES = (5, 8)
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
    charts = _chart_sheets(path) if extension == ".xlsb" else 0
    for name in book.sheet_names:
        try:
            sheet = _sheet(book, name)
        except fastexcel.FastExcelError as error:
            charts -= 1
            if charts < 0:
                raise Refused(f"Arket {name} kan ikke læses. Åbn filen i Excel og gem den igen.") from error
            continue
        if sheet is not None:
            yield sheet


def _chart_sheets(path: Path) -> int:
    """How many sheets of an xlsb are charts: calamine stumbles over those, and they hold no rows."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/_rels/workbook.bin.rels").count(b"relationships/chartsheet")


def _open_reason(message: str) -> str:
    if "password" in message.lower() or "encrypted" in message.lower():
        return "Filen er beskyttet med adgangskode. Gem den uden adgangskode og indlæs den igen."
    if "macrosheets" in message:
        return "Regnearket har gamle Excel 4-makroark og kan ikke læses. Gem det som .xlsx uden makroer fra Excel."
    return "Regnearket kan ikke åbnes; det er beskadiget eller ikke et regneark. Åbn det i Excel og gem det igen."


def _sheet(book: fastexcel.ExcelReader, name: str) -> RawSheet | None:
    loaded = book.load_sheet(name, header_row=None, dtypes="string")
    frame = loaded.to_polars()
    if frame.height == 0 or frame.width == 0:
        return None
    frame.columns = column_names(frame.width)
    frame = _with_marked_numbers(book, name, frame)
    return RawSheet(name=name, parts=[frame], hidden=loaded.visible != "visible")


def _with_marked_numbers(book: fastexcel.ExcelReader, name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A *number* cell of 1.234 and a *text* cell "1.234" look the same as text, but the first has three decimals and
    the second is a thousand. calamine gives a whole number for a number and none for such a text: numbers get a
    fourth decimal, which no thousands group has."""
    shortest, longest = AMBIGUOUS_BYTES
    short = pl.all().filter(pl.all().str.len_bytes().is_between(shortest, longest))
    found = frame.select(short.str.contains(AMBIGUOUS).any()).row(0, named=True)
    doubtful = [column for column, doubt in found.items() if doubt]
    if not doubtful:
        return frame
    whole = book.load_sheet(name, header_row=None, dtypes="int", dtype_coercion="coerce").to_polars()
    whole.columns = frame.columns
    is_number = {column: whole.get_column(column).is_not_null() for column in doubtful}
    return frame.with_columns(
        pl.when(is_number[column] & pl.col(column).str.contains(AMBIGUOUS))
        .then(pl.col(column) + "0")
        .otherwise(pl.col(column))
        .alias(column)
        for column in doubtful
    )
