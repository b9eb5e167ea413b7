"""A sheet as it stands in the file: text cells and nothing understood yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from cockpit.contracts.errors import Refused
from cockpit.reader.limits import MAX_CELL_BYTES, MAX_COLUMNS


@dataclass(slots=True)
class Noticed:
    """How many of each were met in a sheet that a person should know of. The names are those of the findings."""

    ragged_lines: int = 0
    """Lines with more cells than headings."""
    broken_quotes: int = 0
    """1 where quotes are taken as ordinary characters."""
    formula_errors: int = 0
    formulas_without_value: int = 0
    """Formulas that no program has worked out before the file was saved."""
    merged_cells: int = 0
    """Cells that were given what the merged cell above them says."""
    shared_cells: int = 0
    """The same, left empty because what is above them is counted."""
    hidden_rows: int = 0
    months_as_columns: int = 0
    """Rows of a sheet whose months stand side by side, where each is read as several."""


@dataclass(slots=True)
class RawSheet:
    """Text columns `c0, c1, …` in parts of one shape; `first_row` is the spreadsheet's number of the first row."""

    name: str
    parts: Iterable[pl.DataFrame]
    hidden: bool = False
    first_row: int = 1
    noticed: Noticed = field(default_factory=Noticed)
    """Fills up while the parts are taken."""


def column_names(width: int) -> list[str]:
    """`c0 … c<width-1>`; raises `Refused` for a sheet wider than any export is."""
    if width > MAX_COLUMNS:
        raise Refused(
            f"Filen har {width} kolonner; grænsen er {MAX_COLUMNS}. Slet de tomme kolonner eller lav udtrækket om."
        )
    return [f"c{index}" for index in range(width)]


def check_cells(frame: pl.DataFrame) -> None:
    """Raises `Refused` for a cell longer than any that a person or a system writes."""
    longest = frame.select(pl.all().str.len_bytes().max()).row(0)
    size = max((length or 0 for length in longest), default=0)
    if size > MAX_CELL_BYTES:
        raise too_long(size)


def too_long(size: int) -> Refused:
    """The refusal of a cell, or of a line that does not end, of `size` bytes."""
    return Refused(
        f"Filen har en celle på {size / 1024**2:.0f} MB, og så lang er ingen tekst. Et anførselstegn, der aldrig "
        "lukkes, kan være årsagen. Lav udtrækket igen."
    )
