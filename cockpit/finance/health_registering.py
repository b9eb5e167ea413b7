"""How grants are registered: too late, twice, or all on the day that a system was changed."""

import datetime as dt

import polars as pl

from cockpit.finance.allocation import Allocated
from cockpit.finance.commitments import grant_months
from cockpit.finance.timeline import FAR

LATE_DAYS = 30
"""A grant registered later than this after its start is late."""
YEAR_DAYS = 365
SPIKE_ROWS, SPIKE_SHARE, SPIKE_TIMES = 20, 0.05, 5.0
_ALIKE = ["citizen", "paragraph", "service", "provider"]
_PRICE = ["unit_price", "price_unit", "quantity"]


def late(allocated: Allocated, running: pl.DataFrame, as_of: dt.date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Grants that started in the last year and were registered more than 30 days later, and `grant_id, amount_kr`:
    what they cost before anybody could know."""
    since = as_of - dt.timedelta(days=YEAR_DAYS)
    waited = (pl.col("registered_on") - pl.col("start_date")).dt.total_days()
    found = running.filter(pl.col("start_date") > since, waited > LATE_DAYS)
    unknown = allocated.grants.join(found.select("grant_id"), on="grant_id", how="semi").with_columns(
        ends_on=pl.min_horizontal(pl.col("ends_on"), pl.col("registered_on") - pl.duration(days=1))
    )
    months = grant_months(unknown, since, as_of, allocated.prices)
    net = pl.col("cost_kr") - pl.col("citizen_payment_kr")
    return found, months.group_by("grant_id").agg(amount_kr=net.sum())


def duplicates(running: pl.DataFrame) -> pl.DataFrame:
    """Grants that overlap an earlier one of the same citizen, paragraph, service, provider and price: of each such set
    all but the first."""
    days = running.sort("start_date", "grant_id").with_columns(until=pl.col("ends_on").fill_null(FAR))
    alike = pl.struct(*_ALIKE, *_PRICE)
    before = pl.col("until").cum_max().shift(1).over(alike)
    known = pl.col("citizen").is_not_null()
    return days.filter(known, (before >= pl.col("start_date")).fill_null(value=False)).drop("until")


def spikes(running: pl.DataFrame) -> pl.DataFrame:
    """Grants that start on a day on which far more of their source start than on others: the mark of a change of
    system, after which a start date no longer says when the help began.

    A day counts where at least 20 grants and 5 % of the source start on it, and five times as many as on a usual day;
    first days of months are held against first days of months.
    """
    if running.is_empty():
        return running
    first = (pl.col("start_date").dt.day() == 1).alias("first")
    days = running.group_by("source", "start_date").len().with_columns(first)
    usual = pl.col("len").median().over("source", "first")
    share = pl.col("len") / pl.col("len").sum().over("source")
    odd = days.filter(pl.col("len") >= SPIKE_ROWS, share >= SPIKE_SHARE, pl.col("len") >= SPIKE_TIMES * usual)
    return running.join(odd.select("source", "start_date"), on=["source", "start_date"], how="semi", nulls_equal=True)
