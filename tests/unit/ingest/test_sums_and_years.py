"""Sums that stand among the lines they sum, and years that only a file's name tells."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit import ingest
from cockpit.contracts.finding import Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.ingest import dates
from cockpit.ingest.profile import Profile
from tests.unit.ingest.files import KEY, read_one, write_csv, write_xlsx

BUDGET = "År;Politikområde;Oprindeligt budget"


def budget(path: Path, *lines: str) -> Reading:
    return read_one(write_csv(path / "budget_2026.csv", [BUDGET, *lines]))


def asked(reading: Reading, code: str) -> list[str]:
    found = [finding for finding in reading.receipt.findings if finding.code == code]
    assert all(finding.severity is Severity.CONFIRM for finding in found)
    return [finding.message for finding in found]


def test_a_committees_total_among_its_areas_counts_once(tmp_path: Path) -> None:
    """1,000 + 500 and 300 in two committees: 1,800, though every line has its year."""
    lines = ["2026;Handicap;1.000", "2026;Psykiatri;500", "2026;Socialudvalget i alt;1.500", "2026;Børn;300"]
    reading = budget(tmp_path, *lines, "2026;Børneudvalget i alt;300", "2026;Drift total;1.800")
    assert reading.frame.get_column("area").to_list() == ["Handicap", "Psykiatri", "Børn"]
    receipt = reading.receipt
    assert (receipt.rows_total, receipt.amount_kr, receipt.file_total_kr) == (3, Decimal(1800), Decimal(1800))
    assert asked(reading, "like_totals") == []


def test_a_line_called_a_sum_that_is_none_counts_and_is_asked_about(tmp_path: Path) -> None:
    reading = budget(tmp_path, "2026;Handicap i alt;1.000", "2026;Psykiatri i alt;500")
    assert (reading.receipt.rows_accepted, reading.receipt.amount_kr) == (2, Decimal(1500))
    (message,) = asked(reading, "like_totals")
    assert ": 2 (som «Handicap i alt»)" in message


def test_saps_stars_before_an_account_are_a_subtotal(tmp_path: Path) -> None:
    head = ["PSP-element", "Bilagsnr.", "Bogf.dato", "Beløb", "Tekst"]
    rows = [
        ["5385201001", "1", "31-03-2026", 100, "a"],
        ["* 5385201001", None, None, 100, None],
        ["5280202001", "2", "31-03-2026", 50, "* b"],
        ["* 5280202001", None, None, 50, None],
        ["** 0790", None, None, 150, None],
    ]
    receipt = read_one(write_xlsx(tmp_path / "p_2026-03.xlsx", {"Ark": [head, *rows]})).receipt
    assert (receipt.status, receipt.rows_accepted, receipt.rows_total) == (Status.READY, 2, 3)
    assert (receipt.amount_kr, receipt.file_total_kr) == (Decimal(150), Decimal(150))


@pytest.mark.parametrize(
    ("name", "year", "questions"),
    [
        ("tal_2026.csv", 2026, 0),
        ("tal_2027.csv", 2027, 1),
        ("tal.csv", 2026, 0),
        ("tal_2027_vedtaget_2026.csv", 2026, 0),
    ],
)
def test_next_years_file_is_read_in_its_own_year(tmp_path: Path, name: str, year: int, questions: int) -> None:
    columns = {"area": ("Område",), "original": ("Tal",)}
    made = Profile(name="tal", title="Tal", dataset="budget", columns=columns, constants={"year": "2026"})
    path = write_csv(tmp_path / name, ["Område;Tal", "Handicap;1.000"])
    (reading,) = ingest.read(path, path.name, key=KEY, profiles=[made])
    assert reading.frame.get_column("year").to_list() == [year]
    assert len(asked(reading, "another_year")) == questions


def test_years_and_months_as_people_write_them() -> None:
    years, months = pl.Series(["26", "2026", "1", "202", "x"]), pl.Series(["3", "Marts", "dec.", "13", "i alt"])
    assert dates.year(years).to_list() == [2026, 2026, 2001, None, None]
    assert dates.month(months).to_list() == [3, 3, 12, None, None]


def test_a_months_word_is_a_period_of_the_posting_dates_year(tmp_path: Path) -> None:
    lines = [
        "Bilagsnr.;Konto;Bogføringsdato;Periode;Beløb",
        "1;5.38.52;08-04-2026;Marts;5",
        "2;5.38.52;05-01-2027;Dec;5",
    ]
    reading = read_one(write_csv(tmp_path / "p_2026-03.csv", lines))
    assert reading.frame.get_column("period").to_list() == ["2026-03", "2026-12"]
