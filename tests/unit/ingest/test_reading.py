"""A file becomes rows that add up, and nothing that leaves holds a person's number."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from cockpit.contracts.dataset import dataset
from cockpit.contracts.finding import Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.ingest import people
from tests.unit.ingest.files import GRANTS, KEY, LEDGER, codes, dashed, number_of, read, read_one, write_csv, write_xlsx

PERSON = number_of(1, 2, 1990, 1234)
CHILD = number_of(3, 4, 2014, 4321)


def everything(reading: Reading) -> str:
    """All that leaves the door, as text."""
    frames = reading.frame.cast(pl.String).write_csv() + reading.set_aside.cast(pl.String).write_csv()
    return reading.receipt.model_dump_json() + frames + reading.profile_text + str(reading.coverage)


def ledger(path: Path, rows: list[str], titles: list[str] | None = None) -> Reading:
    return read_one(write_csv(path / "posteringer_2026-03.csv", [*(titles or []), LEDGER, *rows]))


def test_a_ledger_is_read_to_the_row_and_the_oere(tmp_path: Path) -> None:
    reading = ledger(
        tmp_path,
        [
            "1;5.38.52;31-03-2026;003.2026;1.234,56;Faktura",
            "2;5.38.52;31-03-2026;003.2026;100,00-;Kredit",
            ";;;;;",
            "I alt;;;;1.134,56;",
        ],
        ["Egen Kommune", "Periode: 000.2026 - 003.2026", "Udtrukket: 10.04.2026", ""],
    )
    receipt = reading.receipt
    assert (receipt.status, receipt.dataset, receipt.profile) == (Status.READY, "postings", "standard_postings")
    assert (receipt.rows_in_file, receipt.rows_accepted) == (4, 2)
    assert (receipt.rows_set_aside, receipt.rows_total, receipt.rows_blank) == (0, 1, 1)
    assert (receipt.amount_kr, receipt.file_total_kr) == (Decimal("1134.56"), Decimal("1134.56"))
    assert (receipt.effective_date, receipt.extraction_date) == (dt.date(2026, 3, 31), dt.date(2026, 4, 10))
    assert reading.coverage == {"period": ("2026-00", "2026-01", "2026-02", "2026-03"), "account": ("5.38.52",)}
    assert dict(reading.frame.schema) == dataset("postings").polars_schema()


DOUBLE = "Bilagsnr.;Konto;Bogføringsdato;Debet;Kredit;Tekst"


@pytest.mark.parametrize("sign", ["", "-"])
def test_debit_and_credit_apart_are_one_amount(tmp_path: Path, sign: str) -> None:
    """1,000 less 250 less 50.50 is 699.50, whether the system writes its credits with a minus or not."""
    rows = [
        DOUBLE,
        "1;5.38.52;31-03-2026;1.000,00;;Faktura",
        f"2;5.38.52;31-03-2026;;{sign}250,00;Kreditnota",
        f"3;5.38.52;31-03-2026;0,00;{sign}50,50;Kreditnota",
        f"I alt;;;1.000,00;{sign}300,50;",
        "4;5.38.52;31-03-2026;;;Intet beløb",
    ]
    reading = read_one(write_csv(tmp_path / "posteringer_2026-03.csv", rows))
    assert reading.frame.get_column("amount").to_list() == [Decimal("1000.00"), Decimal("-250.00"), Decimal("-50.50")]
    assert (reading.receipt.amount_kr, reading.receipt.file_total_kr) == (Decimal("699.50"), Decimal("699.50"))
    assert reading.set_aside.get_column("row").to_list() == [6]
    assert dict(reading.frame.schema) == dataset("postings").polars_schema()


def test_a_credit_column_beside_an_amount_has_been_taken_off_already(tmp_path: Path) -> None:
    rows = ["Bilagsnr.;Konto;Bogføringsdato;Debet;Kredit;Beløb", "1;5.38.52;31-03-2026;;250,00;-250,00"]
    reading = read_one(write_csv(tmp_path / "posteringer_2026-03.csv", rows))
    assert reading.frame.get_column("amount").to_list() == [Decimal("-250.00")]


@pytest.mark.parametrize(("minus", "heading"), [("", "D/K"), ("-", "D/K"), ("", "Debet/kredit")])
def test_a_column_of_debit_or_credit_gives_amounts_their_sign(tmp_path: Path, minus: str, heading: str) -> None:
    """1,000 less 250 and 50.50 is 699.50, where the system writes no sign, and where it writes the credits' minus."""
    rows = [
        f"{LEDGER};{heading}",
        "1;5.38.52;31-03-2026;2026-03;1.000,00;Faktura;D",
        f"2;5.38.52;31-03-2026;2026-03;{minus}250,00;Kreditnota;K",
        f"3;5.38.52;31-03-2026;2026-03;{minus}50,50;Kreditnota;Kredit",
        "I alt;;;;699,50;;",
    ]
    reading = read_one(write_csv(tmp_path / "posteringer_2026-03.csv", rows))
    assert reading.frame.get_column("amount").to_list() == [Decimal("1000.00"), Decimal("-250.00"), Decimal("-50.50")]
    assert (reading.receipt.amount_kr, reading.receipt.file_total_kr) == (Decimal("699.50"), Decimal("699.50"))
    assert dict(reading.frame.schema) == dataset("postings").polars_schema()


