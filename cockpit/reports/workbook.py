"""The screen's tables as an Excel workbook: a cover that says what the figures rest on, then one sheet a table."""

from collections.abc import Sequence
from typing import Any

from cockpit.contracts import danish
from cockpit.reports.book import Book
from cockpit.reports.formats import LINE_POINTS, lines
from cockpit.reports.table_sheet import add_table
from cockpit.views.context import Context
from cockpit.views.table import Table

COVER = "Forside"
_WORDS = 90
"""Characters that the column of sentences is wide."""
_SIGN = {
    "overspend_positive": "Plus er merforbrug, minus er mindreforbrug.",
    "underspend_positive": "Plus er mindreforbrug, minus er merforbrug.",
}


def _facts(title: str, context: Context, stamp: str) -> list[tuple[str, str]]:
    demo = [("Bemærk", "Syntetiske demodata: ingen virkelige borgere eller beløb.")] if context.demo else []
    return [
        ("Udtræk", title),
        ("Kommune", context.municipality),
        ("Opgjort pr.", danish.long_date(context.as_of)),
        ("Budgetår", str(context.year)),
        ("Set som", context.role_title),
        ("Fortegn på afvigelser", _SIGN[context.deviation_sign]),
        ("Talstempel", stamp),
        *demo,
    ]


def _definitions(tables: Sequence[Table]) -> dict[str, str]:
    """Heading -> meaning, each once, in the order of the sheets."""
    return {column.heading: column.help for table in tables for column in table.columns if column.help}


def cover(
    book: Book,
    sheet: Any,
    title: str,
    context: Context,
    tables: Sequence[Table],
    words: Sequence[tuple[str, str]] = (),
) -> None:
    """What the workbook is, what it rests on, what it says in words, which sheets it has, and what they mean."""
    _cover(book, sheet, [*_facts(title, context, book.stamp), *words], tables)


def _cover(book: Book, sheet: Any, facts: list[tuple[str, str]], tables: Sequence[Table]) -> None:
    bold, wrap = book.format(bold=True, valign="top"), book.format(text_wrap=True, valign="top")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, _WORDS)
    sheet.write_string(0, 0, book.title, book.format(bold=True, font_size=16))
    blocks = (facts, [("Ark", table.title) for table in tables], [*_definitions(tables).items()])
    row = 2
    for name, block in zip(("", "Indhold", "Hvad tallene betyder"), blocks, strict=True):
        if name:
            sheet.write_string(row, 0, name, book.format(bold=True, font_size=12))
            row += 1
        for label, text in block:
            sheet.write_string(row, 0, label, bold)
            sheet.write_string(row, 1, text, wrap)
            sheet.set_row(row, LINE_POINTS * lines(text, _WORDS))
            row += 1
        row += 1
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def workbook(tables: Sequence[Table], *, title: str, context: Context, stamp: str | None = None) -> bytes:
    """The tables as `.xlsx`: real numbers and dates with live formats, equal to the screen's figures.

    `stamp` defaults to the context's. The same tables and stamp give the same bytes.
    """
    printed = context.stamp if stamp is None else stamp
    book = Book(title, context.as_of, printed)
    cover(book, book.sheet(COVER), title, context, tables)
    demo = " · syntetiske demodata" if context.demo else ""
    footer = f"{title} · pr. {danish.date(context.as_of)} · {printed}{demo}"
    for table in tables:
        add_table(book, table, footer)
    return book.close()
