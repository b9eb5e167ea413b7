"""Small files as systems write them, and one way of reading them. Numbers of persons are built here, never copied."""

import datetime as dt
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

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


def rewritten(path: Path, change: Callable[[str, bytes], tuple[str, bytes]]) -> Path:
    """The workbook with its parts changed."""
    other = path.with_name(f"_{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(*change(part, old.read(part)))
    return Path(shutil.move(other, path))


TRANSITIONAL_AND_STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
)


def as_strict(path: Path) -> Path:
    """The workbook as Excel saves it under *Strict Open XML*."""

    def change(name: str, xml: bytes) -> tuple[str, bytes]:
        for transitional, strict in TRANSITIONAL_AND_STRICT:
            xml = xml.replace(transitional, strict)
        return name, xml

    return rewritten(path, change)


ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def write_ods(path: Path, rows: Sequence[Sequence[Cell]], sheet: str = "Ark1") -> Path:
    """An OpenDocument spreadsheet of one sheet."""
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_SPACES}><office:body>'
        f'<office:spreadsheet><table:table table:name="{sheet}">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def _ods_cell(value: Cell) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind = 'value-type="string"'
    if isinstance(value, dt.date):
        kind = f'value-type="date" office:date-value="{value:%Y-%m-%d}"'
    elif isinstance(value, int | float):
        kind = f'value-type="float" office:value="{value}"'
    return f"<table:table-cell office:{kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


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
