"""On what kind of day an end falls: after whole half-years from the start, on a month's last day, or on any day.

Plans are written on the former two, and true ends seldom fall there. How much oftener than plans they do is learnt from
the municipality's own: ends long past, of which every plan has been moved by now, against ends far ahead, which are
plans. Where decisions are for whole years and help ends with them, both fall so, and nothing is told.
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
WHOLE, MONTH, OTHER = "whole", "month", "other"
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
    """`grant_id`, `status`, `ended` (months since year 0), `form` of the grants with an end: `WHOLE` after whole
    half-years from its own first day, or from that of the first decision that it carries on, `MONTH` else on a month's
    last day, `OTHER`. Ends at a term are left out."""
    return state.once("ends_by_day", _dated)


def _dated(state: State) -> pl.DataFrame:
    end = pl.col("ends_on")
    ends = state.steering.drop_nulls("ends_on").join(state.chains.select("grant_id", "chain_start"), on="grant_id")
    day = end.dt.to_string("%m-%d")
    crowded = terms(ends.filter(end <= state.as_of).select(day)["ends_on"])
    whole = is_whole(pl.col("start_date"), end) | is_whole(pl.col("chain_start"), end)
    form = (
        pl.when(whole).then(pl.lit(WHOLE)).when(end == end.dt.month_end()).then(pl.lit(MONTH)).otherwise(pl.lit(OTHER))
    )
    single = ends.filter(~day.is_in(crowded.implode()))
    return single.select("grant_id", "status", ended=months.index(end), form=form)


def odds(state: State) -> dict[str, float]:
    """By how much an end's odds to be decided rise or fall for its `form`."""
    ends = dated(state)
    back = state.now - pl.col("ended")
    past = ends.filter(back.is_between(SETTLED[0], SETTLED[-1]))["form"]
    ahead = ends.filter(back <= -FAR)["form"]
    pool = _shares(pl.concat([past, ahead]), dict.fromkeys((WHOLE, MONTH, OTHER), 1 / 3), 1.0)
    true, plan = (_shares(part, pool, PRIOR_ENDS) for part in (past, ahead))
    return {form: true[form] / plan[form] for form in pool}


def _shares(forms: pl.Series, towards: dict[str, float], prior: float) -> dict[str, float]:
    """The share of each form, drawn towards others as if so many ends had shown those."""
    return {
        form: (forms.filter(forms == form).len() + prior * share) / (forms.len() + prior)
        for form, share in towards.items()
    }
