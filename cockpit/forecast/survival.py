"""How long grants last: a life table by kind of help and months in service, left-truncated, drawn to its area's.

E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958), in whole months: of
the grants seen at an age, the share that ended there is the hazard. A grant that began before ends could be seen counts
only from the age at which it was first seen, or long grants would look immortal.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from cockpit.forecast import ageing, ledger_lives, months
from cockpit.forecast.state import State

Floats = npt.NDArray[np.float64]
PLACE = ("area", "kind")
OLDEST = 120
"""Ages of ten years and more are one."""
PRIOR_GRANT_MONTHS = 60.0
"""A kind's hazard at an age is drawn towards its area's, at its own speed, as if that had been seen over sixty grant
months."""
PRIOR_ENDS = 2.0
ROUNDS = 5
MOST = 0.9
"""No hazard is nearer to certainty than this."""
FEWEST_ENDS = 20
"""With fewer ends than this in all, there is no table and grants run to their registered ends."""
UNTOLD = 3
"""The last months are left out: an end is often registered some months late."""
HORIZON = 48
"""Months ahead that a survival may be asked for."""
MIGRATION_SHARE = 0.2
"""A month in which a fifth of all grants begin is a change of case system, not a month of starts."""


def lives(state: State) -> pl.DataFrame:
    """`area`, `kind`, `born`, `enters`, `leaves` (months since year 0), `ended`: the seen part of each chain of
    decisions, under the area and kind of its newest one."""
    until = state.now - UNTOLD
    dated = _chain_lives(state)
    ended = (pl.col("end") <= until) & ~pl.col("of_age")
    return (
        dated.with_columns(
            ended=ended.fill_null(value=False),
            enters=pl.max_horizontal("born", pl.lit(state.ends_seen_from)),
            leaves=pl.min_horizontal(pl.col("end").fill_null(until), pl.lit(until)),
        )
        .filter(pl.col("enters") <= pl.col("leaves"))
        .drop("end", "of_age")
    )


def _chain_lives(state: State) -> pl.DataFrame:
    """`area`, `kind`, `born`, `end`, `of_age` (ended at a birthday) of each chain: from its first decision to the end
    of the one that none follows."""
    newest = state.chains.filter(pl.col("followed_by").is_null()).select("grant_id", "chain_start")
    return newest.join(state.grants.select("grant_id", "area", "kind", "ends_on"), on="grant_id").select(
        "area",
        "kind",
        born=months.index(pl.col("chain_start")),
        end=months.index(pl.col("ends_on")),
        of_age=pl.col("grant_id").is_in(ageing.outgrown(state)["grant_id"].implode()),
    )


def _without_migration(seen: pl.DataFrame) -> pl.DataFrame:
    """Grants that all began in one month were moved between systems: their age is unknown and teaches nothing."""
    moved = pl.len().over("born") > MIGRATION_SHARE * pl.len()
    return seen.filter(~moved | (pl.len() < FEWEST_ENDS))


def _counts(seen: pl.DataFrame) -> pl.DataFrame:
    """Grants at risk and ends at each age, per kind."""
    span = pl.int_ranges(pl.col("enters") - pl.col("born"), pl.col("leaves") - pl.col("born") + 1, dtype=pl.Int32)
    ages = seen.with_columns(age=span).explode("age")
    last = pl.col("age") == pl.col("leaves") - pl.col("born")
    return ages.group_by(*PLACE, age=pl.col("age").clip(upper_bound=OLDEST)).agg(
        risk=pl.len().cast(pl.Float64), ends=(last & pl.col("ended")).sum().cast(pl.Float64)
    )


def _speeds(ends: Floats, expected: Floats) -> Floats:
    """How much oftener than usual each group ends: its ends over the ends that the usual course would give, drawn
    towards 1 as if `PRIOR_ENDS` had come as usual."""
    seen, usual = (counted.sum(axis=1, keepdims=True) + PRIOR_ENDS for counted in (ends, expected))
    return np.asarray(seen / usual, dtype=np.float64)


def _drawn(ends: Floats, risk: Floats, towards: Floats) -> Floats:
    return (ends + PRIOR_GRANT_MONTHS * towards) / (risk + PRIOR_GRANT_MONTHS)


def _shared(ends: Floats, risk: Floats, towards: Floats) -> tuple[Floats, Floats]:
    """The course that all groups (rows) share, drawn to that of `towards` at its own speed, and each group's speed.

    Found in turn (N. Breslow, "Covariance Analysis of Censored Survival Data", Biometrics 30 (1974)): those who are
    still there at a high age are mostly of the kinds that last, so that their ends, counted without their speeds, would
    tell that everybody lasts."""
    together, speeds, course = ends.sum(axis=0, keepdims=True), np.ones((len(ends), 1)), towards
    for _ in range(ROUNDS):
        weighed = (risk * speeds).sum(axis=0, keepdims=True)
        course = _drawn(together, weighed, towards * _speeds(together, weighed * towards))
        speeds = _speeds(ends, risk * course)
    return course, speeds


def _hazard_by_age(counts: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """The hazard at each age of each wanted kind of help: the area's course at the kind's own speed, and the kind's own
    course as far as it has been seen. The area's likewise from all grants."""
    ages = pl.DataFrame({"age": range(OLDEST + 1)}, schema={"age": pl.Int32})
    places = pl.concat([wanted, counts.select(PLACE)]).unique().sort(PLACE)
    full = places.join(ages, how="cross", maintain_order="left").join(
        counts, on=[*PLACE, "age"], how="left", maintain_order="left"
    )  # fmt: skip
    ends, risk = (full[name].fill_null(0.0).to_numpy().reshape(-1, OLDEST + 1) for name in ("ends", "risk"))
    everywhere, _ = _shared(ends, risk, np.full((1, OLDEST + 1), ends.sum() / risk.sum()))
    hazard, areas = np.empty_like(ends), places["area"].to_numpy()
    for own in (areas == area for area in np.unique(areas)):
        course, speeds = _shared(ends[own], risk[own], everywhere)
        hazard[own] = _drawn(ends[own], risk[own], speeds * course)
    return full.select(*PLACE, "age", hazard=pl.Series(hazard.clip(0, MOST).ravel()))


