"""Birthdays at which help ends: a child's measures at 18, youth support at 23.

Of the chains of decisions that ran when the citizen reached such an age, the share that ended there is learnt per kind
of help. A grant without an end date, or with one further off, is then expected to end at the birthday by that share.
"""

import polars as pl

from cockpit.forecast import months
from cockpit.forecast.state import State

WITHIN_DAYS = 31
"""An end this near to the birthday is an end by age."""
BACK = 3
"""Birthdays of the last months teach nothing: an end is often registered late."""
PRIOR_CITIZENS = 2.0
"""A kind's share counts beside that of all kinds as if those were two of its citizens."""


def _at_birthday() -> pl.Expr:
    return (pl.col("ends_on") - pl.col("birthday")).dt.total_days().abs() <= WITHIN_DAYS


def outgrown(state: State) -> pl.DataFrame:
    """`grant_id` of grants whose registered end is where the citizen's age ends them."""
    return state.once("outgrown", lambda it: it.birthdays.filter(_at_birthday()).select("grant_id").unique())


def shares(state: State) -> pl.DataFrame:
    """`kind`, `age`, `share`: of the citizens in that help who reached the age, those whose help ended there."""
    days = state.birthdays
    until, since = months.first_day(state.now - BACK), months.first_day(state.ends_seen_from)
    reached = days.filter(
        pl.col("birthday").is_between(since, until)
        & (pl.col("chain_start") < pl.col("birthday").dt.offset_by(f"-{WITHIN_DAYS}d"))
        & (pl.col("ends_on").is_null() | (pl.col("ends_on") >= pl.col("birthday").dt.offset_by(f"-{WITHIN_DAYS}d")))
        & (pl.col("followed_by").is_null() | (pl.col("ends_on") > pl.col("birthday").dt.offset_by(f"{WITHIN_DAYS}d")))
    )
    counts = reached.group_by("kind", "age").agg(n=pl.len(), ended=_at_birthday().fill_null(value=False).sum())
    pool = (pl.col("ended").sum() / pl.col("n").sum()).over("age")
    return counts.select(
        "kind", "age", share=(pl.col("ended") + PRIOR_CITIZENS * pool) / (pl.col("n") + PRIOR_CITIZENS)
    ).sort("kind", "age")


def remaining(state: State, future: pl.DataFrame) -> pl.DataFrame:
    """`future` (`grant_id`, `mi`, …) with `of_age`: the share of the month that birthdays after the date leave."""
    coming = state.birthdays.filter(pl.col("birthday") > state.as_of).join(shares(state), on=["kind", "age"])
    first = coming.sort("birthday").unique("grant_id", keep="first", maintain_order=True)
    days = first.select("grant_id", "birthday", "share", turns=months.index(pl.col("birthday")))
    joined = future.join(days, on="grant_id", how="left")
    before = (pl.col("birthday").dt.day() - 1) / pl.col("birthday").dt.month_end().dt.day()
    gone = pl.when(pl.col("mi") > pl.col("turns")).then(1.0).when(pl.col("mi") == pl.col("turns")).then(1 - before)
    left = 1 - pl.col("share").fill_null(0.0) * gone.otherwise(0.0)
    return joined.with_columns(of_age=left.fill_null(1.0)).drop("birthday", "share", "turns")
