"""Grants that nobody has registered as ended: they fall silent, month after month without a bill.

A late bill looks the same at first. How often a running grant is silent for `k` months is `late(k)`, and one that ended
`s` months ago `ended(s, k)`, for its last bill may be late too (`usual_silence`). An end is still unregistered `s`
months after with the chance `u(s)`: whoever registers beginnings late registers ends late, so it is drawn from how late
this municipality's grants became known towards what is usual, and a little more, for a beginning is decided before it
comes and an end is noticed; and all of it is moved by what is silent today beyond what is usually late, as far as that
is more than the chance of a slow month. A grant of a kind that ends `h` times a month has then ended unregistered and
is silent for `k` months with the chance `gone(k) = h (u(0) ended(0, k) + u(1) ended(1, k) + …)`, and runs on with
`late(k) / (late(k) + gone(k))` (Bayes). A grant that has never been billed is new and keeps its chance.
"""

import polars as pl

from cockpit.finance.timeline import MONTHS
from cockpit.forecast import ageing, evidence, survival, usual_silence
from cockpit.forecast.months import index
from cockpit.forecast.newcomers import newcomers
from cockpit.forecast.state import State
from cockpit.forecast.usual_silence import LONGEST

FEWEST_GRANTS = 50
UNREGISTERED = (0.20, 0.12, 0.08, 0.05, 0.03, 0.02, 0.05)
"""`u(k)` where nothing is known of a municipality: one end in five is registered after the month that it fell in, one
in twenty three months later. The last counts all longer ones together."""
NOTICED_LATER = (0.10, 0.04, 0.0, 0.0, 0.0, 0.0, 0.0)
"""By so much oftener than a beginning an end is unregistered so many months after. In 150 towns of five kinds 1.7
times as many had ended, silent for less than three months, as the lateness of beginnings told."""
PRIOR_BEGUN = 50.0
"""What is usual counts beside how late one's own grants became known as if those were of so many grants."""
ENDS_A_MONTH = 0.02
"""How often a grant ends where no life table tells."""
SLOW_MONTH = 0.25
"""A month's late bills may be a quarter more or fewer than usual without meaning anything."""
MOST_TIMES = 4.0
"""As many times what is believed may be unregistered at most."""
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


def believed(state: State, table: pl.DataFrame) -> pl.DataFrame:
    """`since`, `u`: the chance that an end is unregistered so many months after, before one has looked at the bills."""
    registered = state.grants.filter(pl.col("registered_on").is_not_null())
    began = newcomers(state, table).came.filter(pl.col("born") < state.now - LONGEST)
    waited = (told := began.join(registered, on="grant_id", how="semi"))["known"] - told["born"]
    late = [float((waited > month).sum()) for month in range(LONGEST + 1)]
    whole = waited.len() + PRIOR_BEGUN
    drawn = [
        (seen + PRIOR_BEGUN * usual) / whole + later
        for seen, usual, later in zip(late, UNREGISTERED, NOTICED_LATER, strict=True)
    ]
    return pl.DataFrame(enumerate(drawn), schema={"since": pl.Int32, "u": pl.Float64}, orient="row")


def _with_ended(late: pl.DataFrame, ended: pl.DataFrame, unregistered: pl.DataFrame) -> pl.DataFrame:
    """`late` with `ended`: how many months' ends are unregistered and silent so long."""
    place = [*usual_silence.PLACE, "silent"]
    months = ended.join(unregistered, on="since").group_by(place).agg(ended=(pl.col("late") * pl.col("u")).sum())
    return late.join(months, on=place, how="left", nulls_equal=True)


