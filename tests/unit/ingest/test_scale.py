"""Amounts in thousands or millions of kroner count in kroner, and the receipt says so."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit.contracts.finding import Severity
from cockpit.contracts.imports import Reading
from cockpit.ingest import scale
from tests.unit.ingest.files import LEDGER, read_one, write_csv, write_xlsx

BUDGET = ["År", "Konto", "Oprindeligt budget", "Tillægsbevillinger"]


def scaled(reading: Reading) -> list[tuple[Severity, str]]:
    return [(found.severity, found.message) for found in reading.receipt.findings if found.code == "amounts_scaled"]


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("Budget 2026 (1.000 kr.)", 1_000),
        ("Alle beløb i t.kr.", 1_000),
        ("Enhed: tkr", 1_000),
        ("Beløb i hele tusinde", 1_000),
        ("Mio. kr.", 1_000_000),
        ("Væsentlighedsgrænse: 1.000 kr.", None),
        ("Grænse 500 t.kr.", None),
        ("Bevilget 4,5 mio. kr. ekstra", None),
        ("Budget i kr.", None),
    ],
)
def test_a_line_over_the_table_says_the_size_of_its_amounts(line: str, size: int | None) -> None:
    found = scale.in_lines([line])
    assert (found and found[0]) == size


def test_two_sizes_over_a_table_say_nothing() -> None:
    assert scale.in_lines(["Budget i t.kr.", "Forventet i mio. kr."]) is None


@pytest.mark.parametrize(
    ("heading", "bare", "size"),
    [
        ("Oprindeligt budget (t.kr.)", "Oprindeligt budget", 1_000),
        ("Beløb i 1.000 kr.", "Beløb", 1_000),
        ("Overført fra 2025 [mio. kr.]", "Overført fra 2025", 1_000_000),
        ("Beløb tkr", "Beløb", 1_000),
        ("Sager over 500 t.kr.", "Sager over 500 t.kr.", None),
        ("Beløb i kr.", "Beløb i kr.", None),
    ],
)
def test_a_heading_says_the_size_of_its_column(heading: str, bare: str, size: int | None) -> None:
    assert (scale.without_size(heading), scale.in_heading(heading)) == (bare, size)


def test_thousands_keep_their_oere() -> None:
    texts = pl.Series(["12,60045", "1.234,5-", "uklart", None])
    assert scale.in_kroner(texts, 1_000, comma=True).to_list() == [
        "12600,45000000",
        "-1234500,00000000",
        "uklart",
        None,
    ]


def test_a_budget_in_thousands_counts_in_kroner_and_is_asked_about(tmp_path: Path) -> None:
    """12,600 and 0.5 thousand kroner are 12,600,500 kr.; the file's own total line is in thousands too."""
    rows = [["Budget 2026 i 1.000 kr."], BUDGET, [2026, "5.38.52", 12_600, 0.5], ["I alt", None, 12_600, 0.5]]
    reading = read_one(write_xlsx(tmp_path / "budget_2026.xlsx", {"Ark1": rows}))
    assert reading.frame.select("original", "supplementary").rows() == [(Decimal(12_600_000), Decimal(500))]
    assert (reading.receipt.amount_kr, reading.receipt.file_total_kr) == (Decimal(12_600_000), Decimal(12_600_000))
    ((severity, message),) = scaled(reading)
    assert severity is Severity.CONFIRM
    assert "«Budget 2026 i 1.000 kr.»" in message


def test_a_column_in_thousands_is_the_standard_one_and_the_others_stay(tmp_path: Path) -> None:
    rows = [[*BUDGET[:2], "Oprindeligt budget (t.kr.)", BUDGET[3]], [2026, "5.38.52", 12_600, 500]]
    reading = read_one(write_xlsx(tmp_path / "budget_2026.xlsx", {"Ark1": rows}))
    assert reading.frame.select("original", "supplementary").rows() == [(Decimal(12_600_000), Decimal(500))]
    assert scaled(reading) == [
        (Severity.WARNING, "Oprindeligt budget (t.kr.) står i 1.000 kr.; tallene er ganget op til kr.")
    ]


@pytest.mark.parametrize("units", [[None, None, "t.kr.", "t.kr."], ["(1.000 kr.)", None, None, None]])
def test_a_row_of_units_below_the_headings_says_the_size(tmp_path: Path, units: list[str | None]) -> None:
    rows = [BUDGET, units, [2026, "5.38.52", 12_600, 500]]
    reading = read_one(write_xlsx(tmp_path / "budget_2026.xlsx", {"Ark1": rows}))
    assert reading.frame.select("original", "supplementary").rows() == [(Decimal(12_600_000), Decimal(500_000))]
    assert len(scaled(reading)) == 1


def test_a_ledger_in_kroner_is_left_alone(tmp_path: Path) -> None:
    lines = ["Posteringer over 1.000 kr.", LEDGER, "1;5.38.52;31-03-2026;2026-03;1.000,00;Faktura"]
    reading = read_one(write_csv(tmp_path / "posteringer_2026-03.csv", lines))
    assert reading.receipt.amount_kr == Decimal(1_000)
    assert scaled(reading) == []
