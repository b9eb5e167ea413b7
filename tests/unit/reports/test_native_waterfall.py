"""Excel draws a bridge from cells that follow its amounts: the formulas give what the screen's bridge gives."""

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
from views.samples import context

from cockpit.reports.book import Book
from cockpit.reports.native_waterfall import FIRST, add_waterfall
from cockpit.views.steps import Step, change, total, waterfall


def workbook(*steps: Step) -> bytes:
    book = Book("Prøve", context().as_of)
    add_waterfall(book, waterfall("Det går op", list(steps), "Bro"), "fod")
    return book.close()


def cells(content: bytes, row: int, *, formulas: bool = False) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas).worksheets[0]
    return [cell.value for cell in sheet[FIRST + 1 + row]][:11]


OVER_ZERO = (
    change("a", "Antal", Decimal(-3_000_000)),
    change("b", "Pris", Decimal(5_000_000)),
    total("c", "Afvigelse", Decimal(2_000_000)),
)
"""From 0 down to -3, up over zero to 2, and the total from zero."""


def test_a_bar_that_crosses_zero_is_drawn_on_both_sides_of_it() -> None:
    content = workbook(*OVER_ZERO)
    assert cells(content, 0)[2:10] == [0, -3_000_000, 0, 0, 0, 0, 0, -3_000_000]
    assert cells(content, 1)[2:10] == [-3_000_000, 2_000_000, 0, 0, 2_000_000, 0, -3_000_000, 0]
    assert cells(content, 2)[1:10] == [2_000_000, 0, 2_000_000, 0, 2_000_000, 0, 0, 0, 0]


def test_a_total_that_the_steps_lead_to_is_their_sum_and_any_other_stands() -> None:
    budget = total("d", "Budget", Decimal(7_000_000))
    content = workbook(*OVER_ZERO, budget)
    assert cells(content, 2, formulas=True)[1] == f"=D{FIRST + 2}"
    assert cells(content, 3, formulas=True)[1] == 7_000_000


def test_the_base_is_unseen_and_the_amount_stands_beside_the_name() -> None:
    content = workbook(total("a", "Før", Decimal(9_000_000)), change("b", "Ny pris", Decimal(-1_250_000)))
    assert cells(content, 1)[4:] == [7_750_000, 0, 0, 1_250_000, 0, 0, "Ny pris: −1,3"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    first, *rest = chart.split("<c:ser>")[1:]
    assert "<a:noFill/>" in first
    assert not any("<a:noFill/>" in series.split("<c:cat>")[0] for series in rest)
    assert re.findall(r"<c:cat><c:strRef><c:f>(.*?)</c:f>", chart)[0] == f"Bro!$K${FIRST + 1}:$K${FIRST + 2}"
