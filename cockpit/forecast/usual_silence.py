"""How often a grant that runs is silent: no bill for so many months, counted back from a close.

Learnt from closes half a year back and more, when all that was late has come. Providers differ (one bills each month,
the next by the quarter), and so do the times of the year (half a year's bills in December): what has been seen of a
provider at this time of the year is drawn towards what has been seen of it at all times, that towards its paragraph,
and that towards all.
"""

from collections.abc import Sequence

import polars as pl

from cockpit.finance.timeline import MONTHS
from cockpit.forecast.months import index
from cockpit.forecast.state import State

LONGEST = 6
"""Months of silence that are told apart; longer ones are as this."""
BACK = 6
"""Closes that teach lie at least this far back: then the late bills have come, and unregistered ends are registered."""
CLOSES = range(0, 21, 3)
"""How many months before that: quarters, for what is billed by the quarter is equally silent at all of them; and those
of the same time of the last two years are among them."""
PLACE = ("paragraph", "provider")
PRIOR_GRANTS = {"paragraph": 30.0, "provider": 10.0, "turn": 10.0}
"""A part's own silences count beside those of its whole as if those were of so many grants."""


def billed(state: State) -> pl.DataFrame:
    """`grant_id`, `mi`, `known` (the month in which the first bill of service month `mi` was booked), where the bills
    tell their month."""
    told = state.paid.filter(pl.col("first_lag").is_not_null() & pl.col("tells"))
    return told.select("grant_id", "mi", known=pl.col("mi") + pl.col("first_lag"))


def lives(state: State) -> pl.DataFrame:
    """Grants by grants, with the months that they run from and to as far as is registered."""
    return state.steering.select("grant_id", *PLACE, born=index(pl.col("start_date")), end=index(pl.col("ends_on")))


def running(lives: pl.DataFrame, close: int) -> pl.DataFrame:
    """Those that run at a close, as far as is registered."""
    through = (pl.col("end") > close).fill_null(value=True)
    return lives.filter((pl.col("born") <= close) & through)


def silent_at(running: pl.DataFrame, billed: pl.DataFrame, close: int) -> pl.DataFrame:
    """`grant_id`, `paragraph`, `provider`, `heard` (the newest month with a bill) and `silent` (the months since then
    up to `close`) of `running` grants that had been billed by then."""
    seen = billed.filter((pl.col("known") <= close) & (pl.col("mi") <= close))
    newest = seen.group_by("grant_id").agg(heard=pl.col("mi").max())
    return running.join(newest, on="grant_id").select(
        "grant_id", *PLACE, pl.col("heard").cast(pl.Int32),
        silent=(close - pl.col("heard")).clip(0, LONGEST).cast(pl.Int32),
    )  # fmt: skip


def late(lives: pl.DataFrame, billed: pl.DataFrame, now: int, first: int, holes: Sequence[int] = ()) -> pl.DataFrame:
    """`paragraph`, `provider`, `silent`, `late`: the share of running grants that were silent so long at earlier
    closes. `first`: the ledger's first month; `holes`: how many months before the newest booked one lie those that the
    ledger lacks, so that the earlier closes are looked at with the same months lacking."""
    closes = [now - BACK - back for back in CLOSES if now - BACK - back >= first + LONGEST]
    seen = [
        silent_at(
            _alive(lives, billed, close), billed.filter(~(close - pl.col("known")).is_in(holes)), close
        ).with_columns(same=pl.lit((now - close) % MONTHS == 0))
        for close in closes
    ]
    told = pl.concat(seen) if seen else silent_at(lives.clear(), billed, now).with_columns(same=pl.lit(value=False))
    lengths = pl.DataFrame({"silent": range(LONGEST + 1)}, schema={"silent": pl.Int32})
    full = lives.select(PLACE).unique().join(lengths, how="cross")
    all_of_them = pl.len() / max(told.height, 1)
    pooled = told.group_by("silent").agg(late=all_of_them)
    shares = full.join(pooled, on="silent", how="left").with_columns(pl.col("late").fill_null(0.0))
    shares = _drawn(shares, told, ("paragraph",), PRIOR_GRANTS["paragraph"])
    shares = _drawn(shares, told, PLACE, PRIOR_GRANTS["provider"])
    return _drawn(shares, told.filter("same"), PLACE, PRIOR_GRANTS["turn"])


def _drawn(shares: pl.DataFrame, told: pl.DataFrame, place: tuple[str, ...], prior: float) -> pl.DataFrame:
    """The shares moved by what is `told` of their place."""
    counts = told.group_by(*place, "silent").agg(n=pl.len())
    whole = told.group_by(place).agg(whole=pl.len())
    both = shares.join(counts, on=[*place, "silent"], how="left", nulls_equal=True).join(
        whole, on=place, how="left", nulls_equal=True
    ).with_columns(pl.col("n", "whole").fill_null(0))  # fmt: skip
    own = (pl.col("n") + prior * pl.col("late")) / (pl.col("whole") + prior)
    return both.with_columns(late=own).drop("n", "whole")


def _alive(lives: pl.DataFrame, billed: pl.DataFrame, close: int) -> pl.DataFrame:
    """Grants that ran at an earlier close, as later bills prove."""
    proven = billed.filter(pl.col("mi") > close).select("grant_id").unique()
    return running(lives, close).join(proven, on="grant_id", how="semi")
