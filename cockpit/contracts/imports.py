"""What goes from `ingest` to `store`, and what `store` remembers of it."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from cockpit.contracts.receipt import Receipt

MARKS_SCHEMA: dict[str, pl.DataType] = {
    "code": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "place": pl.UInt32(),
}


def no_marks() -> pl.DataFrame:
    """The marks of a file in which nothing is marked."""
    return pl.DataFrame(schema=MARKS_SCHEMA)


@dataclass(frozen=True, slots=True)
class Reading:
    """One dataset read from one sheet of one file. `frame` holds the typed rows of the contract, without CPR;
    `set_aside` the rows that could not be read (row number, column, value, reason, every cell as text, CPR masked)."""

    receipt: Receipt
    frame: pl.DataFrame
    set_aside: pl.DataFrame
    coverage: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Field -> values that this export replaces within its source; empty = the source's whole list."""
    lists: str = "all"
    """`all` or `active`: what a missing row means in a dataset whose rows end."""
    profile_text: str = ""
    """The profile as YAML, kept with the import so that it can be read again the same way."""
    marks: pl.DataFrame = field(default_factory=no_marks)
    """The rows of `frame` (`place`) that a finding (`code`, `column`, `value`) is about, in a list without amounts:
    what they cost is not for the file to say."""


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of a list without a key, as far as another export is held against them. Two of these are compared only
    where both were made in the same place: the numbers are that place's own."""

    digests: pl.Series
    """A number for each row, the same where the whole rows are."""
    sums: pl.DataFrame
    """`period`, `account` and the control amount, one line or more for each period and account."""
    since: dt.date | None = None
    """Effective date of the newest import among the source's rows."""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.digests)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """A journal line about one accepted reading."""

    id: int
    batch: int
    user: str
    at: dt.datetime
    receipt: Receipt
    coverage: dict[str, tuple[str, ...]]
    lists: str
    profile_text: str
    undone_at: dt.datetime | None = None
    undone_by: str = ""
    undone_reason: str = ""


class DataAction(StrEnum):
    """What changes the snapshot in force."""

    IMPORT = "import"
    UNDO = "undo"
    REBUILD = "rebuild"


@dataclass(frozen=True, slots=True)
class DataMove:
    """One step in the course of the data: from the content hash `before` to `after`. Equal hashes are equal business
    rows through all time. `imports`: the numbers that were taken in or taken back."""

    number: int
    snapshot: str
    before: str
    after: str
    at: dt.datetime
    user: str
    action: DataAction | None
    """None: made by a release that did not note it."""
    imports: tuple[int, ...] = ()
