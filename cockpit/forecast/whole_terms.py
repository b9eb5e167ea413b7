"""Ends that fall after whole half-years from the start: so plans are written, and true ends seldom fall.

How much oftener a true end falls so than a plan is learnt from the municipality's own: ends long past, of which every
plan has been moved by now, against ends far ahead, which are plans. Where decisions are for whole years and help ends
with them, both fall so, and nothing is told.
"""

import polars as pl

from cockpit.forecast import months
from cockpit.forecast.state import State

HALF_YEAR = 365.25 / 2
NEAR_DAYS = 3.0
"""Within so many days of whole half-years an end is taken to fall on them."""
SETTLED = range(6, 18)
"""Months back in which every plan has been moved: a whole year, so that each time of the year is among them."""
FAR = 3
"""From so many months ahead on an end is a plan."""
PRIOR_ENDS = 10.0
"""Past ends and plans are believed to be alike, as if ten of either had shown it."""
CROWD_SHARE = 0.1
FEWEST = 10
"""A day of the year on which a tenth of all ends fall, and more than ten, is a term and no chance."""


def is_whole(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whether whole half-years lie between the first and the last day."""
    halves = ((end - start).dt.total_days() + 1) / HALF_YEAR
    return (halves.round() >= 1) & ((halves - halves.round()).abs() * HALF_YEAR <= NEAR_DAYS)


def terms(days: pl.Series) -> pl.Series:
    """The days of the year (`MM-DD`) of past ends on which a crowd has ended."""
    counted = days.value_counts(name="ends").filter(pl.col("ends") > FEWEST)
    return counted.filter(pl.col("ends") >= CROWD_SHARE * days.len())[days.name]


def dated(state: State) -> pl.DataFrame:
    """`grant_id`, `status`, `ended` (months since year 0), `whole` of the grants with an end: after whole half-years
    from its own first day, or from that of the first decision that it carries on. Ends at a term are left out."""
    day = pl.col("ends_on").dt.to_string("%m-%d")
    ends = state.steering.drop_nulls("ends_on").join(state.chains.select("grant_id", "chain_start"), on="grant_id")
    crowded = terms(ends.filter(pl.col("ends_on") <= state.as_of).select(day)["ends_on"])
    own, carried = (is_whole(pl.col(start), pl.col("ends_on")) for start in ("start_date", "chain_start"))
    single = ends.filter(~day.is_in(crowded.implode()))
    return single.select("grant_id", "status", ended=months.index(pl.col("ends_on")), whole=own | carried)


def odds(state: State) -> dict[bool, float]:
    """By how much an end's odds to be decided rise or fall for being `whole` or not."""
    ends = dated(state)
    back = state.now - pl.col("ended")
    past = ends.filter(back.is_between(SETTLED[0], SETTLED[-1]))["whole"]
    ahead = ends.filter(back <= -FAR)["whole"]
    pool = (_count(past) + _count(ahead) + 1) / (past.len() + ahead.len() + 2)
    true, plan = ((_count(part) + PRIOR_ENDS * pool) / (part.len() + PRIOR_ENDS) for part in (past, ahead))
    return {True: true / plan, False: (1 - true) / (1 - plan)}


def _count(whole: pl.Series) -> int:
    return whole.filter(whole).len()
