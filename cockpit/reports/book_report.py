"""A report as a workbook: the words on the cover, every table whole on a sheet of its own, charts drawn by Excel."""

from cockpit.contracts import danish
from cockpit.reports.book import Book
from cockpit.reports.native import add_chart
from cockpit.reports.native_waterfall import add_waterfall, steps_table
from cockpit.reports.table_sheet import add_table
from cockpit.reports.workbook import COVER, cover
from cockpit.views.figures import Bars, Development, Deviations, Multiples, Waterfall
from cockpit.views.report import Figure, ReportView, Section
from cockpit.views.table import Table


def book_report(report: ReportView) -> bytes:
    """The report as `.xlsx`, its tables equal to the screen's."""
    context = report.context
    book = Book(report.title, context.as_of, context.stamp)
    words = [(section.heading, "\n".join(section.words)) for section in report.sections]
    told = [("Konklusion", report.headline), *((heading, text) for heading, text in words if text)]
    sheets = [sheet for section in report.sections for sheet in _tables(section)]
    cover(book, book.sheet(COVER), report.title, context, sheets, [*told, ("Dannet", report.footer)])
    footer = f"{report.title} · pr. {danish.date(context.as_of)} · {context.stamp}"
    for section in report.sections:
        _sheets(book, section, footer)
    return book.close()


def _bridges(section: Section) -> list[Waterfall]:
    return [figure for figure in section.figures if isinstance(figure, Waterfall) and figure.frame.height]


def _deviations(section: Section) -> list[Deviations]:
    """Those whose table is not printed: paper shows their figures in a wider one, but Excel draws from cells."""
    printed = [one.table for one in section.tables]
    found = (figure for figure in section.figures if isinstance(figure, Deviations) and figure.frame.height)
    return [figure for figure in found if all(figure.table is not table for table in printed)]


def _tables(section: Section) -> list[Table]:
    """The section's sheets in their order: its bridges, its deviations, then its tables."""
    drawn = [*map(steps_table, _bridges(section)), *(figure.table for figure in _deviations(section))]
    return [*drawn, *(printed.table for printed in section.tables)]


def _sheets(book: Book, section: Section, footer: str) -> None:
    for bridge in _bridges(section):
        add_waterfall(book, bridge, footer)
    for table in [*(one.table for one in _deviations(section)), *(printed.table for printed in section.tables)]:
        name = add_table(book, table, footer)
        sheet = book.workbook.get_worksheet_by_name(name)
        for figure in section.figures:
            if _belongs(figure, table, section):
                add_chart(book, sheet, name, table, figure)


def _belongs(figure: Figure, table: Table, section: Section) -> bool:
    """A figure is drawn beside the table that holds its values; bars beside the first that does."""
    names = set(table.frame.columns)
    if isinstance(figure, Deviations):
        return figure.table is table
    if isinstance(figure, Bars):
        holding = (one.table for one in section.tables if set(figure.source) <= set(one.table.frame.columns))
        return bool(figure.source) and next(holding, None) is table
    if isinstance(figure, Multiples):
        return {"year", "spend_kr", "spend_fixed_kr"} <= names
    return isinstance(figure, Development) and {"actual_kr", "budget_kr"} <= names
