"""A printed table as a grid of texts and numbers: through the gate and sandbox of every upload, nothing understood.

Amounts are read both ways, Danish (`1.234,5`) and English (`1,234.5`): which one was meant is told by what adds up.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from cockpit.contracts.errors import Refused
from cockpit.ingest.amounts import number
from cockpit.ingest.gate import gate
from cockpit.ingest.people import mask_text
from cockpit.ingest.sandbox import TextSheet, read_text

MAX_ROWS = 2_000
_NOISE = r"[%*†‡\u00b9\u00b2\u00b3]+"
Numbers = tuple[tuple[Decimal | None, ...], ...]


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """One sheet: `texts` as printed (CPR-like strings masked), and its cells as Danish and as English numbers."""

    name: str
    texts: tuple[tuple[str, ...], ...]
    danish: Numbers
    english: Numbers


def read_printed(path: Path, name: str) -> tuple[PrintedSheet, ...]:
    """Every visible sheet with cells. Refused, in Danish, for what the gate or the reader refuses, for a table longer
    than any printed one is, and where there is no visible sheet."""
    found = tuple(_printed(sheet) for sheet in read_text(path, gate(path, name)) if not sheet.hidden)
    if not found:
        raise Refused("Filen har intet synligt ark med indhold. Gem tabellen som Excel eller CSV, og prøv igen.")
    return found


def _printed(sheet: TextSheet) -> PrintedSheet:
    if sheet.frame.height > MAX_ROWS:
        raise Refused(
            f"Arket {mask_text(sheet.name)} har {sheet.frame.height} rækker; en trykt tabel har højst {MAX_ROWS}. "
            "Udtræk fra fagsystem og økonomisystem indlæses under Data → Indlæsning."
        )
    cells = [sheet.frame[column].cast(pl.String).fill_null("").str.strip_chars() for column in sheet.frame.columns]
    bare = [cell.str.replace_all(_NOISE, "").str.replace_all("—", "–").str.strip_chars() for cell in cells]
    texts = [[mask_text(text) for text in cell] for cell in cells]
    return PrintedSheet(
        name=mask_text(sheet.name),
        texts=tuple(zip(*texts, strict=True)),
        danish=tuple(zip(*(number(cell).to_list() for cell in bare), strict=True)),
        english=tuple(zip(*(_english(cell).to_list() for cell in bare), strict=True)),
    )


def _english(cell: pl.Series) -> pl.Series:
    """Commas are thousands, points are decimals."""
    grouped = cell.str.contains(r"^[-−–(]?\d{1,3}(,\d{3})+(\.\d+)?\)?-?$")
    plain = cell.to_frame("x").select(
        pl.when(grouped).then(pl.col("x").str.replace_all(",", "", literal=True)).otherwise("x")
    )
    return number(plain.to_series(), comma=False)
