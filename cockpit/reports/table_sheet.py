"""One table on one sheet: title, units, headings, real numbers and dates, bold totals, ready to print."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl

from cockpit.reports.book import Book
from cockpit.reports.formats import LEFT, NUMBER_FORMAT
from cockpit.reports.guard import guarded
from cockpit.views.table import NO_VALUE, Column, Table

HEADER_ROW = 3
"""Title, units, note, headings: rows counted from zero."""
_NARROW, _WIDE = 9, 48


def _width(column: Column, texts: pl.Series) -> float:
    """Wide enough for every value, and for the longest word of the heading (headings wrap)."""
    longest = max(map(len, texts), default=0)
    word = max(map(len, column.heading.split()), default=0)
    return float(min(max(longest, word, _NARROW), _WIDE) + 2)


def _cell_format(book: Book, column: Column, *, total: bool) -> Any:
    align = "left" if column.kind in LEFT else "right"
    look: dict[str, object] = {"num_format": NUMBER_FORMAT[column.kind], "align": align, "valign": "top"}
    if column.kind == "text":
        look["text_wrap"] = True
    if total:
        look |= {"bold": True, "top": 1}
    return book.format(**look)


def _write(sheet: Any, row: int, place: int, value: object, column: Column, look: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, place, guarded(value), look)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, place, value, look)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, value, look)
    elif column.missing != NO_VALUE:
        sheet.write_string(row, place, column.missing, look)
    else:
        sheet.write_blank(row, place, None, look)


def _body(book: Book, sheet: Any, table: Table) -> None:
    first_total = table.frame.height - table.totals
    for place, column in enumerate(table.columns):
        looks = {total: _cell_format(book, column, total=total) for total in (False, True)}
        for number, value in enumerate(table.frame[column.name]):
            _write(sheet, HEADER_ROW + 1 + number, place, value, column, looks[number >= first_total])


def _head(book: Book, sheet: Any, table: Table) -> None:
    texts = table.danish()
    heading = {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom", "bg_color": "#F3F5F7"}
    sheet.write_string(0, 0, table.title, book.format(bold=True, font_size=14))
    sheet.write_string(1, 0, table.units, book.format(italic=True))
    sheet.write_string(2, 0, table.note, book.format(italic=True))
    for place, column in enumerate(table.columns):
        align = "left" if column.kind in LEFT else "right"
        sheet.set_column(place, place, _width(column, texts[column.heading]))
        sheet.write_string(HEADER_ROW, place, column.heading, book.format(align=align, **heading))
        if column.help:
            sheet.write_comment(HEADER_ROW, place, column.help, {"x_scale": 2})


def _print_setup(sheet: Any, table: Table, footer: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer(f"&L{footer.replace('&', '&&')}&RSide &P af &N")
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    body = table.frame.height - table.totals
    if body > 0:
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + body, len(table.columns) - 1)


def add_table(book: Book, table: Table, footer: str) -> str:
    """Write the table on a sheet of its own; the sheet's name."""
    sheet = book.sheet(table.title)
    _head(book, sheet, table)
    _body(book, sheet, table)
    _print_setup(sheet, table, footer)
    name: str = sheet.get_name()
    return name
