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


def is_whole(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Whether whole half-years lie between the first and the last day."""
    halves = ((end - start).dt.total_days() + 1) / HALF_YEAR
    return (halves.round() >= 1) & ((halves - halves.round()).abs() * HALF_YEAR <= NEAR_DAYS)


def dated(state: State) -> pl.DataFrame:
    """`grant_id`, `status`, `ended` (months since year 0), `whole` of the grants with an end."""
    ends = state.steering.drop_nulls("ends_on")
    whole = is_whole(pl.col("start_date"), pl.col("ends_on"))
    return ends.select("grant_id", "status", ended=months.index(pl.col("ends_on")), whole=whole)


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
