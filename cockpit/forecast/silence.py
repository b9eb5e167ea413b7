"""Grants that nobody has registered as ended: they fall silent, month after month without a bill.

A late bill looks the same at first. How often a running grant is silent for `k` months is `late(k)` (`usual_silence`).
An end is still unregistered `k` months after with the chance `u(k)`: that of many municipalities, moved by what is
silent today beyond what is usually late, as far as that is more than the chance of a slow month. A grant of a kind that
ends `h` times a month has then ended unregistered with the chance `gone(k) = h u(k)`, and runs on with
`late(k) / (late(k) + gone(k))` (Bayes). A grant that has never been billed is new and keeps its chance.
"""

import polars as pl

from cockpit.forecast import survival, usual_silence
from cockpit.forecast.months import index
from cockpit.forecast.state import State
from cockpit.forecast.usual_silence import LONGEST

FEWEST_GRANTS = 50
UNREGISTERED = (0.0, 0.20, 0.15, 0.10, 0.07, 0.05, 0.15)
"""`u(k)` before one has looked: one end in five is registered later than a month after it, one in twenty later than
five. The last counts all longer silences together."""
ENDS_A_MONTH = 0.02
"""How often a grant ends where no life table tells."""
SLOW_MONTH = 0.25
"""A month's late bills may be a quarter more or fewer than usual without meaning anything."""
EMPTY = {"grant_id": pl.String, "silent": pl.Int32, "heard": pl.Int32, "runs": pl.Float64}


def _ending(state: State, grants: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`grants` with `h`: how often such a grant ends in a month, at its age."""
    placed = state.chains.select("grant_id", "chain_start").join(
        state.grants.select("grant_id", "area", "kind"), on="grant_id"
    )
    aged = grants.join(placed, on="grant_id", how="left").with_columns(
        age=(state.now - index(pl.col("chain_start"))).clip(1, survival.OLDEST).cast(pl.Int32)
    )
    steps = table.sort(*survival.PLACE, "age").with_columns(
        h=1 - pl.col("log_s").diff().over(survival.PLACE).exp()
    ).drop("log_s")  # fmt: skip
    return aged.join(steps, on=[*survival.PLACE, "age"], how="left").with_columns(pl.col("h").fill_null(ENDS_A_MONTH))


def _unregistered(today: pl.DataFrame, late: pl.DataFrame) -> pl.DataFrame:
    """`silent`, `u`: the chance that an end is unregistered so long after. `today`: `paragraph`, `provider`, `silent`,
    `h` of all running grants. What was believed before and what is seen are weighed by their variances."""
    here = today.group_by(usual_silence.PLACE).agg(here=pl.len())
    expected = late.join(here, on=usual_silence.PLACE, nulls_equal=True).group_by("silent").agg(
        expected=(pl.col("late") * pl.col("here")).sum()
    )  # fmt: skip
    believed = pl.DataFrame(
        {"silent": range(LONGEST + 1), "prior": UNREGISTERED}, schema={"silent": pl.Int32, "prior": pl.Float64}
    )
    seen = believed.join(expected, on="silent", how="left").join(
        today.group_by("silent").agg(seen=pl.len()), on="silent", how="left"
    ).with_columns(pl.col("expected", "seen").fill_null(0.0))  # fmt: skip
    ends = max(float(today["h"].sum()), 1e-9)
    variance = (pl.col("expected") + ends * pl.col("prior") + (SLOW_MONTH * pl.col("expected")) ** 2) / ends**2
    told, doubt = (pl.col("seen") - pl.col("expected")) / ends, pl.col("prior") ** 2
    u = (pl.col("prior") * variance + told * doubt) / (variance + doubt)
    rated = pl.when(pl.col("silent") > 0).then(u.clip(lower_bound=0.0)).otherwise(0.0)
    return seen.select("silent", u=rated.fill_nan(0.0))


def chances(state: State, table: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `silent`, `heard`, `runs`: the chance that an open, earlier billed grant runs on after the month that
    it was last heard of, given the life `table`. Empty where there are too few grants to learn from."""
    lives, billed = usual_silence.lives(state), usual_silence.billed(state)
    holes = [state.heard_until - month for month in state.gaps]
    late = usual_silence.late(lives, billed, state.now, state.ledger_from, holes)
    today = usual_silence.silent_at(lives.filter(usual_silence.running(state.now)), billed, [state.heard_until])
    if today.height < FEWEST_GRANTS or late["late"].sum() == 0:
        return pl.DataFrame(schema=EMPTY)
    aged, late = _ending(state, today, table), usual_silence.together(late, today)
    usual = aged.join(late, on=[*usual_silence.PLACE, "silent"], how="left", nulls_equal=True)
    rated = usual.join(_unregistered(aged, late), on="silent")
    gone = pl.col("h") * pl.col("u")
    whole = pl.col("late").fill_null(0.0) + gone
    runs = pl.when(whole > 0).then(pl.col("late").fill_null(0.0) / whole).otherwise(1.0)
    return rated.select("grant_id", "silent", "heard", runs=runs).sort("grant_id")
