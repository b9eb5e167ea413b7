"""How long grants last: a life table by kind of help and months in service, left-truncated, drawn to its area's.

E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958), in whole months: of
the grants seen at an age, the share that ended there is the hazard. A grant that began before ends could be seen counts
only from the age at which it was first seen, or long grants would look immortal.
"""

from collections.abc import Mapping

import polars as pl

from cockpit.forecast import ageing, ledger_lives, months
from cockpit.forecast.state import State

PLACE = ("area", "kind")
OLDEST = 120
"""Ages of ten years and more are one."""
PRIOR_GRANT_MONTHS = 60.0
"""A kind's hazard at an age is drawn towards its area's, at its own speed, as if that had been seen over sixty grant
months."""
PRIOR_ENDS = 3.0
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


def _drawn(ends: pl.Expr, risk: pl.Expr, towards: pl.Expr) -> pl.Expr:
    return (ends + PRIOR_GRANT_MONTHS * towards) / (risk + PRIOR_GRANT_MONTHS)


def _speed(usual: str, over: list[str]) -> pl.Expr:
    """How much oftener than usual the grants of a group end: ends over the ends that the usual course would give, drawn
    towards 1 as if `PRIOR_ENDS` had come as usual."""
    expected = (pl.col("risk") * pl.col(usual)).sum().over(over)
    return (pl.col("ends").sum().over(over) + PRIOR_ENDS) / (expected + PRIOR_ENDS)


def _hazard_by_age(counts: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """The hazard at each age of each wanted kind of help: the area's course at the kind's own speed, and the kind's own
    course as far as it has been seen. The area's likewise from all grants."""
    ages = pl.DataFrame({"age": range(OLDEST + 1)}, schema={"age": pl.Int32})
    grid = pl.concat([wanted, counts.select(PLACE)]).unique().join(ages, how="cross")
    full = grid.join(counts, on=[*PLACE, "age"], how="left").with_columns(pl.col("risk", "ends").fill_null(0.0))
    everywhere = pl.col("ends").sum() / pl.col("risk").sum()
    at_age = _drawn(pl.col("ends").sum().over("age"), pl.col("risk").sum().over("age"), everywhere)
    in_area = pl.col("ends").sum().over("area", "age"), pl.col("risk").sum().over("area", "age")
    usual = full.with_columns(at_age=at_age)
    usual = usual.with_columns(in_area=_drawn(*in_area, pl.col("at_age") * _speed("at_age", ["area"])))
    drawn = usual.with_columns(mine=pl.col("in_area") * _speed("in_area", [*PLACE]))
    hazard = _drawn(pl.col("ends"), pl.col("risk"), pl.col("mine")).clip(0, MOST)
    return drawn.select(*PLACE, "age", hazard=hazard)


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
