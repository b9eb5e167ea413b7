"""Which months of each grant still lack a bill, while the bills are laid in the order of booking."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

BACK = 5
"""A bill of usual size is looked for a place among the month of booking and so many before it."""
FAR_BACK = 24
"""One of several months' size among so many."""
PATIENCE = 3
"""Months in a row that a grant may be further behind than usual before the oldest is given up."""
LEAST_PART = 0.03
"""A day of a month: what a first or last month weighs at least."""

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Places:
    """A row a grant, a column a month from `first` on. `lacks`: the grant runs and no bill is laid to the month.
    `usual`: how many months its bills usually come after; `behind`: how many months in a row it has been further
    behind than that. `part`: the part of the month that the grant runs. `opens`: Januaries in which the bills of the
    year before are booked in its supplement."""

    first: int
    lacks: Flags
    part: Floats
    usual: Ints
    behind: Ints
    opens: frozenset[int]

    def place(self, grants: Ints, booked: int) -> Ints:
        """The month of one bill of each of the grants, as a column; its place is taken from now on."""
        since = booked if booked in self.opens else max(booked - BACK, 0)
        window = self.lacks[grants, since : booked + 1]
        expected = np.maximum(booked - self.usual[grants], since)
        found = np.where(window.any(axis=1), since + window.argmax(axis=1), expected)
        self.lacks[grants, found] = False
        return found.astype(np.int32)

    def pass_over(self, grants: Ints, booked: int) -> None:
        """Give up the oldest month without a bill where the grants, billed this month, have been behind for long."""
        since = max(booked - BACK, 0)
        window = self.lacks[grants, since : booked + 1]
        late = window.sum(axis=1) > self.usual[grants]
        self.behind[grants] = np.where(late, self.behind[grants] + 1, 0)
        given_up = self.behind[grants] > PATIENCE
        self.lacks[grants[given_up], since + window.argmax(axis=1)[given_up]] = False
        self.behind[grants[given_up]] = 0

    def place_large(self, grants: Ints, booked: int, size: Floats, fewest: Ints) -> tuple[Ints, Ints, Floats]:
        """`(at, month, part)`, a row a month: the oldest months without a bill of each grant, as many as its bill has
        the `size` of, and the part of the bill. A grant that lacks fewer than `fewest` has none."""
        since = max(booked - FAR_BACK, 0)
        window = self.lacks[grants, since : booked + 1]
        runs = np.where(window, self.part[grants, since : booked + 1], 0.0)
        taken = window & (runs.cumsum(axis=1) - runs / 2 < size[:, np.newaxis])
        at, column = np.nonzero(taken & (window.sum(axis=1) >= fewest)[:, np.newaxis])
        self.lacks[grants[at], since + column] = False
        part = runs[at, column] / np.where(taken, runs, 0.0).sum(axis=1)[at]
        return at.astype(np.int32), (since + column).astype(np.int32), part


def open_places(numbers: pl.DataFrame, dated: pl.DataFrame, begins: int, last: int, supplemented: pl.Series) -> Places:
    """The months `begins` - `FAR_BACK` to `last` as they stand before any bill is laid. `numbers`: a row a grant, with
    what `homes` and `usual_lag` say and `told` (`first_told`): before that month a grant older than the ledger has its
    bills; before the ledger's first where nothing is told. `dated`: `line, month` that have a bill which says so.
    `supplemented`: Januaries, as `Places.opens`."""
    first = begins - FAR_BACK
    column = np.arange(first, last + 1, dtype=np.int32)[np.newaxis, :]
    opened = (
        pl.when(pl.col("since") < begins)
        .then(pl.max_horizontal("since", pl.col("told").fill_null(begins)))
        .otherwise("since")
    )
    since = numbers.select(opened).to_series().to_numpy()[:, np.newaxis]
    until = numbers["until"].fill_null(last).to_numpy()[:, np.newaxis]
    lacks = (column >= since) & (column <= until)
    inside = dated.filter(pl.col("month").is_between(first, last))
    lacks[inside["line"].to_numpy(), inside["month"].to_numpy() - first] = False
    usual = numbers["usual"].to_numpy()
    opens = frozenset(int(january) - first for january in supplemented)
    return Places(int(first), lacks, _parts(numbers, column), usual, np.zeros_like(usual), opens)


def _parts(numbers: pl.DataFrame, column: Ints) -> Floats:
    """The part of each month that a grant runs: all but its first and last month are whole."""
    asked = numbers.with_columns(pl.col("until").fill_null(0))
    since, until, first, last = (
        asked[name].to_numpy()[:, np.newaxis] for name in ("since", "until", "first_part", "last_part")
    )
    both = np.maximum(first + last - 1, 0.0)
    part = np.where(column == since, np.where(since == until, both, first), np.where(column == until, last, 1.0))
    return np.maximum(part, LEAST_PART)