def test_the_row_number_is_the_spreadsheets(tmp_path: Path) -> None:
    rows = [["Titel"], LEDGER.split(";"), [1, "5.38", dt.date(2026, 3, 1), "2026.03", "abc", "x"],
            [2, "5.38", dt.date(2026, 3, 1), "2026.03", 5, "x"]]  # fmt: skip
    reading = read_one(write_xlsx(tmp_path / "p_2026-03.xlsx", {"Posteringer": rows}, first_row=4))
    assert reading.set_aside.get_column("row").to_list() == [6]
    assert reading.frame.get_column("amount").to_list() == [Decimal("5.00")]


def test_subtotals_repeated_headers_and_page_feet_are_no_rows(tmp_path: Path) -> None:
    reading = ledger(
        tmp_path,
        [
            "1;5.38.51;31-03-2026;003.2026;10,00;x",
            "I alt 5.38.51;;;;10,00;",
            "Side 2;;;;;",
            LEDGER,
            "2;5.38.52;31-03-2026;003.2026;20,00;x",
            "3;5.38.52;31-03-2026;003.2026;5,00;x",
            "I alt 5.38.52;;;;25,00;",
            "Hovedtotal;;;;35,00;",
        ],
    )
    receipt = reading.receipt
    assert (receipt.status, receipt.rows_accepted, receipt.rows_total, receipt.rows_blank) == (Status.READY, 3, 3, 2)
    assert receipt.file_total_kr == Decimal("35.00")


def test_a_total_that_the_rows_do_not_give_stops_the_file(tmp_path: Path) -> None:
    receipt = ledger(tmp_path, ["1;5.38;31-03-2026;003.2026;10,00;x", "Hovedtotal;;;;11,00;"]).receipt
    assert receipt.status is Status.STOPPED
    assert "11,00 kr." in receipt.reason
    assert "10,00 kr." in receipt.reason


def test_a_total_beside_an_unreadable_amount_is_asked_about(tmp_path: Path) -> None:
    rows = ["1;5.38;31-03-2026;003.2026;10,00;x", "2;5.38;31-03-2026;003.2026;1o;x", "Hovedtotal;;;;20,00;"]
    receipt = ledger(tmp_path, rows).receipt
    assert receipt.status is Status.READY
    assert codes(receipt) == ["total_differs", "unreadable_amount"]
    assert receipt.needs_confirmation