def _of_silence(today: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What is silent today: for each length of silence `moves` (how many more than usual what is believed would make
    it), `beyond` (how many more it is) and `variance`. The longest silences are left out: a list that has forgotten to
    end some grants for years says nothing of this year's."""
    here = today.group_by(usual_silence.PLACE).agg(here=pl.len(), h=pl.col("h").sum())
    counted = known.join(here, on=usual_silence.PLACE, nulls_equal=True).group_by("silent").agg(
        usual=(pl.col("late") * pl.col("here")).sum(), gone=(pl.col("ended") * pl.col("h")).sum()
    )  # fmt: skip
    told = counted.join(today.group_by("silent").agg(seen=pl.len()), on="silent", how="left").fill_null(0)
    usual, gone = pl.col("usual"), pl.col("gone")
    lengths = told.select(
        "silent", moves=gone - usual * gone.sum() / today.height, beyond=pl.col("seen") - usual,
        variance=usual + gone + (SLOW_MONTH * usual) ** 2,
    )  # fmt: skip
    return lengths.filter(pl.col("silent") < LONGEST).drop("silent")


def _of_ends(state: State, unregistered: pl.DataFrame) -> pl.DataFrame:
    """What is registered: the ends that the last months lack beside those of the year before, as `_of_silence`."""
    last = state.chains.filter(pl.col("followed_by").is_null()).join(ageing.outgrown(state), on="grant_id", how="anti")
    ends = last.join(state.steering.select("grant_id", end=index(pl.col("ends_on"))), on="grant_id")["end"]
    lately = float(ends.is_between(state.now - LONGEST + 1, state.now).sum())
    before = float(ends.is_between(state.now - LONGEST - MONTHS + 1, state.now - LONGEST).sum()) * LONGEST / MONTHS
    variance = before * (1 + LONGEST / MONTHS) + (SLOW_MONTH * before) ** 2
    moves = before / LONGEST * float(unregistered["u"].sum())
    return pl.DataFrame({"moves": [moves], "beyond": [before - lately], "variance": [variance]})


def _by_belief(running: pl.DataFrame, unregistered: pl.DataFrame, registered: pl.DataFrame, now: int) -> pl.DataFrame:
    """The chances of all running grants (`h`) where no bill tells of any."""
    gone = pl.col("h") * float(unregistered["u"].sum()) * evidence.times(registered, most=MOST_TIMES)
    told = running.with_columns(silent=pl.lit(0, pl.Int32), heard=pl.lit(now, pl.Int32), runs=1 / (1 + gone))
    return told.select(list(EMPTY)).sort("grant_id")


def _by_bills(today: pl.DataFrame, known: pl.DataFrame, registered: pl.DataFrame) -> pl.DataFrame:
    """The chances of the grants that have been billed (`silent`, `h`), their places' bills being so `late`."""
    told = pl.concat([registered, _of_silence(today, known)], how="vertical_relaxed")
    times = evidence.times(told, most=MOST_TIMES)
    rated = today.join(known, on=[*usual_silence.PLACE, "silent"], how="left", nulls_equal=True)
    usual, gone = pl.col("late").fill_null(0.0), pl.col("h") * pl.col("ended").fill_null(0.0) * times
    runs = pl.when(usual + gone > 0).then(usual / (usual + gone)).otherwise(1.0)
    return rated.select("grant_id", "silent", "heard", runs=runs).sort("grant_id")


def chances(state: State, table: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `silent`, `heard`, `runs`: the chance that an open, earlier billed grant runs on after the month that
    it was last heard of, given the life `table`. Where the ledger says nothing of single grants, of all running ones by
    what is believed. Empty where there are too few grants to learn from."""
    lives, billed = usual_silence.lives(state), usual_silence.billed(state)
    running = lives.filter(usual_silence.running(state.now))
    if running.height < FEWEST_GRANTS:
        return pl.DataFrame(schema=EMPTY)
    unregistered = believed(state, table)
    registered = _of_ends(state, unregistered)
    seen = usual_silence.at_closes(state, lives, billed)
    late = usual_silence.late(lives, seen)
    today = usual_silence.silent_at(running, billed, [state.heard_until])
    if today.height < FEWEST_GRANTS or late["late"].sum() == 0:
        return _by_belief(_ending(state, running, table), unregistered, registered, state.now)
    followed = state.chains.filter(pl.col("followed_by").is_not_null()).select("grant_id")
    ended = usual_silence.ended(late, seen, followed)
    known = _with_ended(usual_silence.together(late, today), ended, unregistered)
    return _by_bills(_ending(state, today, table), known, registered)
