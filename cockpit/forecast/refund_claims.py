"""What this year's own claims tell of the rest of the year, for refunds that nothing else explains.

A refund of a few citizens, as of those who came to the country, begins and ends with them: no spend follows it. What
has been claimed by the date stands to the whole year as it stood in closed years; an account that is new goes on as
refund accounts do on the whole.
"""

import polars as pl

from cockpit.forecast import courses
from cockpit.forecast.state import MODEL_DIMS, SUPPLEMENT, State

DOUBT = 0.6
"""Claims of six tenths of a year's course weigh as much as all of last year: those whose refund it is come and go."""


def _counted(state: State, refunds: pl.DataFrame) -> pl.DataFrame:
    """`account`, `year`, `month`, `kr` of the closed years that tell of an account's course: not of the one in which it
    began, where an older one shows that it was not there."""
    years = courses.closed_years(state)
    monthly = courses.by_period(refunds, years, ("account",))
    first = monthly.group_by("account").agg(first=pl.col("year").min())
    return monthly.join(first, on="account").filter(
        (pl.col("year") > pl.col("first")) | (pl.col("first") == min(years))
    )


def _shares(counted: pl.DataFrame, accounts: pl.Series) -> pl.DataFrame:
    """`account`, `month` 1-13, `share` of the year's refund: the account's own years, and all accounts' as one more."""
    months = pl.DataFrame({"month": range(1, SUPPLEMENT + 1)}, schema={"month": pl.Int8})
    claims = counted.filter(pl.col("kr").sum() < 0)
    pool = claims.group_by("month").agg(pool=pl.col("kr").sum() / claims["kr"].sum())
    own = counted.group_by("account", "month").agg(own=pl.col("kr").sum())
    years = counted.group_by("account").agg(years=pl.col("year").n_unique(), sum=pl.col("kr").sum())
    grid = pl.DataFrame({"account": accounts}).join(months, how="cross").join(pool, on="month", how="left")
    found = grid.join(own, on=["account", "month"], how="left").join(years, on="account", how="left")
    n = pl.when(pl.col("sum") < 0).then("years").otherwise(0).fill_null(0)
    own_share = pl.when(n > 0).then(pl.col("own").fill_null(0.0) / pl.col("sum")).otherwise(0.0)
    return found.select("account", "month", share=(n * own_share + pl.col("pool").fill_null(0.0)) / (n + 1), years=n)


def going_on(state: State, refunds: pl.DataFrame) -> pl.DataFrame:
    """`MODEL_DIMS`, `month` (1-13), `claimed_on` (kr., what is booked by the date gone on with), `weight` (of that
    beside what last year says), `years` (how many closed years tell of its course). `refunds`: the refund
    accounts' ledger."""
    own = refunds.filter(~pl.col("prior_year"))
    booked = own.filter(pl.col("year") == state.year).group_by(MODEL_DIMS).agg(booked=pl.col("kr").sum())
    counted = _counted(state, own)
    shares = _shares(counted, booked["account"].unique())
    awaited = pl.col("month").is_in(state.awaited_periods)
    told = shares.with_columns(told=pl.col("share").filter(~awaited).sum().over("account").clip(0.0, 1.0))
    rated = booked.join(told.filter(pl.col("told") > 0), on="account")
    return rated.select(
        *MODEL_DIMS, "month", "years", claimed_on=pl.col("booked") * pl.col("share") / pl.col("told"),
        weight=pl.col("told") / (pl.col("told") + DOUBT),
    )  # fmt: skip
