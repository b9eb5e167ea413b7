"""A budget whose months stand side by side is read as a line a month; nothing else is."""

from decimal import Decimal
from pathlib import Path

import pytest

from cockpit.contracts.receipt import Status
from cockpit.ingest.months import month_of
from tests.unit.ingest.files import Cell, codes, read_one, write_xlsx

HEAD = ["Konto", "Navn", "Jan", "Feb", "Marts", "I alt"]
ROWS: list[list[Cell]] = [
    ["5.38.52", "Botilbud", 1_000, 1_000.5, 1_000, 3_000.5],
    ["5.28.20", "Anbringelser", 500, None, 600, 1_100],
    ["5.28.21", "Forebyggelse", None, None, None, None],
    ["I alt", None, 1_500, 1_000.5, 1_600, 4_100.5],
]


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Jan", (1, None)),
        ("marts 2026", (3, 2026)),
        ("2026-12", (12, 2026)),
        ("03.2026", (3, 2026)),
        ("Majs", (5, None)),
        ("Februar i alt", None),
        ("2026", None),
        ("Oprindeligt budget", None),
    ],
)
def test_a_heading_that_is_a_month(heading: str, found: tuple[int, int | None] | None) -> None:
    assert month_of(heading) == found


def test_a_budget_by_month_is_a_line_a_month(tmp_path: Path) -> None:
    """Five amounts in three rows: 1,000 + 1,000.50 + 1,000 + 500 + 600 = 4,100.50. The total row is one for each of
    three months; the row without amounts is told as empty."""
    reading = read_one(write_xlsx(tmp_path / "periodiseret.xlsx", {"Budget 2026": [HEAD, *ROWS]}))
    assert reading.frame.select("year", "account", "month", "original").rows() == [
        (2026, "5.38.52", 1, Decimal(1000)),
        (2026, "5.28.20", 1, Decimal(500)),
        (2026, "5.38.52", 2, Decimal("1000.50")),
        (2026, "5.38.52", 3, Decimal(1000)),
        (2026, "5.28.20", 3, Decimal(600)),
    ]
    receipt = reading.receipt
    assert (receipt.status, receipt.amount_kr) == (Status.READY, Decimal("4100.50"))
    assert (receipt.rows_in_file, receipt.rows_accepted, receipt.rows_total, receipt.rows_blank) == (9, 5, 3, 1)
    (told,) = [finding for finding in receipt.findings if finding.code == "months_as_columns"]
    assert told.message.startswith("Månederne står i hver sin kolonne: arkets 4 rækker")
    assert "unused_columns" not in codes(receipt)


def test_a_total_of_a_month_that_its_rows_do_not_give_stops_the_file(tmp_path: Path) -> None:
    wrong = [*ROWS[:3], ["I alt", None, 1_500, 1_100, 1_600, 4_200]]
    receipt = read_one(write_xlsx(tmp_path / "b.xlsx", {"Budget 2026": [HEAD, *wrong]})).receipt
    assert receipt.status is Status.STOPPED
    assert "forskel" in receipt.reason


def test_an_amount_that_cannot_be_read_is_set_aside_with_its_own_row(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [HEAD, ["5.38.52", "Botilbud", 1_000, "ukendt", 1_000, None], ROWS[1]]
    reading = read_one(write_xlsx(tmp_path / "b.xlsx", {"Budget 2026": rows}))
    assert reading.set_aside.select("row", "value", "Celle: Konto").rows() == [(2, "ukendt", "5.38.52")]
    assert reading.receipt.rows_accepted == 4


@pytest.mark.parametrize("sheet", ["Forbrug 2026", "Budget og forbrug 2026"])
def test_spend_by_month_is_no_budget_and_the_reader_is_told(tmp_path: Path, sheet: str) -> None:
    receipt = read_one(write_xlsx(tmp_path / "b.xlsx", {sheet: [HEAD, *ROWS]})).receipt
    assert receipt.status is Status.UNMAPPED
    assert "Månederne står i hver sin kolonne." in receipt.reason
