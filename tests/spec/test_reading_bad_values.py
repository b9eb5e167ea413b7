"""Bad values, three cases: an unreadable row is set aside and listed; an unclassified one counts under *Ikke fordelt*;
a file that contradicts itself stops. No krone is lost and no row is unaccounted for."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from cockpit import ingest
from cockpit.contracts.finding import Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status

KEY = b"a key for tests only, 32 bytes.."
GRANTS = "Bevillings-id;CPR-nr.;Paragraf;Ydelse;Startdato;Slutdato;Takst;Takstenhed"
PERSON = f"{1:02d}{2:02d}{90:02d}-{1234:04d}"
POSTINGS = "Bilagsnr.;Konto;Bogføringsdato;Beløb;Paragraf;Vedrører fra;Vedrører til"
BUDGET = "År;Konto;Oprindeligt budget;Omplaceringer;Tillægsbevillinger;Overførsler;Korrigeret budget"
PRICES = "Leverandør;Ydelse;Takst;Takstenhed;Gælder fra;Gælder til"


def reading(folder: Path, *lines: str) -> Reading:
    path = folder / "udtræk_2026-03.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return ingest.read(path, path.name, key=KEY, profiles=ingest.shipped_profiles())[0]


GOOD = {
    GRANTS: f"G0;{PERSON};SEL § 107;Ophold;01-01-2026;;100;døgn",
    POSTINGS: "0;5.38;31-03-2026;1,00;SEL § 107;;",
    BUDGET: "2026;5.38;100;0;0;0;100",
    PRICES: "Bo;Ophold;100;døgn;01-01-2026;",
}


@pytest.mark.parametrize(
    ("heading", "row", "code", "column", "value"),
    [
        (GRANTS, f"G1;{PERSON};SEL § 107;Ophold;;;100;døgn", "missing", "Startdato", ""),
        (GRANTS, "G1;;SEL § 107;Ophold;01-01-2026;;100;døgn", "missing", "CPR-nr.", ""),
        (GRANTS, f"G1;{PERSON};SEL § 107;Ophold;31-02-2026;;100;døgn", "unreadable_date", "Startdato", "31-02-2026"),
        (GRANTS, f"G1;{PERSON};SEL § 85;Bo;01-02-2026;31-01-2026;1;døgn", "end_before_start", "Slutdato", "31-01-2026"),
        (GRANTS, f"G1;{PERSON};SEL § 107;Bo;01-02-2026;;aftale;døgn", "unreadable_amount", "Takst", "aftale"),
        (POSTINGS, "1;5.38;31-03-2026;;SEL § 107;;", "missing", "Beløb", ""),
        (POSTINGS, "1;5.38;31-03-2026;1o0;SEL § 107;;", "unreadable_amount", "Beløb", "1o0"),
        (POSTINGS, "1;5.38;;10;SEL § 107;;", "missing", "Bogføringsdato", ""),
        (POSTINGS, "1;5.38;03/31/2026;10;SEL § 107;;", "other_order", "Bogføringsdato", "03/31/2026"),
        (BUDGET, "2026;5.39;mange;0;0;0;100", "unreadable_amount", "Oprindeligt budget", "mange"),
        (BUDGET, "2026;5.39;;;;;", "missing", "Oprindeligt budget", ""),
        (PRICES, "Bo;Støtte;100;døgn;01-02-2026;31-01-2026", "end_before_start", "Gælder til", "31-01-2026"),
        (PRICES, "Bo;Ophold;100;døgn;01-01-2026;", "duplicate", "Leverandør", "Bo"),
    ],
)  # fmt: skip
def test_an_unreadable_row_is_set_aside_with_its_place_and_reason(
    tmp_path: Path, heading: str, row: str, code: str, column: str, value: str
) -> None:
    """Rule: no amount, an impossible date, an end before the start, a missing required field or a repeated row of a
    list sets the row aside; the others count."""
    read = reading(tmp_path, heading, GOOD[heading], row)
    assert (read.receipt.rows_in_file, read.receipt.rows_accepted, read.receipt.rows_set_aside) == (2, 1, 1)
    (finding,) = [finding for finding in read.receipt.findings if finding.severity is Severity.SET_ASIDE]
    assert (finding.code, finding.row, finding.column, finding.value) == (code, 3, column, value)
    listed = read.set_aside.select("file", "row", "column", "value").row(0)
    assert listed == ("udtræk_2026-03.csv", 3, column, value)
    assert read.set_aside.get_column("reason").item()
    assert read.receipt.needs_confirmation


@pytest.mark.parametrize(
    ("heading", "row", "code", "field", "kept"),
    [
        (GRANTS, f"G1;{PERSON};efter skøn;Ophold;01-01-2026;;100;døgn", "unknown_paragraph", "paragraph", "-"),
        (GRANTS, f"G1;{PERSON};;Ophold;01-01-2026;;100;døgn", "missing_paragraph", "paragraph", "-"),
        (GRANTS, f"G1;{PERSON};SEL § 107;Ophold;01-01-2026;;100;pr. gang", "unknown_code", "price_unit", None),
        (GRANTS, f"G1;{PERSON};SEL § 107;;01-01-2026;;100;døgn", "missing_dimension", "service", "-"),
        (POSTINGS, "1;;31-03-2026;10;SEL § 107;;", "missing_dimension", "account", "-"),
        (POSTINGS, "1;5.38;31-03-2026;10;noget;;", "unknown_paragraph", "paragraph", "-"),
        (POSTINGS, ";5.38;31-03-2026;10;SEL § 107;;", "missing_dimension", "voucher", "-"),
        (BUDGET, "2026;;100;0;0;0;100", "missing_dimension", "account", "-"),
    ],
)
def test_an_unclassified_row_counts_and_the_finding_says_its_kroner(
    tmp_path: Path, heading: str, row: str, code: str, field: str, kept: str | None
) -> None:
    """Rule: an unknown code, account or paragraph never drops a row: the field says nothing, the row counts."""
    read = reading(tmp_path, heading, GOOD[heading], row)
    assert (read.receipt.rows_accepted, read.receipt.rows_set_aside) == (2, 0)
    assert read.frame.get_column(field).to_list()[1] == kept
    (finding,) = [finding for finding in read.receipt.findings if finding.severity is Severity.UNCLASSIFIED]
    assert (finding.code, finding.row) == (code, 3)
    amount = {POSTINGS: Decimal("10.00"), BUDGET: Decimal("100.00")}.get(heading)
    assert finding.amount_kr == amount


def test_a_total_line_that_differs_stops_the_file(tmp_path: Path) -> None:
    """Rule: a file that contradicts its own total is not taken."""
    receipt = reading(tmp_path, POSTINGS, GOOD[POSTINGS], "I alt;;;2,00;;;").receipt
    assert receipt.status is Status.STOPPED
    assert (receipt.file_total_kr, receipt.amount_kr) == (Decimal("2.00"), Decimal("1.00"))


def test_a_row_set_aside_still_counts_in_the_files_own_total(tmp_path: Path) -> None:
    """Rule: the control is on what the file says, before anything is set aside."""
    rows = [GOOD[POSTINGS], "2;5.38;31-02-2026;4,00;SEL § 107;;", "I alt;;;5,00;;;"]
    receipt = reading(tmp_path, POSTINGS, *rows).receipt
    assert receipt.status is Status.READY
    assert (receipt.amount_kr, receipt.set_aside_kr, receipt.file_total_kr) == (
        Decimal("1.00"),
        Decimal("4.00"),
        Decimal("5.00"),
    )


def test_the_adjusted_budget_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    """Rule: empty means the sum; a difference is a warning and the file's figure stands; an empty original is 0."""
    rows = ["2026;5.38;100;-10;20;5;", "2026;5.39;100;0;0;0;99", "2026;5.40;;0;30;0;30"]
    read = reading(tmp_path, BUDGET, *rows)
    assert read.frame.get_column("adjusted").to_list() == [Decimal("115.00"), Decimal("99.00"), Decimal("30.00")]
    assert read.frame.get_column("original").to_list() == [Decimal("100.00"), Decimal("100.00"), Decimal("0.00")]
    assert [finding.code for finding in read.receipt.findings] == ["adjusted_differs", "empty_original"]
    assert not read.receipt.needs_confirmation


