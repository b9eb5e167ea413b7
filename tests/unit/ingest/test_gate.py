"""Hostile and broken files are refused in Danish words, and never raise."""

import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from cockpit.contracts.errors import Refused
from cockpit.contracts.receipt import Status
from cockpit.ingest import gate, rowcount, zipgate
from cockpit.ingest.gate import ENCRYPTED_MARK, OLE_MAGIC
from cockpit.ingest.sandbox import read_text, second_opinion
from cockpit.reader import csvtext, rawsheet
from cockpit.reader.limits import Limits
from tests.unit.ingest.files import LEDGER, read_one, write_csv, write_xlsx

WORKBOOK = "xl/workbook.xml"


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def refused(path: Path, name: str | None = None) -> str:
    receipt = read_one(path, name).receipt
    assert receipt.status is Status.REFUSED
    return receipt.reason


def test_an_empty_file(tmp_path: Path) -> None:
    assert "tom" in refused(write_csv(tmp_path / "a.csv", []))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "kan ikke åbnes" in refused(tmp_path / "a.csv")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_BYTES", 10)
    assert "grænsen" in refused(write_csv(tmp_path / "a.csv", [LEDGER]))


@pytest.mark.parametrize("name", ["../a.csv", "a/b.csv", "a\\b.csv", "a\0.csv"])
def test_a_name_with_a_path(tmp_path: Path, name: str) -> None:
    assert "sti" in refused(write_csv(tmp_path / "a.csv", [LEDGER]), name)


def test_an_unknown_extension(tmp_path: Path) -> None:
    assert ".exe" in refused(write_csv(tmp_path / "a.exe", [LEDGER]))


def test_nul_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(LEDGER.encode() + b"\n\0\0")
    assert "nul-tegn" in refused(path)


def test_a_workbook_called_csv_and_text_called_workbook(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "a.xlsx", {"Ark": [["Konto"]]})
    assert ".xlsx" in refused(book, "a.csv")
    assert "ikke et regneark" in refused(write_csv(tmp_path / "b.xlsx", [LEDGER]))
    assert "webside" in refused(write_csv(tmp_path / "c.xls", ["<html><table></table></html>"]))


def test_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(OLE_MAGIC + b"\0" * 2000 + ENCRYPTED_MARK + b"\0" * 2000)
    assert "adgangskode" in refused(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    assert "zip-fil" in refused(zipped(tmp_path / "a.xlsx", {"readme.txt": b"x"}))


def test_a_cut_off_workbook(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "a.xlsx", {"Ark": [["Konto"]]})
    book.write_bytes(book.read_bytes()[:-200])
    assert "beskadiget" in refused(book)


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {WORKBOOK: b"<x/>", "xl/a.xml": b"0" * (20 * 1024 * 1024)})
    assert "zip-bombe" in refused(path)


def test_too_much_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipgate, "MAX_UNPACKED", 10)
    assert "udpakket" in refused(zipped(tmp_path / "a.xlsx", {WORKBOOK: b"<x/>", "xl/a.xml": b"0123456789"}))


def test_too_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipgate, "MAX_PARTS", 1)
    assert "dele" in refused(zipped(tmp_path / "a.xlsx", {WORKBOOK: b"<x/>", "b.xml": b"<x/>"}))


def test_a_part_with_a_path(tmp_path: Path) -> None:
    assert "ugyldige navne" in refused(zipped(tmp_path / "a.xlsx", {WORKBOOK: b"<x/>", "../evil.xml": b"<x/>"}))


def test_two_parts_of_one_name_whatever_their_case(tmp_path: Path) -> None:
    """Programs differ in which of them they read: a row would be in the file for one and not for the other."""
    parts = {WORKBOOK: b"<x/>", "xl/worksheets/sheet1.xml": b"<x/>", "xl/worksheets/Sheet1.xml": b"<x/>"}
    assert "to dele med samme navn" in refused(zipped(tmp_path / "a.xlsx", parts))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_doctype_wherever_it_stands(tmp_path: Path, encoding: str) -> None:
    content = (" " * (zipgate.BLOCK - 5) + "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>").encode(encoding)
    path = zipped(tmp_path / "a.xlsx", {WORKBOOK: b"<x/>", "xl/sharedStrings.xml": content})
    assert "DOCTYPE" in refused(path)


def test_a_large_workbook_is_looked_into_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what may not in is refused for the same reason, whatever the reader makes of it."""
    book = write_xlsx(tmp_path / "a_2026-03.xlsx", {"Ark": [LEDGER.split(";"), ["1", "5.38", "31-03-2026", "", 1, ""]]})
    bad = zipped(tmp_path / "b.xlsx", {WORKBOOK: b"<x/>", "xl/a.xml": b"<!DOCTYPE x><x/>"})
    monkeypatch.setattr(gate, "LARGE", 0)
    assert not gate.gate(book, book.name).unpacked
    assert read_one(book).receipt.rows_accepted == 1
    assert "DOCTYPE" in refused(bad)


def test_ten_thousand_columns(tmp_path: Path) -> None:
    assert "10000 kolonner" in refused(write_csv(tmp_path / "a.csv", [";".join(map(str, range(10_000)))]))
    assert "600 kolonner" in refused(write_xlsx(tmp_path / "a.xlsx", {"Ark": [list(range(600))]}))


def test_a_cell_longer_than_any_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(path: Path) -> list[pl.DataFrame]:
        frames = [part for sheet in csvtext.text_sheets(path, ".csv") for part in sheet.parts]
        for frame in frames:
            rawsheet.check_cells(frame)
        return frames

    path = write_csv(tmp_path / "a.csv", [LEDGER, "1;2;31-03-2026;;5;" + "x" * 200])
    assert sum(frame.height for frame in opened(path)) == 2
    monkeypatch.setattr(rawsheet, "MAX_CELL_BYTES", 100)
    with pytest.raises(Refused, match="Filen har en celle på"):
        opened(path)
    monkeypatch.setattr(csvtext, "PIECE", 16)
    monkeypatch.setattr(csvtext, "LONGEST_LINE", 64)
    with pytest.raises(Refused, match="aldrig lukkes"):
        opened(path)


def test_a_row_without_end_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = write_xlsx(tmp_path / "a.xlsx", {"Ark": [["Konto"], ["x" * 500]]})
    assert rowcount.count_rows(book)["Ark"].rows == 2
    monkeypatch.setattr(rowcount, "BLOCK", 16)
    monkeypatch.setattr(rowcount, "MAX_ROW_BYTES", 64)
    assert second_opinion(book, gate.gate(book, book.name)) is None


def test_a_cell_in_the_last_corner_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "Konto", 1
    book.save(path)
    assert "langt nede eller langt til højre" in refused(path)


def test_a_workbook_that_is_only_a_shell(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {WORKBOOK: b"<workbook/>", "[Content_Types].xml": b"<Types/>"})
    assert read_one(path).receipt.status in (Status.REFUSED, Status.UNMAPPED)


def test_the_reader_is_ended_when_it_takes_too_long(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [LEDGER, "1;2;31-03-2026;;5;"])
    with pytest.raises(Refused, match="for lang tid"):
        read_text(path, gate.gate(path, path.name), Limits(wall_seconds=0.0))


def test_the_reader_is_ended_when_it_takes_too_much(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [LEDGER, "1;2;31-03-2026;;5;"])
    with pytest.raises(Refused, match=r"hukommelse|gav op"):
        read_text(path, gate.gate(path, path.name), Limits(memory=1024 * 1024))