def table(state: State) -> pl.DataFrame:
    """`area`, `kind` (of help, the same before and after barnets lov), `age`, `log_s`: the logarithm of the share that
    outlives that age in months.

    A kind that nobody has left yet has its area's course; beyond ten years the hazard of the oldest holds. Empty where
    too few ends have been seen."""
    counts = _counts(pl.concat([_without_migration(lives(state)), ledger_lives.lives(state)], how="diagonal_relaxed"))
    if counts["ends"].sum() < FEWEST_ENDS:
        return pl.DataFrame(schema={"area": pl.String, "kind": pl.String, "age": pl.Int32, "log_s": pl.Float64})
    wanted = state.grants.select("area", "kind", "by_grants").filter("by_grants").select("area", "kind").unique()
    hazard = _hazard_by_age(counts, wanted)
    ages = pl.DataFrame({"until": range(OLDEST + HORIZON + 1)}, schema={"until": pl.Int32})
    aged = hazard.select(PLACE).unique().join(ages, how="cross").with_columns(age=pl.col("until").clip(0, OLDEST))
    steps = aged.join(hazard, on=[*PLACE, "age"]).sort(*PLACE, "until")
    return steps.select(*PLACE, age="until", log_s=(1 - pl.col("hazard")).log().cum_sum().over(PLACE))


def looked_up(frame: pl.DataFrame, table: pl.DataFrame, ages: Mapping[str, pl.Expr]) -> pl.DataFrame:
    """`frame` (`area`, `kind`) with the table's `log_s` at each of the `ages` under its name, null where the table has
    none. `table`: as `table` gives it, whole and sorted."""
    starts = table.select(*PLACE, "age").with_row_index("start").filter(pl.col("age") == 0).drop("age")
    placed = frame.join(starts, on=PLACE, how="left")
    known = {name: (age >= 0) & (age <= OLDEST + HORIZON) for name, age in ages.items()}
    at = {name: pl.when(known[name]).then(pl.col("start") + age.cast(pl.UInt32)) for name, age in ages.items()}
    log_s = pl.lit(table["log_s"])
    return placed.with_columns(log_s.gather(place).alias(name) for name, place in at.items()).drop("start")


def last_month_share(state: State) -> float:
    """The part of its last month that an ended grant ran, on average."""
    return state.once("last_month_share", _last_month_share)


def _last_month_share(state: State) -> float:
    ended = state.steering.select("ends_on").filter(pl.col("ends_on") <= state.as_of)
    share = ended.select((pl.col("ends_on").dt.day() / pl.col("ends_on").dt.month_end().dt.day()).mean()).item()
    return float(share) if share is not None else 1.0