def test_no_persons_number_leaves_in_any_form(tmp_path: Path) -> None:
    heading = f"{GRANTS};Sagsnummer;Sagsbehandler"
    rows = [
        f"G1;{dashed(PERSON)};SEL § 107;Støtte til {dashed(PERSON)};Bo {PERSON};01-01-2026;;100;døgn;{PERSON};AB",
        f"G2;{PERSON};SEL § 107;Støtte;Bo;32-01-2026;;100;døgn;{dashed(PERSON)};{dashed(PERSON)}",
        f"G3;{PERSON};{dashed(PERSON)};Støtte;Bo;01-01-2026;{dashed(PERSON)};100;døgn;S1;AB",
        f"G4;{PERSON.lstrip('0')};SEL § 107;Støtte;Bo;01-01-2026;;100;{dashed(PERSON)};S1;AB",
    ]
    path = write_csv(tmp_path / "a.csv", [f"Udtræk for {dashed(PERSON)}", heading, *rows])
    readings = read(path, f"liste {dashed(PERSON)} 2026-03.csv")
    assert [reading.receipt.dataset for reading in readings] == ["grants", "citizens"]
    assert readings[0].receipt.rows_set_aside == 2
    for reading in readings:
        text = everything(reading)
        assert PERSON not in text
        assert dashed(PERSON) not in text
        assert PERSON.lstrip("0") not in text
    citizen = people.pseudonym(PERSON, KEY)
    assert readings[0].frame.get_column("citizen").unique().to_list() == [citizen]
    assert readings[1].frame.select("citizen", "born_on").rows() == [(citizen, dt.date(1990, 2, 1))]


def test_excel_that_made_numbers_of_everything(tmp_path: Path) -> None:
    rows = [[*LEDGER.split(";"), "CPR-nr."],
            [1900000001, 5385200010000123, 46112, 2026.03, 1.125, "x", int(PERSON)],
            [1900000002, "5385200010000123", "2026-03-31", "2026.03", "1.125", "x", dashed(PERSON)]]  # fmt: skip
    frame = read_one(write_xlsx(tmp_path / "p_2026-03.xlsx", {"Posteringer": rows})).frame
    assert frame.get_column("account").to_list() == ["5385200010000123"] * 2
    assert frame.get_column("posting_date").to_list() == [dt.date(2026, 3, 31)] * 2
    assert frame.get_column("period").to_list() == ["2026-03"] * 2
    assert frame.get_column("amount").to_list() == [Decimal("1.12"), Decimal("1125.00")]
    assert frame.get_column("citizen").n_unique() == 1


def test_an_account_that_excel_damaged_is_not_allocated_and_costs_nothing(tmp_path: Path) -> None:
    rows = ["1;5,3852E+15;31-03-2026;003.2026;10,00;x", "2;5,385200010000123E+15;31-03-2026;003.2026;5,00;x"]
    reading = ledger(tmp_path, rows)
    assert reading.frame.get_column("account").to_list() == ["-", "5385200010000123"]
    assert reading.receipt.amount_kr == Decimal("15.00")
    (finding,) = reading.receipt.findings
    assert (finding.code, finding.amount_kr, finding.severity) == (
        "damaged_account",
        Decimal("10.00"),
        Severity.UNCLASSIFIED,
    )


def test_equal_findings_are_one_line_with_count_and_kroner(tmp_path: Path) -> None:
    rows = [f"{n};5.38;31-03-2026;003.2026;10,00;x;Ophold 107-ish" for n in range(5)]
    path = write_csv(tmp_path / "p_2026-03.csv", [f"{LEDGER};Paragraf", *rows])
    (finding,) = read_one(path).receipt.findings
    assert (finding.code, finding.count, finding.row, finding.amount_kr) == (
        "unknown_paragraph",
        5,
        2,
        Decimal("50.00"),
    )


