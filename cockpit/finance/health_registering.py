"""How grants are registered: without the end that their like have, too late, twice, or all on the day that a system
was changed."""

import datetime as dt

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.allocation import Allocated
from cockpit.finance.commitments import grant_months
from cockpit.finance.timeline import FAR

LATE_DAYS = 30
"""A grant registered later than this after its start is late."""
YEAR_DAYS = 365
SPIKE_ROWS, SPIKE_SHARE, SPIKE_TIMES = 20, 0.05, 5.0
LIKE_ROWS, LIKE_SHARE = 6, 2 / 3
"""From so many running grants of a kind on, with an end on so large a part, an end is what is usual."""
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


def without_end(running: pl.DataFrame) -> pl.DataFrame:
    """Grants without an end where their like have one. A grant may run on for good, so only what is unusual is told:
    at least two of three running grants of the same paragraph and service have an end. Where there are fewer than six
    of these, all of the paragraph are held together; where it has fewer too, nothing is usual."""
    ended = pl.col("ends_on").is_not_null().mean()
    service, paragraph = ["paragraph", "service"], ["paragraph"]
    enough = pl.len().over(service) >= LIKE_ROWS
    usual = pl.when(enough).then(ended.over(service)).when(pl.len().over(paragraph) >= LIKE_ROWS)
    known = running.filter(pl.col("paragraph") != NOT_ALLOCATED)
    share = usual.then(ended.over(paragraph)).otherwise(0)
    return known.filter(pl.col("ends_on").is_null() & (share >= LIKE_SHARE))


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
