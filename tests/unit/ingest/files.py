"""Small files as systems write them, and one way of reading them. Numbers of persons are built here, never copied."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl

from cockpit import ingest
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt

KEY = b"a key for tests only, 32 bytes.."
Cell = str | int | float | bool | dt.date | None


def number_of(day: int, month: int, year: int, serial: int) -> str:
    """A synthetic CPR number of ten digits."""
    return f"{day:02d}{month:02d}{year % 100:02d}{serial:04d}"


def dashed(number: str) -> str:
    """`ddmmyy-xxxx`."""
    return f"{number[:6]}-{number[6:]}"


def write_csv(path: Path, lines: Sequence[str], encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], first_row: int = 1) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for place, row in enumerate(rows, start=first_row):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(place, column, value)
    book.save(path)
    return path


def read(path: Path, name: str | None = None, **hints: object) -> tuple[Reading, ...]:
    return ingest.read(
        path, name or path.name, key=KEY, profiles=ingest.shipped_profiles(), hints=ingest.Hints(**hints)
    )


def read_one(path: Path, name: str | None = None, **hints: object) -> Reading:
    return read(path, name, **hints)[0]


def codes(receipt: Receipt) -> list[str]:
    """The findings' rules, without what is only worth knowing."""
    return [finding.code for finding in receipt.findings if finding.severity.value != "note"]


LEDGER = "Bilagsnr.;Konto;Bogføringsdato;Periode;Beløb;Tekst"
GRANTS = "Bevillings-id;CPR-nr.;Paragraf;Ydelse;Leverandør;Startdato;Slutdato;Takst;Takstenhed"
