"""Grants that nobody has registered as ended: they fall silent, month after month without a bill.

A late bill looks the same at first. How often a running grant is silent for `k` months is learnt per paragraph from
closes half a year back, when all that was late has come: `late(k)`. What is silent today beyond that, over the whole
municipality, has ended unregistered: `gone(k)`. A grant that has been silent for `k` months then runs on with the
chance `late(k) / (late(k) + gone(k))` (Bayes). A grant that has never been billed is new and keeps its chance.
"""

import polars as pl

from cockpit.forecast.months import index
from cockpit.forecast.state import State, decided

LONGEST = 6
"""Months of silence that are told apart; longer ones are as this."""
BACK = 6
"""Closes that teach lie at least this far back: then the late bills have come, and unregistered ends are registered."""
CLOSES = range(0, 12, 2)
"""How many months before that: every second month of a year."""
PRIOR_GRANTS = 30.0
"""A paragraph's own silences count beside the municipality's as if those were of thirty grants."""
FEWEST_GRANTS = 50
EMPTY = {"grant_id": pl.String, "silent": pl.Int32, "runs": pl.Float64}


def _billed(state: State) -> pl.DataFrame:
    """`grant_id`, `mi`, `known` (the month in which the first bill of service month `mi` was booked)."""
    told = state.paid.filter(pl.col("first_lag").is_not_null())
    return told.select("grant_id", "mi", known=pl.col("mi") + pl.col("first_lag"))


def silent_at(running: pl.DataFrame, billed: pl.DataFrame, close: int) -> pl.DataFrame:
    """`grant_id`, `paragraph`, `silent`: the months up to `close` without a bill of `running` grants (`grant_id`,
    `paragraph`) that had been billed by then."""
    seen = billed.filter((pl.col("known") <= close) & (pl.col("mi") <= close))
    newest = seen.group_by("grant_id").agg(last=pl.col("mi").max())
    return running.join(newest, on="grant_id").select(
        "grant_id", "paragraph", silent=(close - pl.col("last")).clip(0, LONGEST).cast(pl.Int32)
    )


def _monthly(state: State) -> pl.DataFrame:
    """Grants by grants, with the months that they run from and to as far as is registered."""
    grants = decided(state.grants).filter("by_grants")
    return grants.select("grant_id", "paragraph", born=index(pl.col("start_date")), end=index(pl.col("ends_on")))


def _running(lives: pl.DataFrame, close: int) -> pl.DataFrame:
    through = (pl.col("end") > close).fill_null(value=True)
    return lives.filter((pl.col("born") <= close) & through)


def _late(lives: pl.DataFrame, billed: pl.DataFrame, now: int, first: int) -> pl.DataFrame:
    """`paragraph`, `silent`, `late`: the share of running grants that were silent so long at earlier closes."""
    closes = [now - BACK - back for back in CLOSES if now - BACK - back >= first + LONGEST]
    seen = [silent_at(_alive(lives, billed, close), billed, close) for close in closes]
    told = pl.concat(seen) if seen else silent_at(lives.clear(), billed, now)
    lengths = pl.DataFrame({"silent": range(LONGEST + 1)}, schema={"silent": pl.Int32})
    counts = told.group_by("paragraph", "silent").len("n")
    full = lives.select("paragraph").unique().join(lengths, how="cross").join(
        counts, on=["paragraph", "silent"], how="left"
    ).with_columns(pl.col("n").fill_null(0))  # fmt: skip
    pool = pl.col("n").sum().over("silent") / pl.col("n").sum().clip(lower_bound=1)
    own = pl.col("n").sum().over("paragraph")
    late = (pl.col("n") + PRIOR_GRANTS * pool) / (own + PRIOR_GRANTS)
    return full.select("paragraph", "silent", late=late)


def _alive(lives: pl.DataFrame, billed: pl.DataFrame, close: int) -> pl.DataFrame:
    """Grants that ran at an earlier close, as later bills prove."""
    proven = billed.filter(pl.col("mi") > close).select("grant_id").unique()
    return _running(lives, close).join(proven, on="grant_id", how="semi")


def chances(state: State) -> pl.DataFrame:
    """`grant_id`, `silent`, `runs`: the chance that an open, earlier billed grant still runs. Empty where there are too
    few grants to learn from."""
    lives, billed = _monthly(state), _billed(state)
    late = _late(lives, billed, state.now, state.ledger_from)
    today = silent_at(_running(lives, state.now), billed, state.now)
    if today.height < FEWEST_GRANTS or late["late"].sum() == 0:
        return pl.DataFrame(schema=EMPTY)
    rated = today.join(late, on=["paragraph", "silent"], how="left").with_columns(pl.col("late").fill_null(0.0))
    expected = late.join(today.group_by("paragraph").len("here"), on="paragraph").group_by("silent").agg(
        expected=(pl.col("late") * pl.col("here")).sum()
    )  # fmt: skip
    seen = today.group_by("silent").len("seen").join(expected, on="silent", how="left")
    gone = seen.select(
        "silent", gone=((pl.col("seen") - pl.col("expected")) / today.height).clip(lower_bound=0.0)
    ).with_columns(gone=pl.when(pl.col("silent") > 0).then("gone").otherwise(0.0))
    joined = rated.join(gone, on="silent", how="left")
    whole = pl.col("late") + pl.col("gone")
    runs = pl.when(whole > 0).then(pl.col("late") / whole).otherwise(1.0)
    return joined.select("grant_id", "silent", runs=runs).sort("grant_id")
