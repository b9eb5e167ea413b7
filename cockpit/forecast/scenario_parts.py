"""What several kinds of scenario changes share: a month's part after a day, and the outflow that follows."""

import datetime as dt

import polars as pl

from cockpit.forecast.leaf import money

CELL = ("year", "month", "committee", "area", "function", "account", "paragraph", "in_service_frame")
UNNAMED = ("provider", "team", "grant_id")


def from_day(day: dt.date) -> pl.Expr:
    """The part of a leaf's month (`year`, `month`) that lies on or after the day: 0 before, 1 after, by days within."""
    first = pl.date("year", "month", 1)
    left = (first.dt.month_end() - pl.max_horizontal(first, pl.lit(day))).dt.total_days() + 1
    return left.clip(lower_bound=0) / first.dt.month_end().dt.day()


def with_outflow(ahead: pl.DataFrame, moved: pl.DataFrame, *, leaving: bool) -> pl.DataFrame:
    """The changed commitments, and of each cell's expected outflow the same share as of its commitments. What outflow
    a cell has without commitments stands. `leaving`: what changes are the grants, not their prices; then only an
    outflow below 0 follows, for what lies above is other grants that run on or are renewed."""
    amount = pl.col("amount_kr").cast(pl.Float64).sum()
    whole = ahead.filter(pl.col("component") == "committed").group_by(CELL).agg(whole=amount)
    change = moved.group_by(CELL).agg(change=amount)
    share = change.join(whole, on=CELL).filter(pl.col("whole") != 0)
    outflow = ahead.filter(pl.col("component") == "outflow").join(share, on=CELL)
    follows = pl.lit(value=True) if not leaving else pl.col("amount_kr").sum().over(CELL) < 0
    part = pl.col("amount_kr").cast(pl.Float64) * pl.col("change") / pl.col("whole")
    followed = outflow.filter(follows).with_columns(amount_kr=money(part)).filter(pl.col("amount_kr") != 0)
    return pl.concat([moved, followed.select(moved.columns)])
