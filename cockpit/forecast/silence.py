"""Grants that nobody has registered as ended: they fall silent, month after month without a bill.

A late bill looks the same at first. How often a running grant is silent for `k` months is learnt per paragraph from
closes half a year back, when all that was late has come: `late(k)`. An end is still unregistered `k` months after with
the chance `u(k)`: that of many municipalities, moved by what is silent today beyond what is usually late, as far as
that is more than the chance of a slow month. A grant of a kind that ends `h` times a month has then ended unregistered
with the chance `gone(k) = h u(k)`, and runs on with `late(k) / (late(k) + gone(k))` (Bayes). A grant that has never
been billed is new and keeps its chance.
"""

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.forecast import survival
from cockpit.forecast.months import index
from cockpit.forecast.state import State

LONGEST = 6
"""Months of silence that are told apart; longer ones are as this."""
BACK = 6
"""Closes that teach lie at least this far back: then the late bills have come, and unregistered ends are registered."""
CLOSES = range(0, 18, 3)
"""How many months before that: quarters, for what is billed by the quarter is equally silent at all of them."""
PRIOR_GRANTS = 30.0
"""A paragraph's own silences count beside the municipality's as if those were of thirty grants."""
FEWEST_GRANTS = 50
UNREGISTERED = (0.0, 0.20, 0.15, 0.10, 0.07, 0.05, 0.15)
"""`u(k)` before one has looked: one end in five is registered later than a month after it, one in twenty later than
five. The last counts all longer silences together."""
ENDS_A_MONTH = 0.02
"""How often a grant ends where no life table tells."""
SLOW_MONTH = 0.25
"""A month's late bills may be a quarter more or fewer than usual without meaning anything."""
EMPTY = {"grant_id": pl.String, "silent": pl.Int32, "heard": pl.Int32, "runs": pl.Float64}


def _billed(state: State) -> pl.DataFrame:
    """`grant_id`, `mi`, `known` (the month in which the first bill of service month `mi` was booked)."""
    told = state.paid.filter(pl.col("first_lag").is_not_null())
    return told.select("grant_id", "mi", known=pl.col("mi") + pl.col("first_lag"))


def silent_at(running: pl.DataFrame, billed: pl.DataFrame, close: int) -> pl.DataFrame:
    """`grant_id`, `paragraph`, `heard` (the newest month with a bill) and `silent` (the months since then up to
    `close`) of `running` grants (`grant_id`, `paragraph`) that had been billed by then."""
    seen = billed.filter((pl.col("known") <= close) & (pl.col("mi") <= close))
    newest = seen.group_by("grant_id").agg(heard=pl.col("mi").max())
    return running.join(newest, on="grant_id").select(
        "grant_id", "paragraph", pl.col("heard").cast(pl.Int32),
        silent=(close - pl.col("heard")).clip(0, LONGEST).cast(pl.Int32),
    )  # fmt: skip


def _monthly(state: State) -> pl.DataFrame:
    """Grants by grants, with the months that they run from and to as far as is registered."""
    return state.steering.select(
        "grant_id", "paragraph", born=index(pl.col("start_date")), end=index(pl.col("ends_on"))
    )


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


def _ending(state: State, grants: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """`grants` with `h`: how often such a grant ends in a month, at its age."""
    placed = state.chains.select("grant_id", "chain_start").join(
        state.grants.select("grant_id", "area", kind=kind(pl.col("paragraph"))), on="grant_id"
    )
    aged = grants.join(placed, on="grant_id", how="left").with_columns(
        age=(state.now - index(pl.col("chain_start"))).clip(1, survival.OLDEST).cast(pl.Int32)
    )
    steps = table.sort(*survival.PLACE, "age").with_columns(
        h=1 - pl.col("log_s").diff().over(survival.PLACE).exp()
    ).drop("log_s")  # fmt: skip
    return aged.join(steps, on=[*survival.PLACE, "age"], how="left").with_columns(pl.col("h").fill_null(ENDS_A_MONTH))


def _unregistered(today: pl.DataFrame, late: pl.DataFrame) -> pl.DataFrame:
    """`silent`, `u`: the chance that an end is unregistered so long after. `today`: `paragraph`, `silent`, `h` of all
    running grants. What was believed before and what is seen are weighed by their variances."""
    per_paragraph = today.group_by("paragraph").agg(here=pl.len())
    expected = late.join(per_paragraph, on="paragraph").group_by("silent").agg(
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
    lives, billed = _monthly(state), _billed(state)
    late = _late(lives, billed, state.now, state.ledger_from)
    today = silent_at(_running(lives, state.now), billed, state.heard_until)
    if today.height < FEWEST_GRANTS or late["late"].sum() == 0:
        return pl.DataFrame(schema=EMPTY)
    aged = _ending(state, today, table)
    rated = aged.join(late, on=["paragraph", "silent"], how="left").join(_unregistered(aged, late), on="silent")
    gone = pl.col("h") * pl.col("u")
    whole = pl.col("late").fill_null(0.0) + gone
    runs = pl.when(whole > 0).then(pl.col("late").fill_null(0.0) / whole).otherwise(1.0)
    return rated.select("grant_id", "silent", "heard", runs=runs).sort("grant_id")
