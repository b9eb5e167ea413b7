"""A bill in the wrong month is no difference in kroner: surplus and lack of one grant near each other cancel."""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.finance.money import kroner, ore
from cockpit.finance.timeline import month_number

SHIFTS = (-1, 1, -2, 2)
"""Months by which a bill may stand wrong, the nearest first."""
WHOLE_YEAR = range(3, 12)
MANY_MONTHS = 2.5
"""A bill this much larger than its month's grant covers the months that follow: a quarter's or a year's bill."""


def without_shifts(compared: pl.DataFrame, smallest_kr: float) -> pl.DataFrame:
    """The frame (`grant_id, month, granted_kr, booked_kr, follows`) with `amount_kr`: booked less granted, after what
    neighbouring months of the grant make up for. Grants whose bills say no service month of their own (`follows` is
    false) cancel over all their months, the oldest first. Differences under `smallest_kr` are left out."""
    started = compared.with_columns(
        left=ore(pl.col("booked_kr")) - ore(pl.col("granted_kr")), mi=month_number(pl.col("month"))
    )
    open_ = started.filter(pl.col("left") != 0)
    for shift in SHIFTS:
        open_ = _cancelled(open_, shift, times=0)
    for shift in WHOLE_YEAR:
        open_ = _cancelled(open_, shift, times=MANY_MONTHS)
    settled = _over_all_months(open_.filter(pl.col("left").abs() >= int(smallest_kr * 100)))
    return (
        settled.with_columns(amount_kr=kroner(pl.col("left")).cast(MONEY))
        .filter(pl.col("left") != 0)
        .drop("left", "mi")
    )


def _cancelled(rows: pl.DataFrame, shift: int, *, times: float) -> pl.DataFrame:
    """Each surplus takes from the lack `shift` months away, as far as it goes; only that of a month in which more than
    `times` its grant is booked."""
    large = pl.col("booked_kr").cast(pl.Float64) > times * pl.col("granted_kr").cast(pl.Float64)
    other = rows.select("grant_id", mi=pl.col("mi") - shift, theirs="left")
    mine = rows.join(other, on=["grant_id", "mi"], how="left")
    gives = pl.when(large & (pl.col("left") > 0) & (pl.col("theirs") < 0)).then(
        pl.min_horizontal("left", -pl.col("theirs"))
    )
    given = mine.with_columns(gives=gives.fill_null(0)).drop("theirs")
    back = given.select("grant_id", mi=pl.col("mi") + shift, takes="gives")
    return (
        given.join(back, on=["grant_id", "mi"], how="left")
        .with_columns(left=pl.col("left") - pl.col("gives") + pl.col("takes").fill_null(0))
        .drop("gives", "takes")
        .filter(pl.col("left") != 0)
    )


def _over_all_months(rows: pl.DataFrame) -> pl.DataFrame:
    ordered = rows.sort("grant_id", "mi")
    plus, minus = pl.col("left").clip(lower_bound=0), (-pl.col("left")).clip(lower_bound=0)
    both = pl.min_horizontal(plus.sum().over("grant_id"), minus.sum().over("grant_id"))

    def rest(part: pl.Expr) -> pl.Expr:
        return pl.min_horizontal(part, (part.cum_sum().over("grant_id") - both).clip(lower_bound=0))

    return ordered.with_columns(left=pl.when("follows").then("left").otherwise(rest(plus) - rest(minus)))