def test_a_workbook_of_several_lists_gives_a_receipt_for_each(tmp_path: Path) -> None:
    sheets = {
        "Vejledning": [["Udfyld arkene."], ["Kontakt os ved spørgsmål."]],
        "Kontoplan": [["Konto", "År", "Kontonavn"], ["5.38", 2026, "Botilbud"]],
        "Takster": [["Leverandør", "Ydelse", "Takst", "Takstenhed", "Gælder fra"],
                    ["Bo", "Ophold", 1000, "døgn", dt.date(2026, 1, 1)]],
    }  # fmt: skip
    readings = read(write_xlsx(tmp_path / "skabelon.xlsx", sheets))
    assert {reading.receipt.dataset for reading in readings} == {"accounts", "prices"}
    assert {reading.receipt.effective_date for reading in readings} == {dt.date(2026, 1, 1)}


def test_a_table_that_nobody_knows_beside_one_that_is_read_is_asked_about(tmp_path: Path) -> None:
    sheets = {
        "Kontoplan": [["Konto", "År", "Kontonavn"], ["5.38", 2026, "Botilbud"]],
        "Andet": [["Farve", "Størrelse", "Vægt"], ["rød", 1, 2], ["blå", 3, 4]],
    }
    (reading,) = read(write_xlsx(tmp_path / "skabelon.xlsx", sheets))
    assert codes(reading.receipt) == ["sheet_not_read"]
    assert "Andet" in reading.receipt.findings[0].message


