"""Ends that have just passed and may yet be moved.

Where case workers plan ahead, a plan stands as the end until somebody moves it, often some weeks after it has passed. A
grant that nobody has closed is such a plan as far as more ends have just passed than come in a month. One that the case
system calls ended is it as far as more ends after whole half-years (`end_days`) have just passed than did in a month
long ago, of which every plan has been moved by now. Where decisions are for whole years and end with them, there are as
many of them long ago as now, and nothing is moved.
"""

import polars as pl

from cockpit.finance.last_days import closed
from cockpit.finance.timeline import MONTHS
from cockpit.forecast import end_days
from cockpit.forecast.end_days import SETTLED
from cockpit.forecast.state import State

RECENT = 2
"""An end so many months back has been moved by now, if it was a plan."""
PRIOR_ENDS = 2.0
"""That an end is true counts as if two such ends had been."""


def _usual(ends: pl.DataFrame, now: int) -> float:
    """How many such ends a month long ago has on average, or the month of the same time last year if it had more."""
    back = now - ends["ended"]
    return max(float(back.is_in(list(SETTLED)).sum()) / len(SETTLED), float((back == MONTHS).sum()))


def _sees(state: State) -> bool:
    """Whether the list tells of the ends of a year ago."""
    return state.ends_seen_from <= state.now - SETTLED[-1]


def still_open(state: State) -> pl.DataFrame:
    """`ended` (months since year 0), `moved`: the share of the open grants whose end has passed in that month that will
    run on, by how many more ends than usual it has that no known decision follows."""
    last = state.chains.filter(pl.col("followed_by").is_null())
    ends = end_days.dated(state).join(last, on="grant_id", how="semi")
    recent = ends.filter(pl.col("ended").is_between(state.now - RECENT + 1, state.now), pl.lit(_sees(state)))
    counts = recent.group_by("ended").agg(here=pl.len().cast(pl.Float64), open=(~closed()).sum())
    beyond = (pl.col("here") - _usual(ends, state.now)).clip(lower_bound=0.0)
    return counts.select("ended", moved=(beyond / (pl.col("open") + PRIOR_ENDS)).clip(upper_bound=1.0))


def plans(state: State) -> pl.DataFrame:
    """`grant_id`, `ended` (months since year 0), `chance`: grants called ended in the last months whose end will be
    moved. None where the list has forgotten the ends of a year ago."""
    whole = end_days.dated(state).filter(pl.col("form") == end_days.WHOLE, pl.col("ended") <= state.now)
    recent = whole.filter(pl.col("ended") > state.now - RECENT, closed(), pl.lit(_sees(state)))
    here = pl.len().over("ended").cast(pl.Float64)
    beyond = (here - _usual(whole, state.now)).clip(lower_bound=0.0)
    return recent.select("grant_id", "ended", chance=beyond / (here + PRIOR_ENDS))
