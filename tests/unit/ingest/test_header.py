"""Where the headings are: one row or two, groups over columns, a year over the table."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from cockpit.contracts.finding import Severity
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import propose, shipped_profiles
from cockpit.ingest.header import Header, find_header
from cockpit.ingest.layout import Table
from cockpit.ingest.named_days import stated_numbers, stated_year
from cockpit.ingest.shipped import vocabulary
from tests.unit.ingest.files import LEDGER, Cell, dashed, number_of, read_one, write_csv, write_xlsx

WORDS = vocabulary(shipped_profiles())
PERSON = dashed(number_of(1, 2, 1990, 1234))
DATA = ("1", "5.38.52", "31-03-2026", "100,00", "01-03-2026", "31-03-2026")
HEADINGS = ("Bilagsnr.", "Konto", "Bogføringsdato", "Beløb", "Vedrører fra", "Vedrører til")


def found(*rows: tuple[str, ...]) -> Header | None:
    return find_header([*rows, DATA, DATA], WORDS)


def test_one_row_stays_one_row() -> None:
    assert found(("Egen Kommune", *[""] * 5), HEADINGS) == Header(1, 1, HEADINGS)
    assert found(HEADINGS, HEADINGS) == Header(0, 0, HEADINGS)
    assert found(HEADINGS, ("Voksne", *[""] * 5)) == Header(0, 0, HEADINGS)


def test_a_row_of_data_that_holds_words_of_headings_is_none() -> None:
    heads = ("Hvad købes", "Aftalt", "Pris pr. (døgn mv.)")
    assert found(heads, ("Plejefamilie", "20486.5", "Måned")) == Header(0, 0, heads)


def test_groups_over_the_columns() -> None:
    groups = ("Bilag", "", "", "", "Vedrører", "")
    assert found(groups, (*HEADINGS[:4], "fra", "til")) == Header(0, 1, HEADINGS)


def test_headings_that_span_both_rows() -> None:
    above = ("Bilagsnr.", "Konto", "Bogføring", "Beløb", "Vedrører", "")
    below = ("", "", "Bogføringsdato", "", "fra", "til")
    assert found(above, below) == Header(0, 1, HEADINGS)


def test_words_broken_over_two_rows() -> None:
    above = ("Bilagsnr.", "Konto", "Bogførings-", "Beløb", "Vedrører", "Vedrører")
    header = found(above, ("", "", "dato", "", "fra", "til"))
    assert header is not None
    assert (header.last, header.cells[2], header.cells[4:]) == (1, "Bogførings- dato", HEADINGS[4:])


def test_units_beneath_the_headings_belong_to_them() -> None:
    assert found(HEADINGS, ("", "", "(dato)", "kr.", "", "")) == Header(0, 1, HEADINGS)


def test_two_rows_that_no_profile_knows() -> None:
    above, below = ("Ref", "", "Kvantum", "", "", ""), ("Alfa", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")
    assert found(above, below) == Header(1, 1, below)


@pytest.mark.parametrize("first", [1, 4])
def test_a_ledger_with_two_rows_of_headings_is_read_whole(tmp_path: Path, first: int) -> None:
    groups, second = ["Bilag", None, None, None, "Vedrører", None], [*HEADINGS[:4], "fra", "til"]
    rows = [["Udtræk"], groups, second, list(DATA), [*DATA[:2], "32-03-2026", *DATA[3:]]]
    reading = read_one(write_xlsx(tmp_path / "p_2026-03.xlsx", {"Ark": rows}, first_row=first))
    assert (reading.receipt.rows_in_file, reading.receipt.rows_accepted) == (2, 1)
    assert reading.frame["service_to"].to_list() == [dt.date(2026, 3, 31)]
    assert reading.set_aside["row"].to_list() == [first + 4]


@pytest.mark.parametrize(
    ("line", "year"),
    [("År: 2026", 2026), ("Regnskabsår 2026", 2026), ("Budgetåret 2026", 2026), ("Postår 2026", None), ("2026", None)],
)
def test_a_year_over_the_table(line: str, year: int | None) -> None:
    assert stated_year(["Egen Kommune", line]) == year


def test_periods_and_year_in_lines_of_their_own() -> None:
    assert stated_numbers(["År: 2026", "Periode: 1 - 3"]) == ("2026-01", "2026-03")
    assert stated_numbers(["Periode: 1 - 3"]) is None
    assert stated_numbers(["År: 2026", "Periode: 1 - 77"]) is None


def test_periods_without_a_year_get_the_one_over_the_table_or_beside_them(tmp_path: Path) -> None:
    """The posting date would say 2027 for the period 10 that was booked in January."""
    row = "1;5.38.52;15-01-2027;10;100,00;x"
    titled = read_one(write_csv(tmp_path / "p_2027-01.csv", ["År: 2026", LEDGER, row]))
    beside = read_one(write_csv(tmp_path / "q_2027-01.csv", [f"Regnskabsår;{LEDGER}", f"2026;{row}"]))
    alone = read_one(write_csv(tmp_path / "r_2027-01.csv", [LEDGER, row]))
    assert [one.frame["period"].to_list() for one in (titled, beside, alone)] == [["2026-10"], ["2026-10"], ["2027-10"]]
    assert not [one for one in beside.receipt.findings if one.code == "unused_columns"]


def test_a_budget_without_a_year_column_has_the_year_over_it(tmp_path: Path) -> None:
    lines = ["År: 2026", "Konto;Oprindeligt budget", "5.38.52;1.000,00"]
    reading = read_one(write_csv(tmp_path / "budget.csv", lines))
    assert (reading.receipt.status, reading.frame["year"].to_list()) == (Status.READY, [2026])
    assert "Året 2026 er læst over tabellen" in reading.receipt.reason
    assert read_one(write_csv(tmp_path / "uden.csv", lines[1:])).receipt.status is Status.UNMAPPED


def test_a_hidden_copy_beside_the_sheet_is_asked_about(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "p_2026-03.xlsx", {"Nu": [HEADINGS, DATA], "Før": [HEADINGS, DATA]})
    book = openpyxl.load_workbook(path)
    book["Før"].sheet_state = "hidden"
    book.save(path)
    receipt = read_one(path).receipt
    (asked,) = [finding for finding in receipt.findings if finding.severity is Severity.CONFIRM]
    assert asked.message.startswith("Arket Før er skjult i regnearket, og 1 af dets rækker tæller med")


BUDGET = ["År", "Konto", "Oprindeligt budget"]


def _budget(folder: Path, hidden: str, last: list[Cell]) -> Receipt:
    line: list[Cell] = [2026, "5.38.52", 1000]
    sheets = {"Gammel": [[*BUDGET], line, last], "Nu": [[*BUDGET], line]}
    path = write_xlsx(folder / "budget_2026.xlsx", sheets)
    if hidden:
        book = openpyxl.load_workbook(path)
        book[hidden].sheet_state = "hidden"
        book.active = book["Nu"]
        book.save(path)
    return read_one(path).receipt


def _questions(receipt: Receipt) -> list[str]:
    return [finding.message for finding in receipt.findings if finding.severity is Severity.CONFIRM]


def test_a_hidden_copy_of_a_budget_is_set_aside_without_a_question(tmp_path: Path) -> None:
    """The hidden sheet stands first, and still it is the visible one's line that counts."""
    receipt = _budget(tmp_path, "Gammel", [2026, "5.38.52", 1000])
    assert (receipt.rows_in_file, receipt.rows_accepted, receipt.rows_set_aside) == (3, 1, 2)
    assert (receipt.amount_kr, _questions(receipt)) == (Decimal("1000.00"), [])