def test_sheets_of_one_list_are_one_list(tmp_path: Path) -> None:
    heading = LEDGER.split(";")
    sheets = {
        "Januar": [heading, [1, "5.38", "31-01-2026", "2026.01", "10,00", "x"]],
        "Februar": [heading, [2, "5.38", "28-02-2026", "2026.02", "20,00", "x"], [3, "5.38", "", "", "?", "x"]],
    }
    (reading,) = read(write_xlsx(tmp_path / "ledger_2026-02.xlsx", sheets))
    assert (reading.receipt.sheet, reading.receipt.rows_in_file) == ("Januar, Februar", 3)
    assert reading.receipt.amount_kr == Decimal("30.00")
    assert reading.set_aside.select("sheet", "row").rows() == [("Februar", 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "p_2026-03.csv", [LEDGER, "1;5.38;31-03-2026;003.2026;10,00;Køb på Ærø"], encoding)
    assert read_one(path).frame.get_column("text").to_list() == ["Køb på Ærø"]


def test_lines_with_too_many_cells_are_read_and_told(tmp_path: Path) -> None:
    rows = [f"{n};5.38;31-03-2026;003.2026;10,00;x" for n in range(60)]
    reading = ledger(tmp_path, [*rows, "61;5.38;31-03-2026;003.2026;10,00;x;y;z", "62;5.38;01-03-2026;;1,00"])
    assert reading.receipt.amount_kr == Decimal("611.00")
    assert codes(reading.receipt) == ["ragged_lines"]


def test_a_quote_that_is_never_closed_loses_no_row(tmp_path: Path) -> None:
    rows = ['1;5.38;31-03-2026;003.2026;5,00;"Hus', '2;5.38;01-03-2026;003.2026;1,00;"ja"', "3;5.38;01-03-2026;;1,00;x"]
    reading = ledger(tmp_path, rows)
    assert reading.frame.get_column("text").to_list() == ['"Hus', "ja", "x"]
    assert codes(reading.receipt) == ["broken_quotes"]


def test_a_cell_may_hold_a_line_break(tmp_path: Path) -> None:
    rows = ['1;5.38;31-03-2026;003.2026;10,00;"to\nlinjer"', "2;5.38;31-03-2026;003.2026;?;x"]
    reading = ledger(tmp_path, rows)
    assert reading.frame.get_column("text").to_list() == ["to\nlinjer"]
    assert reading.set_aside.get_column("row").to_list() == [3]


def test_a_file_without_any_readable_row_is_refused(tmp_path: Path) -> None:
    receipt = ledger(tmp_path, ["1;5.38;igår;003.2026;10,00;x"]).receipt
    assert receipt.status is Status.REFUSED
    assert receipt.rows_set_aside == 1


def test_a_file_that_tells_no_date_asks_for_one(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "posteringer.csv", [LEDGER, "1;5.38;31-03-2026;003.2026;10,00;x"])
    receipt = read_one(path).receipt
    assert receipt.status is Status.REFUSED
    assert "--as-of" in receipt.reason
    assert read_one(path, as_of=dt.date(2026, 3, 31)).receipt.status is Status.READY


def test_postings_after_the_effective_date_are_kept_and_covered(tmp_path: Path) -> None:
    rows = ["1;5.38;31-03-2026;003.2026;10,00;x", "2;5.38;02-04-2026;004.2026;5,00;x"]
    reading = ledger(tmp_path, rows, ["Periode: 000.2026 - 003.2026"])
    assert reading.receipt.effective_date == dt.date(2026, 3, 31)
    assert reading.frame.get_column("period").to_list() == ["2026-03", "2026-04"]
    assert reading.coverage["period"][-1] == "2026-04"


@pytest.mark.parametrize("kind", ["Plejefamilie", "Netværksplejefamilie", "Aflastningsfamilie", "Familiepleje"])
def test_a_foster_family_is_protected_like_a_citizen(tmp_path: Path, kind: str) -> None:
    heading = f"{GRANTS};Tilbudstype"
    row = f"G1;{CHILD};BL § 46;Ophold;Hanne og Ole Holm;01-01-2026;;100;døgn;{kind}"
    grants = read_one(write_csv(tmp_path / "g_2026-03.csv", [heading, row]))
    paid = read_one(
        write_csv(tmp_path / "p_2026-03.csv",
                  [f"{LEDGER};Leverandør", "1;5.38;31-03-2026;003.2026;1,00;x;Plejefamilien Hanne og Ole Holm"])
    )  # fmt: skip
    provider = grants.frame.get_column("provider").item()
    assert provider.startswith("Plejefamilie ")
    assert "Holm" not in everything(grants) + everything(paid)
    assert paid.frame.get_column("provider").item() == provider


def test_findings_are_limited_and_their_counts_stay_true(tmp_path: Path) -> None:
    rows = [f"{n};5.38;31-03-2026;003.2026;10,00;x;Ukendt tekst {n}" for n in range(250)]
    path = write_csv(tmp_path / "p_2026-03.csv", [f"{LEDGER};Paragraf", *rows])
    findings = read_one(path).receipt.findings
    assert len(findings) == 201
    assert findings[-1].code == "more_findings"
    assert sum(finding.count for finding in findings) == 250
    assert sum(finding.amount_kr or 0 for finding in findings) == Decimal("2500.00")


def test_an_institution_keeps_its_name(tmp_path: Path) -> None:
    row = f"G1;{CHILD};BL § 46;Ophold;Familieplejen Danmark;01-01-2026;;100;døgn;Opholdssted"
    frame = read_one(write_csv(tmp_path / "g_2026-03.csv", [f"{GRANTS};Tilbudstype", row])).frame
    assert frame.get_column("provider").item() == "Familieplejen Danmark"


def test_a_column_that_looks_like_what_the_file_lacks_is_asked_about(tmp_path: Path) -> None:
    """Without a word the grants would count without their price."""
    lines = [GRANTS.replace("Takst;", "Døgnpris;"), ";;SEL § 107;Ophold;Enghaven;01-01-2026;;2.000,00;døgn"]
    lines[1] = f"a{lines[1].replace(';;', f';{number_of(1, 2, 1960, 1001)};', 1)}"
    receipt = read_one(write_csv(tmp_path / "Bevillinger_2026-03.csv", lines)).receipt
    (asked,) = [finding for finding in receipt.findings if finding.severity.value == "confirm"]
    assert (asked.code, "«Døgnpris» ligner Takst" in asked.message) == ("unused_but_likely", True)


def test_headings_without_rows_are_said_to_be_that(tmp_path: Path) -> None:
    receipt = read_one(write_csv(tmp_path / "p_2026-03.csv", [LEDGER])).receipt
    assert receipt.reason == "Filen har kolonneoverskrifter, men ingen rækker under dem. Lav udtrækket igen."
