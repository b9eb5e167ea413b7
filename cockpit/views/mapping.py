"""The mapping of an unknown layout as a table: column, suggestion, reason, examples raw and read."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts.danish import pct
from cockpit.views.table import Column, Table

_COLUMNS = (
    Column("heading", "Kolonne", "text"),
    Column("field", "Betyder", "text"),
    Column("sure", "Sikkerhed", "text"),
    Column("example", "Sådan læses den", "text"),
    Column("reason", "Hvorfor", "text"),
)


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column as it stands: `field` is the English name, empty where it is not used; `sure` (0-1) is None where a
    person chose; `pairs` are raw cells beside what they read as, or that they cannot be read (None = not used)."""

    heading: str
    field: str
    title: str
    sure: float | None
    pairs: tuple[tuple[str, str | None], ...]
    reason: str


@dataclass(frozen=True, eq=False, slots=True)
class MappingView:
    """`notes`: what is fixed for every row, how numbers and days are written, what is missing."""

    headline: str
    table: Table
    notes: tuple[str, ...]


def build(headline: str, columns: Sequence[MappedColumn], notes: Sequence[str]) -> MappingView:
    """The columns in the file's order."""
    rows = [
        (
            one.heading,
            one.field,
            one.title if one.field else "(bruges ikke)",
            pct(one.sure, 0) if one.sure is not None and one.field else "",
            "; ".join(_pair(raw, read, used=bool(one.field)) for raw, read in one.pairs),
            one.reason,
        )
        for one in columns
    ]
    names = ("heading", "field_name", "field", "sure", "example", "reason")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")
    return MappingView(headline, Table("Kolonnerne", _COLUMNS, frame), tuple(notes))


def _pair(raw: str, read: str | None, *, used: bool) -> str:
    return f"{raw} → {read}" if used else raw