def test_a_hidden_sheet_with_a_line_of_its_own_is_asked_about_once(tmp_path: Path) -> None:
    receipt = _budget(tmp_path, "Gammel", [2026, "5.38.53", 7])
    assert (receipt.rows_accepted, receipt.amount_kr) == (2, Decimal("1007.00"))
    (asked,) = _questions(receipt)
    assert "1 af dets rækker tæller med" in asked


def test_equal_budget_lines_in_sight_are_asked_about_by_their_account(tmp_path: Path) -> None:
    receipt = _budget(tmp_path, "", [2026, "5.38.53", 7])
    assert (receipt.rows_accepted, receipt.amount_kr) == (3, Decimal("2007.00"))
    assert _questions(receipt) == ["Konto «5.38.52» står flere gange helt ens. Bekræft, at alle skal tælle."]


def test_numbers_marked_as_text_by_an_apostrophe(tmp_path: Path) -> None:
    row = "'1;'5.38.52;'31-03-2026;'2026-03;'-1.234,50;'rør"
    frame = read_one(write_csv(tmp_path / "p_2026-03.csv", [LEDGER, row])).frame
    assert frame.select("voucher", "account", "period", "amount", "text").row(0) == (
        "1", "5.38.52", "2026-03", Decimal("-1234.50"), "'rør",
    )  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["Konto;Navn på sted;Tal", "5.38.52;Enghaven;1,00"],
        ["Borger;Ydelsen;Fra den;Pris nu", f"{PERSON};Botilbud;01-01-2026;100,00"],
        ["Politikområde;Vedtaget;Rest", "Voksne;1.000,00;5,00"],
    ],
)
def test_the_receipt_names_the_list_that_the_mapping_page_offers(tmp_path: Path, lines: list[str]) -> None:
    path = write_csv(tmp_path / "liste.csv", lines)
    receipt = read_one(path).receipt
    offered = propose(path, path.name)
    titles = {profile.name: profile.dataset for profile in shipped_profiles()}
    assert receipt.status is Status.UNMAPPED
    assert titles[receipt.nearest_profile] == offered.dataset


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["CPR-nr.", PERSON], "Filen har kun én kolonne, og et udtræk har flere."),
        (["Bilag   Konto   Beløb", "4401    5.38.52   1234"], "Filen har kun én kolonne, og et udtræk har flere."),
        (["1;2", "3;4"], "Filen har ingen række med kolonneoverskrifter."),
    ],
)
def test_a_file_without_a_table_says_what_it_lacks(tmp_path: Path, lines: list[str], reason: str) -> None:
    receipt = read_one(write_csv(tmp_path / "liste.txt", lines)).receipt
    assert receipt.status is Status.REFUSED
    assert receipt.reason.startswith(reason)


@pytest.mark.parametrize(("heads", "amount"), [(("Konto", "Sum af Beløb"), "c1"), (("Sum af Beløb", "Beløb"), "c1")])
def test_a_pivot_tables_sum_is_what_it_sums_where_nothing_else_is(heads: tuple[str, ...], amount: str) -> None:
    headings = {f"c{place}": heading for place, heading in enumerate(heads)}
    table = Table("", False, (), 1, headings, pl.DataFrame())
    assert table.normal_headings["beløb"] == amount
