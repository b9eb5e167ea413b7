"""Writing a worksheet top to bottom. Text stays text: nothing here can become a formula or a number by itself."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a workbook property without a zone, fixed so that files repeat
Cells = Sequence[str | float | None]


class Sheet:
    """A worksheet with a cursor. Rows are written once, in order, so that memory stays flat."""

    def __init__(self, book: Any, name: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._date = book.add_format({"num_format": "dd-mm-yyyy"})
        self._money = book.add_format({"num_format": "#,##0.00"})
        self._bold = book.add_format({"bold": True})
        self.row = 0

    def titles(self, texts: Iterable[str]) -> None:
        """A line of text per row, in the first column; an empty text leaves the row blank."""
        for text in texts:
            if text:
                self._sheet.write_string(self.row, 0, text, self._bold)
            self.row += 1

    def headings(self, headings: Sequence[str]) -> None:
        """A header row; a column without heading stays blank."""
        for column, heading in enumerate(headings):
            if heading:
                self._sheet.write_string(self.row, column, heading, self._bold)
        self.row += 1

    def cells(self, row: Cells) -> None:
        """One row of texts and numbers, None left blank."""
        for column, value in enumerate(row):
            if isinstance(value, str):
                self._sheet.write_string(self.row, column, value)
            elif value is not None:
                self._sheet.write_number(self.row, column, value, self._money)
        self.row += 1

    def frame(self, frame: pl.DataFrame) -> None:
        """All rows of a frame in its column order. Columns of one type are written without asking each cell."""
        numbers = [dtype.is_numeric() for dtype in frame.dtypes]
        dates = [dtype == pl.Date for dtype in frame.dtypes]
        write_string, write_number = self._sheet.write_string, self._sheet.write_number
        for row in frame.iter_rows():
            for column, value in enumerate(row):
                if value is None:
                    continue
                if dates[column]:
                    self._sheet.write_datetime(self.row, column, value, self._date)
                elif numbers[column]:
                    write_number(self.row, column, value, self._money if isinstance(value, float) else None)
                else:
                    write_string(self.row, column, value)
            self.row += 1


@contextmanager
def workbook(path: Path, sheet: str) -> Iterator[Sheet]:
    """A new workbook with one sheet."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": CREATED, "author": "Egeskov Kommune (syntetisk)"})
    try:
        yield Sheet(book, sheet)
    finally:
        book.close()
