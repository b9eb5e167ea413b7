"""The rows that could not be read, as a workbook that a person corrects in the source system from."""

import datetime as dt

import polars as pl

from cockpit.reports.book import Book
from cockpit.reports.table_sheet import add_table
from cockpit.views.table import Column, Table

_FIXED = (
    Column("file", "Fil", "text"),
    Column("sheet", "Ark", "text"),
    Column("row", "Række", "text"),
    Column("column", "Kolonne", "text"),
    Column("value", "Værdi", "text"),
    Column("reason", "Hvorfor", "text"),
    Column("amount_kr", "Beløb i kr.", "kr_exact"),
)
TITLE = "Lagt til side"
_NOTE = "Rækkerne tælles ikke med. Ret dem i kildesystemet, og træk listen igen."


def set_aside_table(frame: pl.DataFrame) -> Table:
    """The rows as a table: place, value, reason and kroner first, then every cell of the row as it stood in the file.

    `frame`: `file`, `sheet`, `row`, `column`, `value`, `reason`, `amount_kr` and one text column a cell.
    """
    known = [column for column in _FIXED if column.name in frame.columns]
    names = {column.name for column in known}
    cells = [Column(name, name, "text", missing="") for name in frame.columns if name not in names]
    rows = frame.with_columns(pl.col("row").cast(pl.String)) if "row" in frame.columns else frame
    return Table(TITLE, (*known, *cells), rows, note=_NOTE)


def set_aside_workbook(frame: pl.DataFrame, made_on: dt.date | None = None) -> bytes:
    """The set-aside rows as `.xlsx`."""
    book = Book(TITLE, made_on or dt.datetime.now(tz=dt.UTC).date())
    add_table(book, set_aside_table(frame), TITLE)
    return book.close()
