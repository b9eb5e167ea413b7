"""The measuring sets of `*.yaml` as tables, the way the reader gives them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import yaml

from cockpit.ingest.layout import ROW, Table
from tests.unit.ingest.files import dashed, number_of

HERE = Path(__file__).parent
_PERSON = re.compile(r"^([@#%])(\d+)$")


@dataclass(frozen=True)
class Layout:
    """A layout, the dataset that it is, and the fields that each heading may be (`-` = none)."""

    name: str
    dataset: str
    table: Table
    fields: dict[str, frozenset[str]]


def _cell(text: str) -> str | None:
    person = _PERSON.match(text)
    if not person:
        return text or None
    number = number_of(int(person[2]) % 9 + 1, int(person[2]) % 12 + 1, 1950 + int(person[2]), 1000 + int(person[2]))
    return {"@": dashed(number), "#": number, "%": number.lstrip("0")}[person[1]]


def _lines(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _table(heads: list[str], rows: list[list[str]]) -> Table:
    cells = {f"c{place}": [_cell(row[place]) for row in rows] for place in range(len(heads))}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    frame = frame.with_columns(pl.int_range(2, len(rows) + 2, dtype=pl.Int64).alias(ROW))
    return Table("", False, (), 1, {f"c{place}": head for place, head in enumerate(heads)}, frame)


def layouts(path: Path) -> Iterator[Layout]:
    """Every layout of a set."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        heads, fields, *rows = _lines(entry["table"])
        wanted = {head: frozenset(field.split("/")) for head, field in zip(heads, fields, strict=True)}
        yield Layout(entry["name"], entry["dataset"], _table(heads, rows), wanted)


def strange_lists(path: Path) -> Iterator[tuple[str, Table]]:
    """Name and table of every list of a set that is none of the datasets."""
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        heads, *rows = _lines(entry["table"])
        yield entry["name"], _table(heads, rows)
