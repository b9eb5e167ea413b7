"""What a file is the state of: the person, the content, the name, in that order, and never today."""

import datetime as dt
from pathlib import Path

import pytest

from cockpit.contracts.receipt import Status
from cockpit.ingest.effective import Said, dated
from cockpit.ingest.named_days import day_in_name, stated_periods
from tests.unit.ingest.files import codes, read, read_one, write_csv, write_xlsx

MARCH = dt.date(2026, 3, 31)
BUDGET = ["År", "Konto", "Oprindeligt budget", "Korrigeret budget"]


def said(dataset: str = "postings", name: str = "liste.csv", *lines: str, days: tuple[dt.date, ...] = ()) -> Said:
    return Said(dataset, name, lines, days, None)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("opus_2026-03.xlsx", MARCH),
        ("opus_202603.csv", MARCH),
        ("Forbrug marts 2026.csv", MARCH),
        ("liste_20260415.csv", dt.date(2026, 4, 15)),
        ("liste 15-04-2026.csv", dt.date(2026, 4, 15)),
        ("liste_2026.csv", None),
        ("konto_5382026031.csv", None),
    ],
)
def test_a_day_or_a_month_in_the_name(name: str, day: dt.date | None) -> None:
    assert day_in_name(name) == day


@pytest.mark.parametrize(
    ("line", "periods"),
    [
        ("Periode: 000.2026 - 003.2026", ("2026-00", "2026-03")),
        ("Perioden 2026.01 til 2026.03", ("2026-01", "2026-03")),
        ("Periode: 01-01-2026 - 31-03-2026", ("2026-01", "2026-03")),
        ("Periode: 202603", ("2026-03", "2026-03")),
        ("Udvalg: Socialudvalget", None),
    ],
)
def test_the_periods_that_a_title_states(line: str, periods: tuple[str, str] | None) -> None:
    assert stated_periods(line) == periods


def test_the_title_goes_before_the_name_and_the_name_before_a_date_column() -> None:
    assert dated(said("postings", "x_2026-04.csv", "Periode: 000.2026 - 003.2026")).effective == MARCH
    assert dated(said("grants", "x_2026-03.csv", days=(dt.date(2026, 4, 8),))).effective == MARCH
    assert dated(said("grants", "x.csv", days=(dt.date(2026, 4, 8),))).effective == dt.date(2026, 4, 8)
    assert dated(said("grants", "x.csv", "Opgjort pr. 31. marts 2026")).effective == MARCH


def test_a_sheets_name_tells_where_the_files_does_not(tmp_path: Path) -> None:
    rows = [["Bilagsnr.", "Konto", "Bogføringsdato", "Beløb"], ["1", "5.38.52", "05-02-2026", 5]]
    reading = read_one(write_xlsx(tmp_path / "liste.xlsx", {"Februar 2026": rows, "Marts 2026": rows}))
    assert (reading.receipt.effective_date, reading.receipt.effective_reason) == (MARCH, "31-03-2026: arkets navn")


def test_a_list_drawn_long_before_or_after_its_name_says_is_asked_about() -> None:
    assert dated(said("grants", "x_2026-03.csv", days=(dt.date(2026, 4, 8),))).doubt == ""
    assert "08-09-2026" in dated(said("grants", "x_2026-03.csv", days=(dt.date(2026, 9, 8),))).doubt
    assert "01-01-2026" in dated(said("postings", "x_2026-03.csv", "Udtrukket: 01.01.2026")).doubt
    assert dated(said("postings", "x_2023.csv", "Periode: 000.2023 - 013.2023", "Udtrukket: 10.08.2026")).doubt == ""


def test_only_a_day_of_drawing_is_taken_and_asked_about() -> None:
    when = dated(said("grants", "x.csv", "Udtrukket: 10.04.2026"))
    assert (when.effective, when.extraction) == (dt.date(2026, 4, 10), dt.date(2026, 4, 10))
    assert "10-04-2026" in when.doubt


def test_a_closed_year_is_known_on_its_last_day() -> None:
    assert dated(said("postings", "ledger_2023.csv")).effective == dt.date(2023, 12, 31)


def test_lists_that_hold_from_a_day_on() -> None:
    year = dt.date(2024, 1, 1)
    assert dated(said("accounts", "kontoplan.xlsx", days=(year, dt.date(2026, 1, 1)))).effective == year
    assert dated(said("accounts", "kontoplan_2026.xlsx")).effective == dt.date(2026, 1, 1)
    assert dated(said("prices", "takster_2026-03.csv", days=(year,))).effective == MARCH
    assert dated(said("account_rules", "regler.xlsx")).effective == dt.date(2000, 1, 1)


def test_a_budget_is_known_from_the_day_in_its_title_and_is_a_source_a_year(tmp_path: Path) -> None:
    rows = [["Budget 2026 pr. 31.03.2026"], BUDGET, [2026, "5.38", 100, 110], [2026, "5.39", 50, 50]]
    (reading,) = read(write_xlsx(tmp_path / "Budget_2026.xlsx", {"Budget": rows}))
    assert reading.receipt.effective_date == MARCH
    assert (reading.receipt.source, reading.coverage["year"]) == ("standard_budget/2026", ("2026",))


def test_a_budget_of_several_years_is_a_reading_for_each(tmp_path: Path) -> None:
    rows = [BUDGET, [2026, "5.38", 100, 100], [2027, "5.38", 90, 90], [2027, "5.39", "?", 1], [None, "I alt", 190, 190]]
    readings = read(write_xlsx(tmp_path / "Budget.xlsx", {"Budget": rows}))
    receipts = [reading.receipt for reading in readings]
    assert [receipt.source for receipt in receipts] == ["standard_budget/2026", "standard_budget/2027"]
    assert [receipt.rows_in_file for receipt in receipts] == [3, 1]
    assert [str(receipt.amount_kr) for receipt in receipts] == ["100.00", "90.00"]
    for receipt in receipts:
        parts = (receipt.rows_accepted, receipt.rows_set_aside, receipt.rows_total, receipt.rows_blank)
        assert receipt.rows_in_file == sum(parts)


def test_a_person_decides(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "k_2024-01.csv", ["Bilagsnr.;Konto;Bogføringsdato;Beløb", "1;5.38;31-03-2026;10"])
    receipt = read_one(path, as_of=MARCH).receipt
    assert (receipt.status, receipt.effective_date, codes(receipt)) == (Status.READY, MARCH, [])
