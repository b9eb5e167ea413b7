"""The same ledger in every format that systems write: the same rows."""

import re
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from cockpit.contracts.finding import Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.ingest import rowcount
from tests.unit.ingest.files import LEDGER, as_strict, codes, read_one, rewritten, write_csv, write_ods, write_xlsx

HEADINGS = LEDGER.split(";")
ROWS = [
    ["1", "5.38.52", "31-03-2026", "2026-03", "1.234,50", "Køb af “særlig” støtte"],
    ["2", "5.38.52", "30-03-2026", "2026-03", "-200,00", "Æble"],
    ["3", "5.38.53", "01-03-2026", "2026-03", "0,50", ""],
]


def expected(reading: Reading) -> None:
    assert (reading.receipt.status, reading.receipt.rows_accepted) == (Status.READY, 3), reading.receipt.reason
    assert reading.frame.get_column("amount").to_list() == [Decimal("1234.50"), Decimal(-200), Decimal("0.50")]
    assert reading.frame.get_column("text").to_list() == ["Køb af “særlig” støtte", "Æble", None]
    assert codes(reading.receipt) == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("separator", "name"), [(";", "p_2026-03.csv"), ("\t", "p_2026-03.txt")])
def test_text_in_every_encoding(tmp_path: Path, encoding: str, separator: str, name: str) -> None:
    lines = [separator.join(row) for row in (HEADINGS, *ROWS)]
    expected(read_one(write_csv(tmp_path / name, lines, encoding)))


def test_line_ends_of_an_old_mac(tmp_path: Path) -> None:
    path = tmp_path / "p_2026-03.csv"
    path.write_bytes("\r".join([LEDGER, *map(";".join, ROWS)]).encode("cp1252"))
    expected(read_one(path))


def test_the_five_bytes_that_windows_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "p_2026-03.csv"
    path.write_bytes(LEDGER.encode("cp1252") + b"\n1;5.38.52;31-03-2026;2026-03;1,00;\x80\x81\xf8\n")
    assert read_one(path).frame.get_column("text").to_list() == ["€\ufffdø"]


def book(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "p_2026-03.xlsx", {"Posteringer": [HEADINGS, *ROWS]})


def test_xlsx_and_xlsm(tmp_path: Path) -> None:
    path = book(tmp_path)
    expected(read_one(path))
    for suffix in ("xlsm", "xltx", "xltm"):
        expected(read_one(path, f"p_2026-03.{suffix}"))


def test_strict_open_xml(tmp_path: Path) -> None:
    expected(read_one(as_strict(book(tmp_path))))


@pytest.mark.parametrize("declared", ["A1", "A1:B2", "A1:XFD1048576"])
def test_a_wrong_declared_dimension(tmp_path: Path, declared: str) -> None:
    said = f'<dimension ref="{declared}"/>'.encode()
    path = rewritten(book(tmp_path), lambda name, xml: (name, re.sub(rb"<dimension [^>]*/>", said, xml)))
    expected(read_one(path))


def test_part_names_with_backslashes_and_a_workbook_at_the_root(tmp_path: Path) -> None:
    expected(read_one(rewritten(book(tmp_path), lambda name, xml: (name.replace("/", "\\"), xml))))


def test_ods(tmp_path: Path) -> None:
    expected(read_one(write_ods(tmp_path / "p_2026-03.ods", [HEADINGS, *ROWS])))


def test_a_number_that_looks_like_a_thousand_and_one_beyond_all_dates(tmp_path: Path) -> None:
    rows = [[*HEADINGS, "Andet"], ["1", "5.38.52", "31-03-2026", "2026-03", 1.234, "", 1e300],
            ["2", "5.38.52", "31-03-2026", "2026-03", "1.234", "", None]]  # fmt: skip
    reading = read_one(write_xlsx(tmp_path / "p_2026-03.xlsx", {"Ark": rows}))
    assert reading.frame.get_column("amount").to_list() == [Decimal("1.23"), Decimal(1234)]


def test_cells_with_errors_are_told(tmp_path: Path) -> None:
    rows = [HEADINGS, *ROWS, ["4", "5.38.52", "31-03-2026", "2026-03", "#REF!", "x"], ["#N/A"]]
    receipt = read_one(write_xlsx(tmp_path / "p_2026-03.xlsx", {"Ark": rows})).receipt
    assert (receipt.rows_in_file, receipt.rows_accepted, receipt.rows_set_aside, receipt.rows_blank) == (5, 3, 1, 1)
    (finding,) = [finding for finding in receipt.findings if finding.code == "formula_errors"]
    assert finding.count == 2


def test_formulas_that_nobody_has_worked_out_are_asked_about(tmp_path: Path) -> None:
    """An end date and a total are formulas without a result; one that gives an empty text is no loss."""
    rows = [LEDGER.split(";"), [1, "5.38.52", "31-03-2026", "2026-03", 5, "x"]]
    rows += [[2, "5.38.52", "31-03-2026", "2026-03", "=2+3", "y"], ["I alt", None, None, None, "=SUM(E2:E3)", None]]
    path = write_xlsx(tmp_path / "p_2026-03.xlsx", {"Ark": rows})
    empty = b'<c r="F2" t="str"><f>IF(1,"")</f><v></v></c>'
    path = rewritten(path, lambda name, xml: (name, re.sub(rb'<c r="F2".*?</c>', empty, xml, count=1)))
    reading = read_one(path)
    (finding,) = [finding for finding in reading.receipt.findings if finding.code == "formulas_without_value"]
    assert (finding.count, finding.severity) == (2, Severity.CONFIRM)
    assert (reading.receipt.rows_accepted, reading.receipt.rows_set_aside, reading.receipt.rows_total) == (1, 1, 1)


