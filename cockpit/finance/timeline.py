"""Days and months of grants, as expressions: clipping to a period, months as running numbers, a row a month."""

import datetime as dt

import polars as pl

MONTHS = 12
FAR = dt.date(2999, 12, 31)
"""Stands for no end in comparisons."""
SPREAD = 100_000
"""More than any month number: grant and month as one whole number, which is sorted and summed by many times faster than
two columns."""
UNDECIDED = ("ansøgt", "afslag")
"""Statuses of rows that are no grant (yet): they count neither in persons nor in kroner."""


def month_number(day: pl.Expr) -> pl.Expr:
    """Months since year 0."""
    return day.dt.year() * MONTHS + day.dt.month().cast(pl.Int32) - 1


def month_start(name: str) -> pl.Expr:
    """First day of the month whose number the column holds."""
    return pl.date(pl.col(name) // MONTHS, pl.col(name) % MONTHS + 1, 1)


def month_table(first: dt.date, last: dt.date) -> pl.DataFrame:
    """The months that the period touches: `month_no, month` (first day)`, month_end, month_days, year_days`."""
    numbers = range(first.year * MONTHS + first.month - 1, last.year * MONTHS + last.month)
    table = pl.DataFrame({"month_no": numbers}, schema={"month_no": pl.Int32()}).with_columns(
        month=month_start("month_no")
    )
    return table.with_columns(
        month_end=pl.col("month").dt.month_end(),
        month_days=pl.col("month").dt.month_end().dt.day().cast(pl.Int64),
        year_days=pl.when(pl.col("month").dt.is_leap_year()).then(366).otherwise(365).cast(pl.Int64),
    )


def ends(grants: pl.DataFrame) -> pl.Expr:
    """The column that holds a grant's effective end: `ends_on` after allocation, else `end_date`."""
    return pl.col("ends_on" if "ends_on" in grants.columns else "end_date")


def clipped(grants: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """The grants active in the period, with `starts` and `ends` cut to it (both days counted)."""
    cut = grants.with_columns(
        starts=pl.max_horizontal("start_date", pl.lit(first)),
        ends=pl.min_horizontal(ends(grants).fill_null(last), pl.lit(last)),
    )
    return cut.filter(pl.col("starts") <= pl.col("ends"))


def months_between(frame: pl.DataFrame, starts: str, stops: str) -> pl.DataFrame:
    """One row a month that `starts`..`stops` touches, with its `month_no`."""
    span = pl.int_ranges(month_number(pl.col(starts)), month_number(pl.col(stops)) + 1, dtype=pl.Int32)
    return frame.with_columns(month_no=span).explode("month_no")


def granted(grants: pl.DataFrame, *tests: str | pl.Expr) -> pl.DataFrame:
    """The rows that are grants, neither applied for nor refused, and for which the `tests` hold."""
    decided = [~pl.col("status").fill_null("aktiv").is_in(UNDECIDED)] if "status" in grants.columns else []
    return grants.filter(*decided, *tests)
