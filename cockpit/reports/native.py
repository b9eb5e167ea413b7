"""Native Excel charts beside a report's tables: they follow the cells when somebody changes them."""

from typing import Any

from cockpit.charts.picture import COLOURS
from cockpit.reports.book import Book
from cockpit.reports.table_sheet import HEADER_ROW, with_chart
from cockpit.views.figures import Bars, Development, Deviations, Multiples
from cockpit.views.report import Figure
from cockpit.views.table import Table

_SIZE = {"width": 760, "height": 360}
_FORMAT = '#,##0.0,,;"−"#,##0.0,,'


def add_chart(book: Book, sheet: Any, name: str, table: Table, figure: Figure) -> None:
    """The figure drawn by Excel from the table on its own sheet; nothing for figures whose table is another."""
    if isinstance(figure, Development):
        _development(book, sheet, name, table, figure)
    elif isinstance(figure, Deviations):
        _deviations(book, sheet, name, table, figure)
    elif isinstance(figure, Bars):
        _columns(book, sheet, name, table, figure.source, figure.message)
    elif isinstance(figure, Multiples):
        _columns(book, sheet, name, table, ("year", "spend_kr", "spend_fixed_kr"), figure.message)


def _reference(name: str, table: Table, column: str, rows: int) -> list[object]:
    place = [one.name for one in table.columns].index(column)
    return [name, HEADER_ROW + 1, place, HEADER_ROW + rows, place]


def _place(sheet: Any, chart: Any, table: Table, message: str) -> None:
    chart.set_title({"name": message, "name_font": {"size": 11}})
    chart.set_size(_SIZE)
    chart.set_legend({"position": "bottom"})
    sheet.insert_chart(HEADER_ROW + table.frame.height + 3, 0, chart, {"description": message})
    with_chart(sheet, table)


def _development(book: Book, sheet: Any, name: str, table: Table, figure: Development) -> None:
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    line = book.workbook.add_chart({"type": "line"})
    months = _reference(name, table, "month_name", table.frame.height)
    looks = {
        "actual_kr": {"fill": {"color": COLOURS[0]}},
        "forecast_kr": {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": COLOURS[0], "bg_color": "white"}},
        "budget_kr": {"line": {"color": COLOURS[2], "dash_type": "dash"}},
        "last_year_kr": {"line": {"color": COLOURS[5]}},
    }
    headings = {column.name: column.heading for column in table.columns}
    for column, look in looks.items():
        target = chart if column in ("actual_kr", "forecast_kr") else line
        values = _reference(name, table, column, table.frame.height)
        target.add_series({"name": headings[column], "categories": months, "values": values, **look})
    chart.combine(line)
    chart.set_y_axis({"num_format": _FORMAT, "name": "mio. kr."})
    _place(sheet, chart, table, figure.message)


def _deviations(book: Book, sheet: Any, name: str, table: Table, figure: Deviations) -> None:
    rows = table.frame.height - table.totals
    over, under = COLOURS[1], COLOURS[0]
    above, below = (over, under) if figure.sign == "overspend_positive" else (under, over)
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Afvigelse",
            "categories": _reference(name, table, "label", rows),
            "values": _reference(name, table, "deviation", rows),
            "fill": {"color": above},
            "invert_if_negative": True,
            "invert_if_negative_color": below,
            "data_labels": {"value": True, "num_format": _FORMAT},
        }
    )
    chart.set_x_axis({"num_format": _FORMAT, "name": "mio. kr."})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    _place(sheet, chart, table, figure.message)


def _columns(book: Book, sheet: Any, name: str, table: Table, source: tuple[str, ...], message: str) -> None:
    """Columns side by side: one series a column of the table, its first column as labels."""
    rows = table.frame.height - table.totals
    chart = book.workbook.add_chart({"type": "column"})
    labels, *values = source
    headings = {column.name: column.heading for column in table.columns}
    for column, colour in zip(values, (COLOURS[3], COLOURS[0]), strict=False):
        chart.add_series(
            {
                "name": headings[column],
                "categories": _reference(name, table, labels, rows),
                "values": _reference(name, table, column, rows),
                "fill": {"color": colour},
            }
        )
    chart.set_y_axis({"num_format": _FORMAT, "name": "mio. kr."})
    chart.set_x_axis({"label_position": "low", "date_axis": False, "text_axis": True})
    _place(sheet, chart, table, message)
