"""A file large enough to be read in pieces and by different texts gives what a small one does."""

from decimal import Decimal
from pathlib import Path

import pytest

from cockpit.contracts.receipt import Status
from cockpit.reader import csvtext
from cockpit.reader.ahead import ahead
from cockpit.reader.rawsheet import Noticed
from tests.unit.ingest.files import LEDGER, codes, read_one, write_csv

ROWS = 30_000


def test_repeated_texts_keep_their_rows_and_problems(tmp_path: Path) -> None:
    days = ("31-03-2026", "01-02-2026", "32-01-2026")
    rows = [f"{n};5.38.{n % 7};{days[n % 3]};003.2026;1.000,00;Køb {n % 5}" for n in range(ROWS)]
    reading = read_one(write_csv(tmp_path / "p_2026-03.csv", [LEDGER, *rows], "cp1252"))
    receipt = reading.receipt
    assert (receipt.status, receipt.rows_accepted, receipt.rows_set_aside) == (Status.READY, 20_000, 10_000)
    assert receipt.amount_kr == Decimal(20_000_000)
    assert codes(receipt) == ["unreadable_date"]
    assert receipt.findings[0].count == 10_000
    assert reading.set_aside.get_column("row").head(2).to_list() == [4, 7]
    assert reading.frame.get_column("voucher").head(3).to_list() == ["0", "1", "3"]


def test_pieces_end_at_line_ends_outside_quotes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvtext, "PIECE", 64)
    lines = ["a;b", *(f'{n};"x\ny {n}"' for n in range(40))]
    path = write_csv(tmp_path / "a.csv", lines, "cp1252")
    (sheet,) = csvtext.text_sheets(path, ".csv")
    rows = [row for part in sheet.parts for row in part.rows()]
    assert rows == [("a", "b"), *((str(n), f"x\ny {n}") for n in range(40))]
    assert sheet.noticed == Noticed()


def test_a_quote_left_open_for_longer_than_a_piece_is_no_quote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvtext, "PIECE", 64)
    lines = ["a;b", '1;"Tekst', *(f"{n};tekst {n}" for n in range(2, 60))]
    (sheet,) = csvtext.text_sheets(write_csv(tmp_path / "a.csv", lines, "cp1252"), ".csv")
    rows = [row for part in sheet.parts for row in part.rows()]
    assert rows == [("a", "b"), ("1", '"Tekst'), *((str(n), f"tekst {n}") for n in range(2, 60))]
    assert sheet.noticed.broken_quotes > 0


def test_working_ahead_keeps_the_order_and_the_error() -> None:
    def pieces() -> object:
        yield from (1, 2)
        raise ValueError("three")

    taken = []
    with pytest.raises(ValueError, match="three"):
        taken.extend(ahead(pieces()))
    assert list(ahead(iter("abc"))) == ["a", "b", "c"]


def test_cells_beside_an_open_quote_lose_the_quotes_that_enclose_them(tmp_path: Path) -> None:
    lines = ["a;b;c", '1;g;"', "", '"3";"e ""f""";""', "4;y;z"]
    (sheet,) = csvtext.text_sheets(write_csv(tmp_path / "a.csv", lines), ".csv")
    rows = [row[:3] for part in sheet.parts for row in part.rows()]
    assert sheet.noticed.broken_quotes == 1
    assert rows == [
        ("a", "b", "c"),
        ("1", "g", '"'),
        (None, None, None),
        ("3", 'e "f"', None),
        ("4", "y", "z"),
    ]
