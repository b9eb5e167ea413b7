"""A part of the forecast: the same figures inside some keys, or inside a reader's bounds."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from cockpit import finance
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.forecast_table import ACCOUNT_LEVELS
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.persons import level_column

BUDGETED = ("committee", "area", "function", "paragraph", *ACCOUNT_LEVELS)
EARLIER_BUDGETS = 2
"""Years before the forecast's whose budgets are asked for: those of the consumption rate beside this year's."""
"""Levels that a budget line can say; inside a provider or a team there is no budget."""


def inside(
    result: ForecastResult, data: MunicipalityData, chosen: Mapping[str, str]
) -> tuple[ForecastResult, MunicipalityData]:
    """Leaves, earlier years, grants, persons and budgets inside the keys of `chosen` (level -> key)."""
    by_account = {level: key for level, key in chosen.items() if level in ACCOUNT_LEVELS}
    tests = [pl.col(level_column(level)) == key for level, key in chosen.items() if level not in by_account]
    tests += [_in_accounts(data, result, level, key) for level, key in by_account.items()]
    grants = result.allocated.grants.filter(tests)
    part = replace(
        result,
        leaves=result.leaves.filter(tests),
        usual_share="",
        method=result.method.filter(tests),
        spread=result.spread.filter(tests),
        earlier=result.earlier.filter(tests),
        allocated=replace(result.allocated, grants=grants),
    )
    return part, replace(data, budget=_budget_inside(data, result.year, chosen))


def _in_accounts(data: MunicipalityData, result: ForecastResult, level: str, key: str) -> pl.Expr:
    """Whether an account lies in a key of one of its levels; one that the chart does not know lies on `-`."""
    seen = pl.concat([result.leaves["account"], result.earlier["account"], result.allocated.grants["account"]]).unique()
    known = finance.placed(seen.to_frame(), level, data.accounts, result.year)
    return pl.col("account").is_in(known.filter(pl.col(level) == key)["account"].implode())


def _budget_inside(data: MunicipalityData, year: int, chosen: Mapping[str, str]) -> pl.DataFrame:
    if any(level not in BUDGETED for level in chosen):
        return data.budget.clear()
    numbered = replace(data, budget=data.budget.with_row_index("line"))
    tests = [pl.col(level) == key for level, key in chosen.items()]
    years = range(year - EARLIER_BUDGETS, year + 1)
    lines = pl.concat([finance.budget_lines(numbered, one).filter(tests).select("line") for one in years])
    return numbered.budget.join(lines, on="line", how="semi").drop("line")


def narrowed(
    result: ForecastResult,
    *,
    leaves: pl.DataFrame,
    grant_ids: pl.Series,
    areas: frozenset[str],
    teams: frozenset[str],
) -> ForecastResult:
    """The forecast as a bounded reader may see it: the leaves and grants that the store gave for these bounds. An
    empty set is no bound."""
    grants = result.allocated.grants.filter(pl.col("grant_id").is_in(grant_ids.implode()))
    bounds = [pl.col(name).is_in(sorted(keys)) for name, keys in (("area", areas), ("team", teams)) if keys]
    return replace(
        result,
        leaves=leaves,
        usual_share="",
        method=result.method.filter(bounds),
        simple=result.simple.clear(),
        spread=result.spread.filter(bounds),
        earlier=result.earlier.filter(bounds),
        allocated=replace(result.allocated, grants=grants, postings=result.allocated.postings.filter(bounds)),
        accrual=result.accrual.filter(pl.col("grant_id").is_in(grant_ids.implode())),
    )


def citizens(result: ForecastResult, level: str) -> pl.DataFrame:
    """`LEVEL`, `citizens`: distinct citizens with a decided grant in the year, per key of a level, sorted by key."""
    known = finance.granted(result.allocated.grants)
    counted = known.group_by(level_column(level)).agg(citizens=pl.col("citizen").n_unique())
    return counted.sort(level_column(level))
