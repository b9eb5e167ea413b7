"""Ends that have just passed and may yet be moved, although the case system calls the grant ended.

Where case workers plan ahead, a plan stands as the end until somebody moves it, often some weeks after it has passed.
So as far as more ends after whole half-years (`end_days`) have just passed than did in a month long ago, of which
every plan has been moved by now, they are plans. Where decisions are for whole years and end with them, there are as
many of them long ago as now, and nothing is moved.
"""

import polars as pl

from cockpit.finance.timeline import MONTHS
from cockpit.forecast import end_days
from cockpit.forecast.end_days import SETTLED
from cockpit.forecast.state import State

RECENT = 2
"""An end so many months back has been moved by now, if it was a plan."""
PRIOR_ENDS = 2.0
"""That an end is true counts as if two such ends had been."""


def _usual(whole: pl.DataFrame, now: int) -> tuple[float, int]:
    """How many such ends a month long ago has on average, and how many the month of the same time last year had."""
    back = now - whole["ended"]
    return float(back.is_in(list(SETTLED)).sum()) / len(SETTLED), int((back == MONTHS).sum())


def plans(state: State) -> pl.DataFrame:
    """`grant_id`, `ended` (months since year 0), `chance`: grants called ended in the last months whose end will be
    moved. None where the list has forgotten the ends of a year ago."""
    whole = end_days.dated(state).filter(pl.col("form") == end_days.WHOLE, pl.col("ended") <= state.now)
    usual, last_year = _usual(whole, state.now)
    recent = whole.filter((pl.col("ended") > state.now - RECENT) & (pl.col("status").fill_null("aktiv") != "aktiv"))
    here = pl.len().over("ended").cast(pl.Float64)
    beyond = (here - max(usual, last_year)).clip(lower_bound=0.0)
    sees = state.ends_seen_from <= state.now - SETTLED[-1]
    return recent.filter(sees).select("grant_id", "ended", chance=beyond / (here + PRIOR_ENDS))
