"""How often a grant that runs is silent: no bill for so many months, counted back from a close.

Learnt from closes half a year back and more, when all that was late has come. Providers differ (one bills each month,
the next by the quarter), and so do the times of the year (half a year's bills in December): what has been seen of a
provider at this time of the year is drawn towards what has been seen of it at all times, that towards its paragraph,
and that towards all. A provider's bills also come late together: where most of its grants lack the same month, that is
its delay, whatever the usual one.
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
LENGTHS = pl.DataFrame({"silent": range(LONGEST + 1)}, schema={"silent": pl.Int32})
PLACE = ("paragraph", "provider")
TOGETHER = 10.0
"""The usual share counts beside what a provider's other grants lack today as if it were of so many grants."""
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


def running(close: int | pl.Expr) -> pl.Expr:
    """Whether a grant runs at a close, as far as is registered."""
    return (pl.col("born") <= close) & (pl.col("end") > close).fill_null(value=True)


def silent_at(
    lives: pl.DataFrame, billed: pl.DataFrame, closes: Sequence[int], holes: Sequence[int] = ()
) -> pl.DataFrame:
    """`lives` at each `close` by which they had been billed, with `heard` (the newest month with a bill as seen then),
    `silent` (the months since, up to the close) and `last` (the newest with a bill as seen now). `holes`: how many
    months before a close what was booked is not seen."""
    mi, known = pl.col("mi"), pl.col("known")
    unseen = {close: pl.any_horizontal(known == close - hole for hole in holes) for close in closes} if holes else {}
    at = {
        str(close): pl.when((mi <= close) & (known <= close) & ~unseen.get(close, pl.lit(value=False))).then("mi")
        for close in closes
    }
    newest = billed.select("grant_id", "mi", **at).group_by("grant_id").agg(pl.all().max()).rename({"mi": "last"})
    each = lives.join(newest, on="grant_id").unpivot(
        list(at), index=[*lives.columns, "last"], variable_name="close", value_name="heard"
    )  # fmt: skip
    told = each.drop_nulls("heard").with_columns(pl.col("close").cast(pl.Int32), pl.col("heard").cast(pl.Int32))
    return told.with_columns(silent=(pl.col("close") - pl.col("heard")).clip(0, LONGEST).cast(pl.Int32))


def at_closes(state: State, lives: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """`lives` at the earlier closes that teach, as `silent_at`, with `same` (the same time of the year) and `since`
    (months from the end to the close). What the ledger lacks today is not looked at then either."""
    first, now, close = state.ledger_from, state.now, pl.col("close")
    closes = [now - BACK - back for back in CLOSES if now - BACK - back >= first + LONGEST]
    holes = [state.heard_until - month for month in state.gaps]
    seen = silent_at(lives, billed, closes, holes)
    return seen.with_columns(same=(now - close) % MONTHS == 0, since=(close - pl.col("end")).cast(pl.Int32))


def late(lives: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `provider`, `silent`, `late`: the share of grants that were silent so long at earlier closes
    (`seen`: `at_closes`), of those that ran then, as later bills prove."""
    close = pl.col("close")
    told = seen.filter(running(close), pl.col("last") > close)
    full = lives.select(PLACE).unique().join(LENGTHS, how="cross")
    pooled = told.group_by("silent").agg(late=pl.len() / max(told.height, 1))
    shares = full.join(pooled, on="silent", how="left").with_columns(pl.col("late").fill_null(0.0))
    shares = _drawn(shares, told, ("paragraph",), PRIOR_GRANTS["paragraph"])
    shares = _drawn(shares, told, PLACE, PRIOR_GRANTS["provider"])
    return _drawn(shares, told.filter("same"), PLACE, PRIOR_GRANTS["turn"])


def ended(late: pl.DataFrame, seen: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `provider`, `since`, `silent`, `late`: the share of grants that were silent so long at a close, of
    those that had ended `since` months before: what was seen of them, drawn towards what would be if a last bill came
    as late as any of a running grant. `followed` (`grant_id`): grants that another goes on after end in name only."""
    told = seen.filter(pl.col("since").is_between(0, LONGEST)).join(followed, on="grant_id", how="anti")
    shares = _as_running(late)
    for place in (("since",), ("paragraph", "since"), (*PLACE, "since")):
        shares = _drawn(shares, told, place, PRIOR_GRANTS["provider" if "provider" in place else "paragraph"])
    return shares


def _as_running(late: pl.DataFrame) -> pl.DataFrame:
    """`ended` where nothing is seen of any: silent since the end, and before it as long as a running grant."""
    place, longest = [*PLACE, "since"], pl.lit(LONGEST, pl.Int32)
    months = LENGTHS.rename({"silent": "since"})
    after = late.join(months, how="cross").with_columns(
        silent=pl.min_horizontal(pl.col("silent") + pl.col("since"), longest)
    )
    sums = after.group_by(*place, "silent").agg(pl.col("late").sum())
    full = late.select(PLACE).unique().join(months, how="cross").join(LENGTHS, how="cross")
    joined = full.join(sums, on=[*place, "silent"], how="left", nulls_equal=True)
    return joined.with_columns(pl.col("late").fill_null(0.0))


def together(late: pl.DataFrame, today: pl.DataFrame) -> pl.DataFrame:
    """`late`, not below what a silent grant's fellows at the provider say `today` (`PLACE`, `silent`): the share of
    those that is silent just as long, drawn towards the usual. A grant says nothing of itself."""
    counts = today.group_by(*PLACE, "silent").agg(alike=pl.len())
    here = today.group_by(PLACE).agg(here=pl.len())
    both = late.join(counts, on=[*PLACE, "silent"], how="left", nulls_equal=True).join(
        here, on=PLACE, how="left", nulls_equal=True
    )  # fmt: skip
    fellows, alike = ((pl.col(name).fill_null(0).cast(pl.Int64) - 1).clip(lower_bound=0) for name in ("here", "alike"))
    now = (TOGETHER * pl.col("late") + alike) / (TOGETHER + fellows)
    return both.with_columns(late=pl.max_horizontal("late", now)).drop("alike", "here")


def _drawn(shares: pl.DataFrame, told: pl.DataFrame, place: Sequence[str], prior: float) -> pl.DataFrame:
    """The shares moved by what is `told` of their place."""
    counts = told.group_by(*place, "silent").agg(n=pl.len())
    whole = told.group_by(place).agg(whole=pl.len())
    both = shares.join(counts, on=[*place, "silent"], how="left", nulls_equal=True).join(
        whole, on=place, how="left", nulls_equal=True
    ).with_columns(pl.col("n", "whole").fill_null(0))  # fmt: skip
    own = (pl.col("n") + prior * pl.col("late")) / (pl.col("whole") + prior)
    return both.with_columns(late=own).drop("n", "whole")
