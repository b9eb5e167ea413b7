"""What stands beside a paragraph over the years: the functions it is booked on, its months, what starts and ends."""

import datetime as dt

import polars as pl

from cockpit import finance
from cockpit.contracts.dataset import MONEY
from cockpit.forecast.compute import ForecastResult

_KR = pl.col("amount_kr").sum().cast(MONEY).alias("spend_kr")


def _all_years(result: ForecastResult) -> pl.DataFrame:
    """The leaves of every year that is known, with `year` in front: those of the past as posted, and the forecast."""
    now = result.leaves.select(pl.lit(result.year, dtype=pl.Int32).alias("year"), pl.all())
    return pl.concat([result.earlier.select(now.columns), now])


def function_years(result: ForecastResult) -> pl.DataFrame:
    """`year, function, paragraph, spend_kr`: on which functions a paragraph's spend stands, sorted. The sums over
    functions are those of `paragraph_years`."""
    keys = ["year", "function", "paragraph"]
    return _all_years(result).group_by(keys).agg(_KR).sort(keys)


def month_years(result: ForecastResult) -> pl.DataFrame:
    """`year, month` 1-12`, paragraph, spend_kr`: booked in the month (periods 00 and 13 with January and December), in
    the forecast's year until the date. Sorted."""
    keys = ["year", "month", "paragraph"]
    posted = _all_years(result).filter(pl.col("component") == "posted").with_columns(pl.col("month").clip(1, 12))
    return posted.group_by(keys).agg(_KR).sort(keys)


def flow_years(result: ForecastResult) -> pl.DataFrame:
    """`year, paragraph, inflow, outflow`: services that start and that end in the years that the ledger holds, in the
    forecast's year until the date. One-offs, applied-for and refused ones are left out. Sorted."""
    years = [*sorted(set(result.earlier["year"])), result.year]
    last = min(result.as_of, dt.date(result.year, 12, 31))
    months = result.once(
        "months_active",
        lambda: finance.months_active(result.allocated.grants, ["paragraph"], dt.date(years[0], 1, 1), last),
    )
    keys = ["year", "paragraph"]
    counts = months.group_by(pl.col("month").dt.year().cast(pl.Int32).alias("year"), "paragraph").agg(
        pl.col("inflow", "outflow").sum()
    )
    return counts.filter(pl.col("inflow") + pl.col("outflow") > 0).sort(keys)
