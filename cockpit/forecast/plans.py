"""Registered ends that lie ahead: plans that a new decision may move, or ends that are decided?

A plan is written at the start and lies where it lies; a decided end is written shortly before. So about as many plans
fall in each of the next months as in the middle one of the months after those, and what is registered in the next
months beyond that are decided ends. Their share among the ends of that month is the chance that such an end is one; in
between stands what is believed before one has looked, a chance that falls with the distance. An end further off is a
plan. Which of a month's ends are the plans is told by the kind of day that they fall on (`end_days`).
"""

import statistics

import polars as pl

from cockpit.forecast import ageing, end_days, months
from cockpit.forecast.state import State

NEAR = 2
"""Months ahead in which decided ends are registered."""
FAR = 12
"""Plans are counted as far ahead as this."""
PRIOR_ENDS = 4.0
DECIDED = (0.5, 0.2)
"""Before one has looked: half of next month's ends are decided and a fifth of those after it, as if four had shown
it."""


def ahead(state: State) -> pl.DataFrame:
    """`grant_id`, `ended` (months since year 0), `decided` (the chance that it is an end): running grants whose
    registered end lies ahead and that no known decision follows. An end at the citizen's birthday is decided."""
    grown = ageing.outgrown(state)["grant_id"].implode()
    open_ended = (
        state.chains.filter(pl.col("followed_by").is_null())
        .select("grant_id")
        .join(state.grants.select("grant_id", "start_date", "ends_on"), on="grant_id")
    )
    ends = open_ended.select(
        "grant_id",
        ended=months.index(pl.col("ends_on")),
        begun=pl.col("start_date") <= state.as_of,
        grown=pl.col("grant_id").is_in(grown),
    ).filter(pl.col("ended") > state.now)
    counted = ends.filter(pl.col("begun") & ~pl.col("grown"))["ended"] - state.now
    since = (pl.col("ended") - state.now).cast(pl.Int32)
    share = since.replace_strict(decided_shares(counted), default=0.0, return_dtype=pl.Float64)
    told = ends.with_columns(share=share).join(
        end_days.dated(state).select("grant_id", "form"), on="grant_id", how="left"
    )
    odds = pl.col("share") / (1 - pl.col("share")) * pl.col("form").replace_strict(end_days.odds(state), default=1.0)
    decided = pl.when("grown").then(1.0).otherwise(odds / (1 + odds))
    return told.select("grant_id", "ended", decided=decided).sort("grant_id")


def decided_shares(ahead_by: pl.Series) -> dict[int, float]:
    """Months ahead -> the chance that an end there is decided. `ahead_by`: how far ahead each registered end lies."""
    plans = statistics.median(int((ahead_by == step).sum()) for step in range(NEAR + 1, FAR + 1))
    near = {step: int((ahead_by == step).sum()) for step in range(1, NEAR + 1)}
    return {
        step: (max(count - plans, 0.0) + PRIOR_ENDS * DECIDED[step - 1]) / (count + PRIOR_ENDS)
        for step, count in near.items()
    }
