"""A bridge drawn by Excel: stacked columns on an invisible base, computed by the sheet from the amounts of its steps.

Excel's own waterfall cannot be written by a library and is not read by other programs. Here the sheet holds the steps
and the formulas beside them: whoever corrects an amount sees the bars, their texts and every later total follow.
"""

from typing import Any

from cockpit.charts.picture import COLOURS
from cockpit.charts.waterfall import DEVIATION
from cockpit.contracts import danish
from cockpit.reports.book import Book
from cockpit.reports.formats import signed
from cockpit.reports.guard import guarded
from cockpit.reports.table_sheet import HEADER_ROW, add_table, with_chart
from cockpit.views.figures import Waterfall
from cockpit.views.table import Column, Table
from cockpit.views.wording import stop

FIRST = HEADER_ROW + 1
_AMOUNT, _FROM, _TO, _BASE, _TEXT = 1, 2, 3, 4, 10
HELPERS = ("Fra", "Til", "Bund (usynlig)", "I alt", "Lægger til", "Trækker fra", "Lægger til (< 0)",
           "Trækker fra (< 0)", "Søjlens tekst")  # fmt: skip
_COLOURS = (COLOURS[2], COLOURS[1], COLOURS[0], COLOURS[1], COLOURS[0])
"""Of the visible parts, in the order of the columns."""
_ABOVE, _BELOW = "MAX(MAX(C#,D#),0)-MAX(MIN(C#,D#),0)", "MIN(MIN(C#,D#),0)-MIN(MAX(C#,D#),0)"
_CHANGE = ("=MAX(MIN(C#,D#),0)+MIN(MAX(C#,D#),0)", "=0", f"=IF(@>=0,{_ABOVE},0)", f"=IF(@<0,{_ABOVE},0)",
           f"=IF(@>=0,{_BELOW},0)", f"=IF(@<0,{_BELOW},0)")  # fmt: skip
_TOTAL = ("=0", "=D#", "=0", "=0", "=0", "=0")
_SMALL_KR = 2_000_000
_NOTE = "De grå kolonner tegner diagrammet: ret et beløb, og søjlerne følger med."

Unit = tuple[str, int, int]
"""What the chart's amounts are told in: its name, how many kroner it is, and decimals."""


def steps_table(figure: Waterfall) -> Table:
    """The steps as a table for the workbook: what each is called and what it amounts to."""
    columns = (Column("label", "Trin", "text"), Column("amount_kr", "Beløb", "kr"))
    return Table(figure.title, columns, figure.frame, note=f"{stop(figure.message)} {_NOTE}")


def add_waterfall(book: Book, figure: Waterfall, footer: str) -> None:
    """A sheet with the steps, the formulas that draw them, and the chart. `figure` has at least one step."""
    steps = steps_table(figure)
    name = add_table(book, steps, footer)
    sheet = book.workbook.get_worksheet_by_name(name)
    with_chart(sheet, steps)
    look = book.format(font_color=COLOURS[2], align="right", valign="bottom", bottom=1)
    sheet.set_column(_FROM, _TEXT - 1, 16)
    sheet.set_column(_TEXT, _TEXT, 36)
    sheet.write_row(HEADER_ROW, _FROM, HELPERS[:-1], look)
    sheet.write_string(HEADER_ROW, _TEXT, HELPERS[-1], book.format(font_color=COLOURS[2], valign="bottom", bottom=1))
    unit, before = _unit(figure), 0.0
    for row, step in enumerate(figure.frame.iter_rows(named=True), start=FIRST):
        _step(book, sheet, row, step, before)
        _text(book, sheet, row, step, unit)
        before = float(step["to_kr"])
    _draw(book, sheet, name, figure, unit)


def _unit(figure: Waterfall) -> Unit:
    """Thousands where millions would show nothing."""
    largest = max(float(abs(end)) for name in ("from_kr", "to_kr") for end in figure.frame[name])
    return ("1.000 kr.", 1_000, 0) if largest < _SMALL_KR else ("mio. kr.", 1_000_000, 1)


