"""A sheet as it stands in the file: text cells and nothing understood yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from cockpit.contracts.errors import Refused
from cockpit.ingest.limits import MAX_COLUMNS

ERRORS = "errors"
"""Note: how many cells of the sheet hold a formula's error."""


@dataclass(slots=True)
class RawSheet:
    """Text columns `c0, c1, …` in parts of one shape; `first_row` is the spreadsheet's number of the first row."""

    name: str
    parts: Iterable[pl.DataFrame]
    hidden: bool = False
    first_row: int = 1
    notes: list[str] = field(default_factory=list)


def column_names(width: int) -> list[str]:
    """`c0 … c<width-1>`; raises `Refused` for a sheet wider than any export is."""
    if width > MAX_COLUMNS:
        raise Refused(
            f"Filen har {width} kolonner; grænsen er {MAX_COLUMNS}. Slet de tomme kolonner eller lav udtrækket om."
        )
    return [f"c{index}" for index in range(width)]
