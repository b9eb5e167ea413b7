"""Scenarios: named changes laid upon the forecast's own lines, so that forecast + effects = scenario, to the øre.

Each change gives leaf lines of its own, computed on what the changes before it have left, and rounded once. Only what
is still to come is moved: what is posted, delivered, refunded or laid as a skøn stands. Effects are gross: the refund
does not follow. A change of commitments takes the same share of the expected outflow of their account with it, where
grants end or move only of an outflow below 0.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from cockpit.contracts.action import ActionPlan
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import LEAF_SCHEMA
from cockpit.contracts.scenario import Change, GrantChange, InflowChange, MoveChange, PlanChange, PriceChange
from cockpit.forecast import scenario_grants as named
from cockpit.forecast import scenario_plan as plans
from cockpit.forecast.leaf import money
from cockpit.forecast.scenario_parts import from_day, with_outflow

SCHEMA: dict[str, pl.DataType] = {"year": pl.Int32(), **LEAF_SCHEMA}
EFFECT_SCHEMA: dict[str, pl.DataType] = {"change": pl.Int32(), **SCHEMA}
PRICED = ("committed", "outflow", "pipeline", "inflow", "demography", "other")
NEWCOMERS = ("inflow", "demography")


@dataclass(frozen=True, eq=False)
class Base:
    """What a scenario is laid upon. `leaves`: leaf lines with `year`, of this year and the next; `grants`, `prices`:
    as `finance.allocate` gives them; `plans`: the action plans by id; `proven`: what the figures show of them already
    this year, kr."""

    leaves: pl.DataFrame
    grants: pl.DataFrame
    prices: pl.DataFrame
    plans: Mapping[str, ActionPlan]
    as_of: dt.date
    proven: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Played:
    """`lines`: `EFFECT_SCHEMA`, the change of each leaf by each change (0, 1, …); `warnings`: in Danish, what of it
    could not be found in today's data."""

    lines: pl.DataFrame
    warnings: tuple[str, ...]


def play(base: Base, changes: Iterable[Change]) -> Played:
    """Every change upon what the ones before it have left."""
    left, parts, warnings = base.leaves.select(SCHEMA.keys()), [pl.DataFrame(schema=EFFECT_SCHEMA)], []
    for number, change in enumerate(changes):
        lines, missing = _effect(base, left, change)
        left = _summed(pl.concat([left, lines]))
        parts.append(lines.select(pl.lit(number, dtype=pl.Int32).alias("change"), *SCHEMA))
        warnings += missing
    return Played(pl.concat(parts).sort(list(EFFECT_SCHEMA)), tuple(warnings))


def by_year(played: Played, by: str | None = None) -> pl.DataFrame:
    """`year, key, effect_kr`: what the scenario changes, in all or per `change` or a dimension of the leaves."""
    key = pl.lit("total") if by is None else pl.col(by).cast(pl.String)
    sums = played.lines.group_by("year", key=key).agg(effect_kr=pl.col("amount_kr").sum().cast(MONEY))
    return sums.sort("year", "key")


def _summed(leaves: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in SCHEMA if name != "amount_kr"]
    return leaves.group_by(keys).agg(pl.col("amount_kr").sum().cast(MONEY)).select(SCHEMA.keys()).sort(keys)


def _effect(base: Base, left: pl.DataFrame, change: Change) -> tuple[pl.DataFrame, list[str]]:
    if isinstance(change, PlanChange):
        return plans.effect(base.plans, base.as_of, change.plan_id, base.proven)
    if isinstance(change, InflowChange):
        mine = left.filter(pl.col("component").is_in(NEWCOMERS), _in_area(change.area))
        return _scaled(mine, pl.lit(change.pct / 100)), _none(mine, change.area)
    number = pl.col("year") * 12 + pl.col("month")
    ahead = left.filter(pl.col("month").is_between(1, 12), number > base.as_of.year * 12 + base.as_of.month)
    if isinstance(change, PriceChange):
        mine = ahead.filter(pl.col("component").is_in(PRICED), _in_area(change.area))
        return _scaled(mine, from_day(change.starts) * (change.pct / 100)), _none(mine, change.area)
    if isinstance(change, GrantChange):
        moved, missing = named.of_grants(base.grants, base.prices, ahead, change, base.as_of)
    elif isinstance(change, MoveChange):
        moved, missing = named.of_moved(base.grants, ahead, change)
    else:
        mine = ahead.filter(pl.col("component") == "committed", pl.col("provider") == change.provider)
        moved = _scaled(mine, from_day(change.starts) * (change.pct / 100))
        missing = [] if mine.height else [f"Leverandøren {change.provider} har ingen indsatser fremover."]
    return with_outflow(ahead, moved, leaving=isinstance(change, GrantChange | MoveChange)), missing


def _in_area(area: str) -> pl.Expr:
    return pl.lit(value=True) if not area else pl.col("area") == area


def _none(mine: pl.DataFrame, area: str) -> list[str]:
    where = f" på {area}" if area else ""
    return [] if mine.height else [f"Der er intet at ændre{where}: fremskrivningen har ingen beløb af den slags dér."]


def _scaled(lines: pl.DataFrame, share: pl.Expr) -> pl.DataFrame:
    changed = lines.with_columns(amount_kr=money(pl.col("amount_kr").cast(pl.Float64) * share))
    return changed.filter(pl.col("amount_kr") != 0).select(SCHEMA.keys())