def _step(book: Book, sheet: Any, row: int, step: dict[str, Any], before: float) -> None:
    """The formulas of one step. A total that the steps before it lead to is their sum; any other stands as it is."""
    amount, start, end = (float(step[name]) for name in ("amount_kr", "from_kr", "to_kr"))
    is_total, first = step["kind"] == "total", row == FIRST
    grey = book.format(num_format=signed("#,##0"), font_color=COLOURS[2])
    if is_total and not first and end == before:
        kroner = book.format(num_format=signed("#,##0"), align="right", valign="top")
        sheet.write_formula(row, _AMOUNT, f"=D{row}", kroner, amount)
    sheet.write_formula(row, _FROM, "=0" if is_total or first else f"=D{row}", grey, start)
    sheet.write_formula(row, _TO, f"=C{row + 1}+B{row + 1}", grey, end)
    turned = step["step"] == DEVIATION and not is_total
    values = _parts(start, end, rises=(-amount if turned else amount) >= 0, is_total=is_total)
    for place, (formula, value) in enumerate(zip(_TOTAL if is_total else _CHANGE, values, strict=True), start=_BASE):
        told = formula.replace("@", "-B#" if turned else "B#").replace("#", str(row + 1))
        sheet.write_formula(row, place, told, grey, value)


def _parts(start: float, end: float, *, rises: bool, is_total: bool) -> tuple[float, ...]:
    """What the formulas of a step give: base, total, and what is added and taken above and below zero."""
    if is_total:
        return 0.0, end, 0.0, 0.0, 0.0, 0.0
    low, high = sorted((start, end))
    above, below = max(high, 0.0) - max(low, 0.0), min(low, 0.0) - min(high, 0.0)
    added, taken = ((above, below), (0.0, 0.0)) if rises else ((0.0, 0.0), (above, below))
    return max(low, 0.0) + min(high, 0.0), 0.0, added[0], taken[0], added[1], taken[1]


def _text(book: Book, sheet: Any, row: int, step: dict[str, Any], unit: Unit) -> None:
    """The step's name and amount, which stand under the bar: other programs than Excel show no label that
    comes from a cell. FIXED writes numbers in the reader's own language."""
    _, divisor, decimals = unit
    plus = "" if step["kind"] == "total" else "+"
    cell = f"B{row + 1}"
    sign = f'IF({cell}<0,"{danish.MINUS}","{plus}")'
    formula = f'=A{row + 1}&": "&{sign}&FIXED(ABS({cell})/{divisor},{decimals})'
    shown = danish.number(abs(step["amount_kr"]) / divisor, decimals)
    told = f"{guarded(step['label'])}: {danish.MINUS if step['amount_kr'] < 0 else plus}{shown}"
    sheet.write_formula(row, _TEXT, formula, book.format(font_color=COLOURS[2]), told)


def _draw(book: Book, sheet: Any, name: str, figure: Waterfall, unit: Unit) -> None:
    last = FIRST + figure.frame.height - 1
    chart = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    looks: list[dict[str, Any]] = [
        {"fill": {"none": True}, "border": {"none": True}},
        *({"fill": {"color": one}} for one in _COLOURS),
    ]
    for place, look in enumerate(looks, start=_BASE):
        values, texts = [name, FIRST, place, last, place], [name, FIRST, _TEXT, last, _TEXT]
        chart.add_series({"name": HELPERS[place - _FROM], "categories": texts, "values": values, "gap": 40, **look})
    pattern = "#,##0.0,," if unit[2] else "#,##0,"
    chart.set_y_axis({"num_format": signed(pattern), "name": unit[0], "major_gridlines": {"visible": False}})
    chart.set_x_axis({"label_position": "low"})
    chart.set_title({"name": figure.message, "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom", "delete_series": [0, 4, 5]})
    chart.set_size({"width": 1100, "height": 440})
    sheet.insert_chart(last + 3, 0, chart, {"description": guarded(figure.message)})
