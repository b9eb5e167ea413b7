"""How many: full-year persons (a citizen counts once a day), full-year services, what starts and ends in a month."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cockpit.contracts.calendar import days_in_year
from cockpit.finance.timeline import clipped, ends, granted, month_number, month_start, months_between

ONCE = "engang"
DECIMALS = 6


def volumes(grants: pl.DataFrame, by: Sequence[str], first: dt.date, last: dt.date) -> pl.DataFrame:
    """Days of service in the period over the days of the year, per group.

    `full_year_persons`: overlapping grants of a citizen within the group are merged, so persons can not be added over
    groups; without groups (`by = ()`) the total counts distinct citizens. `full_year_services`: every grant by itself.
    `citizens`: citizens with at least one day. One-off grants (*engang*), applied-for and refused ones are left out.
    Float64 with six decimals; sorted by the groups. Formula 3. ValueError where the period spans two years.
    """
    if first.year != last.year:
        raise ValueError(f"a period of one year was expected, found {first}..{last}")
    days = _covered(_counted(grants, first, last), by)
    year = days_in_year(first.year)
    sums = [
        (pl.col("covered").sum() / year).round(DECIMALS).alias("full_year_persons"),
        (pl.col("days").sum() / year).round(DECIMALS).alias("full_year_services"),
        pl.col("citizen").n_unique().cast(pl.Int64).alias("citizens"),
    ]
    if not by:
        return days.select(sums)
    return days.group_by(by).agg(sums).sort(by)


def volumes_by_year(grants: pl.DataFrame, by: Sequence[str], first_year: int, last_year: int) -> pl.DataFrame:
    """`volumes` of each whole year, with `year` (Int32) in front."""
    frames = [
        volumes(grants, by, dt.date(year, 1, 1), dt.date(year, 12, 31)).select(
            pl.lit(year, dtype=pl.Int32).alias("year"), pl.all()
        )
        for year in range(first_year, last_year + 1)
    ]
    return pl.concat(frames).sort("year", *by)


def months_active(grants: pl.DataFrame, by: Sequence[str], first: dt.date, last: dt.date) -> pl.DataFrame:
    """Grants in force at each month's end, and those that start and end in the month.

    Columns `month` (first day), the groups, `active` and `citizens` (grants and distinct citizens on the month's last
    day), `inflow` (first day in the month) and `outflow` (last day in the month). From `first`'s to `last`'s month;
    a group and month where nothing happens has no row. One-offs, applied-for and refused grants are left out.
    """
    window = dt.date(first.year, first.month, 1), _month_end(last)
    lines = _counted(grants, *window)
    events = months_between(lines, "starts", "ends").with_columns(month=month_start("month_no"))
    month_end = pl.col("month").dt.month_end()
    here = (ends(grants) >= month_end).fill_null(value=True)
    starts_here = month_number(pl.col("start_date")) == pl.col("month_no")
    ends_here = (month_number(ends(grants)) == pl.col("month_no")).fill_null(value=False)
    counts = [
        here.sum().cast(pl.Int64).alias("active"),
        pl.col("citizen").filter(here).n_unique().cast(pl.Int64).alias("citizens"),
        starts_here.sum().cast(pl.Int64).alias("inflow"),
        ends_here.sum().cast(pl.Int64).alias("outflow"),
    ]
    return events.group_by("month", *by).agg(counts).sort("month", *by)


def _month_end(day: dt.date) -> dt.date:
    return (dt.date(day.year, day.month, 28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _counted(grants: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """The grants that count in the period, once each though they may have several price lines."""
    running = granted(grants, pl.col("price_unit").fill_null("") != ONCE)
    return clipped(running, first, last).unique("grant_id", keep="first", maintain_order=True)


def _covered(lines: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """`days` of each grant, and `covered`: those of them on which no earlier grant of the group had the citizen."""
    keys = [*by, "citizen"]
    earlier = pl.col("ends").cum_max().shift(1).over(keys)
    fresh = pl.max_horizontal("starts", earlier + pl.duration(days=1))
    ordered = lines.sort(*keys, "starts", "ends")
    return ordered.with_columns(
        days=(pl.col("ends") - pl.col("starts")).dt.total_days() + 1,
        covered=((pl.col("ends") - fresh).dt.total_days() + 1).clip(lower_bound=0),
    )