def test_a_row_that_the_reader_loses_stops_the_file(tmp_path: Path) -> None:
    """calamine passes over a text that stands as a value in a cell of inline text."""
    path = book(tmp_path)

    def lost(name: str, xml: bytes) -> tuple[str, bytes]:
        row = b'<row r="5"><c r="A5" t="inlineStr"><v>skjult</v></c></row></sheetData>'
        return name, xml.replace(b"</sheetData>", row)

    receipt = read_one(rewritten(path, lost)).receipt
    assert receipt.status is Status.REFUSED
    assert "5 rækker med indhold, men kun 4 kunne læses" in receipt.reason


def test_rows_are_numbered_as_excel_does(tmp_path: Path) -> None:
    rows = [*ROWS, ["4", "5.38.52", "32-03-2026", "2026-03", "1,00", ""]]
    path = write_xlsx(tmp_path / "p_2026-03.xlsx", {"Ark": [HEADINGS, *rows]}, first_row=4)
    reading = read_one(path)
    assert reading.set_aside.get_column("row").to_list() == [8]
    assert rowcount.count_rows(path) == {"Ark": rowcount.Counted(rows=5, errors=0, first_row=4)}


def test_the_quick_count_sees_through_prefixes_and_empty_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowcount, "BLOCK", 64)
    path = book(tmp_path)

    def prefixed(name: str, xml: bytes) -> tuple[str, bytes]:
        if "worksheets/sheet" not in name:
            return name, xml
        empty = xml.replace(b"<sheetData>", b'<sheetData><row r="1" ht="3"/><row r="2"><c r="A2" s="1"/></row>')
        return name, re.sub(rb"<(/?)(\w)", rb"<\1x:\2", empty.replace(b"xmlns=", b"xmlns:x="))

    counted = rowcount.count_rows(rewritten(path, prefixed))
    assert counted["Posteringer"].rows == 4
    assert rowcount.exact_rows(path, "Posteringer") == 4


def test_an_open_quote_swallows_no_rows(tmp_path: Path) -> None:
    lines = [f"{n};5.38.52;31-03-2026;2026-03;1,00;{text}" for n, text in enumerate(['"12 rør', "y", 'rør 14"', "z"])]
    reading = read_one(write_csv(tmp_path / "p_2026-03.csv", [LEDGER, *lines]))
    assert reading.frame.get_column("voucher").to_list() == ["0", "1", "2", "3"]
    assert codes(reading.receipt) == ["broken_quotes"]


def test_a_text_over_several_lines_is_one_row(tmp_path: Path) -> None:
    line = '1;5.38.52;31-03-2026;2026-03;1,00;"Linje 1; og\nlinje 2"'
    frame = read_one(write_csv(tmp_path / "p_2026-03.csv", [LEDGER, line, line])).frame
    assert frame.get_column("text").to_list() == ["Linje 1; og\nlinje 2"] * 2
    assert frame.get_column("amount").sum() == Decimal(2)
    assert isinstance(frame, pl.DataFrame)


def test_formatted_rows_beneath_the_table_are_no_lost_rows(tmp_path: Path) -> None:
    """Excel keeps rows that only have a border; they are looked into before anybody is told that rows are missing."""
    beneath = b'<row r="9"><c r="A9" s="1"/></row></sheetData>'
    path = rewritten(book(tmp_path), lambda name, xml: (name, xml.replace(b"</sheetData>", beneath)))
    assert rowcount.count_rows(path)["Posteringer"].rows == 5
    assert rowcount.valued_rows(path, "Posteringer") == 4
    assert read_one(path).receipt.status is Status.READY


def test_a_merged_cell_counts_for_all_its_rows_and_an_amount_once(tmp_path: Path) -> None:
    """Two rows under one account, an amount over two rows, a hidden row; the table begins in B3."""
    book = openpyxl.Workbook()
    sheet = book.active
    rows = "Bilagsnr. Konto Bogføringsdato Beløb|1 5.38.52 31-03-2026 100|2 - 31-03-2026 200|3 - 31-03-2026 -"
    for place, line in enumerate([*rows.split("|"), "4 5.38.53 31-03-2026 50"], start=3):
        for column, text in enumerate(line.split(), start=2):
            sheet.cell(place, column, None if text == "-" else text)
    sheet.merge_cells("C4:C6")
    sheet.merge_cells("E5:E6")
    sheet.row_dimensions[7].hidden = True
    path = tmp_path / "posteringer_2026-03.xlsx"
    book.save(path)
    reading = read_one(path)
    assert reading.frame.select("voucher", "account", "amount").rows() == [
        ("1", "5.38.52", Decimal(100)),
        ("2", "5.38.52", Decimal(200)),
        ("4", "5.38.53", Decimal(50)),
    ]
    assert reading.set_aside.get_column("row").to_list() == [6]
    told = {finding.code: finding.message for finding in reading.receipt.findings}
    assert told["merged_cells"].startswith("Celler, der er flettet sammen med cellen over: 2.")
    assert "cellen over: 1." in told["shared_cells"]
    assert told["hidden_rows"].startswith("Rækker, der er skjult i arket (fx af et filter): 1.")
