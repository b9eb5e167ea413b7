"""Which month a bill is for that does not say so, where its grant is known.

Most ledgers say when a bill was booked and nothing more. A bill of the grant is then taken for the oldest month that
lacks one, so that a month without a bill is seen as a bill still to come, and not as a grant that costs less. Where the
grant stays further behind than its provider usually is, month after month, the oldest one is taken as a month that is
never billed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from cockpit.contracts.data import SUM
from cockpit.finance.billed_lag import booked_in, homes, usual_bills, usual_lag
from cockpit.finance.timeline import MONTHS, month_number, month_start

BACK = 5
"""A bill of usual size is looked for a place among the month of booking and so many before it."""
FAR_BACK = 24
"""One of several months' size among so many."""
PATIENCE = 3
"""Months in a row that a grant may be further behind than usual before the oldest is given up."""
SEVERAL = 1.75
SUPPLEMENT = 13
USED = 0.1
"""Where the supplement holds a tenth of its and January's bills, bills of the year before are booked in it, and what
stands in January's own period is not for them."""
BY_NAME = ("grant_id", "citizen_provider_month", "citizen_month")
"""How the grant must have been found; one that was found by its amount has told its month."""

_Ints = npt.NDArray[np.int32]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Months:
    """A row a grant, a column a month from `first` on. `lacks`: the grant runs and no bill is laid to the month.
    `usual`: how many months its bills usually come after; `behind`: how many months in a row it has been further
    behind than that. `opens`: Januaries in which the bills of the year before are booked in its supplement."""

    first: int
    lacks: _Flags
    usual: _Ints
    behind: _Ints
    opens: frozenset[int]

    def place(self, grants: _Ints, booked: int) -> _Ints:
        """The month of one bill of each of the grants, as a column; its place is taken from now on."""
        since = booked if booked in self.opens else max(booked - BACK, 0)
        window = self.lacks[grants, since : booked + 1]
        expected = np.maximum(booked - self.usual[grants], since)
        found = np.where(window.any(axis=1), since + window.argmax(axis=1), expected)
        self.lacks[grants, found] = False
        return found.astype(np.int32)

    def pass_over(self, grants: _Ints, booked: int) -> None:
        """Give up the oldest month without a bill where the grants, billed this month, have been behind for long."""
        since = max(booked - BACK, 0)
        window = self.lacks[grants, since : booked + 1]
        late = window.sum(axis=1) > self.usual[grants]
        self.behind[grants] = np.where(late, self.behind[grants] + 1, 0)
        given_up = self.behind[grants] > PATIENCE
        self.lacks[grants[given_up], since + window.argmax(axis=1)[given_up]] = False
        self.behind[grants[given_up]] = 0

    def place_large(self, grant: int, booked: int, months: int) -> int | None:
        """The middle of the oldest `months` months without a bill; None where fewer than two lack one."""
        since = max(booked - FAR_BACK, 0)
        free = since + np.flatnonzero(self.lacks[grant, since : booked + 1])[:months]
        if free.size < 2:
            return None
        self.lacks[grant, free] = False
        return int(free[free.size // 2])


def with_billed_month(matched: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """The postings (`grant`: row number in `grants`, null where none; `dated`; `service_month`; `amount` of each single
    one, `SUM` of all that are alike) with the month `inferred` where the grant is known. Alike ones become single rows,
    since each takes a month of its own. Credit notes stay in the month of booking."""
    asked = ~pl.col("dated") & pl.col("matched_by").is_in(BY_NAME)
    known = matched.with_columns(inferred=~pl.col("dated") & pl.col("grant").is_not_null())
    if matched.filter(asked).is_empty():
        return known
    told = homes(grants)
    single = _singly(known, asked).with_row_index("row").join(told.select("grant", "home"), on="grant", how="left")
    first, last = single.select(booked_in().min().alias("first"), booked_in().max().alias("last")).row(0)
    bills = usual_bills(single.filter(asked & (pl.col("amount") > 0)), told)
    if bills.is_empty():
        return known
    placed = single.join(_placed(bills, single, first, last), on="row", how="left", maintain_order="left")
    return placed.with_columns(service_month=pl.coalesce(month_start("found"), "service_month")).drop(
        "row", "home", "found"
    )


def _singly(matched: pl.DataFrame, asked: pl.Expr) -> pl.DataFrame:
    """The postings with a row for each single one of those asked about."""
    times = (pl.col(SUM).cast(pl.Float64) / pl.col("amount").cast(pl.Float64)).round()
    counted = matched.with_columns(
        times=pl.when(asked & (pl.col("amount") != 0)).then(times).fill_null(1).cast(pl.Int64)
    )
    several = pl.col("times") > 1
    if counted.filter(several).is_empty():
        return matched
    single = counted.with_columns(pl.when(several).then("amount").otherwise(SUM).alias(SUM))
    return single.select(pl.exclude("times").repeat_by("times")).explode(matched.columns)


def _placed(bills: pl.DataFrame, single: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """`row, found`: the month of each bill, laid in the order of booking."""
    lags = bills.join(usual_lag(bills, first, last), on="provider", how="left", nulls_equal=True)
    numbers = lags.select("home", "since", "until", "usual").unique("home").sort("home").with_row_index("line")
    told = lags.join(numbers.select("home", "line"), on="home").sort("booked", "rank", "line", "row")
    months = _months(numbers, _dated(single, numbers), first, last, _supplemented(single))
    found = []
    for month in told.partition_by("booked", maintain_order=True):
        rounds = month.partition_by("rank", maintain_order=True)
        found += [part.select("row", found=_of_one_round(part, months)) for part in rounds]
        months.pass_over(month["line"].unique().cast(pl.Int32).to_numpy(), month["booked"][0] - months.first)
    return pl.concat(found)


def _of_one_round(part: pl.DataFrame, months: _Months) -> pl.Series:
    """The months (since year 0) of bills booked in one month, at most one a grant."""
    booked = part["booked"][0] - months.first
    lines = part["line"].cast(pl.Int32).to_numpy()
    large = {
        at: middle
        for at in np.flatnonzero(part["size"].to_numpy() >= SEVERAL)
        if (middle := months.place_large(int(lines[at]), booked, round(part["size"][int(at)]))) is not None
    }
    rest = np.setdiff1d(np.arange(len(lines)), list(large))
    found = np.empty(len(lines), dtype=np.int32)
    found[list(large)] = list(large.values())
    found[rest] = months.place(lines[rest], booked)
    return pl.Series(found + months.first, dtype=pl.Int32)


def _dated(single: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """`line, month` that have a bill which says its month."""
    says = single.filter(pl.col("dated") & (pl.col("amount") > 0)).join(numbers, on="home")
    return says.select("line", month=month_number(pl.col("service_month"))).unique()


def _supplemented(single: pl.DataFrame) -> pl.Series:
    """The Januaries (months since year 0) beside which the bills of the year before have a period of their own."""
    bills = single.filter(
        pl.col("home").is_not_null() & (pl.col("amount") > 0) & pl.col("month").is_in([1, SUPPLEMENT])
    )
    in_supplement = pl.col("month") == SUPPLEMENT
    opened = bills.with_columns(opened=pl.col("year") + in_supplement)
    counts = opened.group_by("opened").agg(late=in_supplement.sum(), n=pl.len())
    used = counts.filter(pl.col("late") >= USED * pl.col("n"))
    return used.select((pl.col("opened") * MONTHS).cast(pl.Int32)).to_series()


def _months(numbers: pl.DataFrame, dated: pl.DataFrame, begins: int, last: int, supplemented: pl.Series) -> _Months:
    """Before the ledger begins every month has its bill, less those whose bills usually come after it begins."""
    first = begins - FAR_BACK
    column = np.arange(first, last + 1)[np.newaxis, :]
    since = np.maximum(numbers["since"].to_numpy(), begins - numbers["usual"].to_numpy())[:, np.newaxis]
    until = numbers["until"].fill_null(last).to_numpy()[:, np.newaxis]
    lacks = (column >= since) & (column <= until)
    inside = dated.filter(pl.col("month").is_between(first, last))
    lacks[inside["line"].to_numpy(), inside["month"].to_numpy() - first] = False
    usual = numbers["usual"].to_numpy()
    opens = frozenset(int(january) - first for january in supplemented)
    return _Months(int(first), lacks, usual, np.zeros_like(usual), opens)
