"""One table on one sheet: title, units, headings, real numbers and dates, bold totals, ready to print."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from cockpit.reports.book import Book
from cockpit.reports.formats import LEFT, LINE_POINTS, NUMBER_FORMAT, lines
from cockpit.reports.guard import guarded
from cockpit.views.table import NO_VALUE, Column, Table

HEADER_ROW = 3
"""Title, units, note, headings: rows counted from zero."""
_NARROW, _WIDE = 9, 48
_ONE_PAGE = 30
"""A table of so many rows is printed on one page with its chart."""


def _width(column: Column, texts: pl.Series) -> float:
    """Wide enough for every value, and for the longest word of the heading (headings wrap)."""
    longest = max(map(len, texts), default=0)
    word = max(map(len, column.heading.split()), default=0)
    return float(min(max(longest, word, _NARROW), _WIDE) + 2)


def _cell_format(book: Book, column: Column, *, total: bool, first: bool) -> Any:
    look: dict[str, object] = {"num_format": NUMBER_FORMAT[column.kind], **_side(column, first=first), "valign": "top"}
    if column.kind == "text":
        look["text_wrap"] = True
    if total:
        look |= {"bold": True, "top": 1}
    return book.format(**look)


def _side(column: Column, *, first: bool) -> dict[str, object]:
    """To which side the column stands: words keep away from a figure at their left."""
    if column.kind not in LEFT:
        return {"align": "right"}
    return {"align": "left"} if first else {"align": "left", "indent": 1}


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
        looks = {total: _cell_format(book, column, total=total, first=place == 0) for total in (False, True)}
        for number, value in enumerate(table.frame[column.name]):
            _write(sheet, HEADER_ROW + 1 + number, place, value, column, looks[number >= first_total])


def _head(book: Book, sheet: Any, table: Table, widths: Sequence[float]) -> None:
    heading = {"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom", "bg_color": "#F3F5F7"}
    sheet.write_string(0, 0, table.title, book.format(bold=True, font_size=14))
    sheet.write_string(1, 0, table.units, book.format(italic=True))
    sheet.write_string(2, 0, table.note, book.format(italic=True))
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, widths[place])
        side = _side(column, first=place == 0)
        sheet.write_string(HEADER_ROW, place, column.heading, book.format(**side, **heading))
        if column.help:
            sheet.write_comment(HEADER_ROW, place, column.help, {"x_scale": 2})


def _heights(sheet: Any, table: Table, widths: Sequence[float]) -> None:
    """Rows as high as the texts that are broken in them: Excel sees to that itself, other programs do not."""
    pairs = list(zip(table.columns, widths, strict=True))
    most = {HEADER_ROW: max((lines(column.heading, width) for column, width in pairs), default=1)}
    for column, width in pairs:
        if column.kind != "text":
            continue
        texts = table.frame[column.name]
        for row in (texts.str.len_chars() > width - 2).arg_true():
            place = HEADER_ROW + 1 + row
            most[place] = max(most.get(place, 1), lines(texts[row], width))
    for place, count in most.items():
        if count > 1:
            sheet.set_row(place, LINE_POINTS * count)


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
    texts = table.danish()
    widths = [_width(column, texts[column.heading]) for column in table.columns]
    _head(book, sheet, table, widths)
    _body(book, sheet, table)
    _heights(sheet, table, widths)
    _print_setup(sheet, table, footer)
    name: str = sheet.get_name()
    return name


def with_chart(sheet: Any, table: Table) -> None:
    """The chart below a short table is printed on the table's own page, not parted between two."""
    if table.frame.height <= _ONE_PAGE:
        sheet.fit_to_pages(1, 1)