def test_an_end_said_roughly_is_the_last_day_of_what_is_said(tmp_path: Path) -> None:
    """Rule: `sommer 27` is no day; the grant is expected to end with the summer. Where no day can be read it counts
    without an expected end. The receipt says which."""
    headings = f"{GRANTS};Forventet slutdato"
    rough = [f"{GOOD[GRANTS]};sommer 27", f"G1;{PERSON};SEL § 107;Ophold;01-01-2026;;100;døgn;når der er plads"]
    read = reading(tmp_path, headings, *rough)
    assert (read.receipt.rows_accepted, read.receipt.rows_set_aside) == (2, 0)
    assert read.frame.get_column("expected_end_date").to_list() == [dt.date(2027, 8, 31), None]
    warned = [finding.code for finding in read.receipt.findings if finding.severity is Severity.WARNING]
    assert sorted(warned) == ["rough_date", "rough_last_day"]


def test_a_start_said_roughly_is_the_first_day_of_what_is_said(tmp_path: Path) -> None:
    """Rule: a case on its way in counts from the first day that it may start; one without any time at all is set
    aside, since its kroner belong to no year."""
    headings = "Id;Paragraf;Forventet start;Takst;Takstenhed"
    rows = ["K1;SEL § 107;2. kvartal 2027;2.500,00;døgn", "K2;SEL § 107;når der er plads;2.500,00;døgn"]
    read = reading(tmp_path, headings, *rows)
    assert read.frame.get_column("expected_start").to_list() == [dt.date(2027, 4, 1)]
    assert {finding.code for finding in read.receipt.findings} >= {"rough_first_day", "unreadable_date"}
    assert read.receipt.rows_set_aside == 1


def test_one_id_with_two_contents_is_asked_about(tmp_path: Path) -> None:
    """Rule: equal keys with different content both count, and a person confirms."""
    other = f"G0;{PERSON};SEL § 107;Ophold;01-01-2026;;200;døgn"
    read = reading(tmp_path, GRANTS, GOOD[GRANTS], other)
    assert read.frame.height == 2
    assert [finding.code for finding in read.receipt.findings if finding.severity is Severity.CONFIRM] == ["same_key"]


def test_a_service_period_that_runs_backwards_is_left_out_and_the_kroner_stay(tmp_path: Path) -> None:
    """Rule: what only helps to place a posting never drops it."""
    read = reading(tmp_path, POSTINGS, "1;5.38;31-03-2026;10;SEL § 107;31-03-2026;01-03-2026")
    assert read.frame.select("amount", "service_from", "service_to").row(0) == (Decimal("10.00"), None, None)
    assert read.receipt.amount_kr == Decimal("10.00")
