"""How single cells read under a profile: the typed value beside the raw text, before any row is taken in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import FieldType, dataset
from cockpit.ingest import people
from cockpit.ingest.cast import typed_columns
from cockpit.ingest.profile import Profile

NO_KEY = b"samples are never kept"
READ = ("rough_first_day", "rough_last_day", "other_percent")
"""What the receipt tells of a value that was read all the same."""
PERSON = "CPR-nummer (erstattes af et pseudonym)"


@dataclass(frozen=True, slots=True)
class Sample:
    """`read` is the value as Danish text; None where the cell cannot be read as the field."""

    raw: str
    read: str | None


def samples(cells: Sequence[str], field: str, profile: Profile) -> tuple[Sample, ...]:
    """Each cell as the profile reads it for the field. Persons are never shown."""
    contract = dataset(profile.dataset)
    spec = contract.field(field)
    if spec.type is FieldType.CPR:
        return tuple(Sample(people.mask_text(cell), PERSON) for cell in cells)
    column = pl.DataFrame({field: list(cells)}, schema={field: pl.String()})
    typed = typed_columns(column, contract, profile, NO_KEY)
    broken = set(typed.problems.frame().filter(~pl.col("code").is_in(READ)).get_column("index"))
    return tuple(
        Sample(cell, None if place in broken else _danish(value))
        for place, (cell, value) in enumerate(zip(cells, typed.columns[field], strict=True))
    )


def _danish(value: object) -> str:
    if value is None:
        return "tom"
    if isinstance(value, dt.date):
        return danish.date(value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, Decimal):
        return danish.number(value, 2)
    return str(value)
