"""Økonomi → Længere frem: helårsvirkning, this year and the next three, known birthdays, demography."""

import datetime as dt

import polars as pl

from cockpit import finance, forecast
from cockpit.access import require
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.errors import Refused
from cockpit.contracts.forecast_table import LEAF_SCHEMA
from cockpit.contracts.scope import Role, Scope
from cockpit.forecast import outlook as ahead
from cockpit.forecast.state import HISTORY_YEARS
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import Figures, figures, newest, ranged_rows, read_data, with_forecast_notes
from cockpit.usecases.ranges import errors
from cockpit.views import outlook as view

SCHEMA = {"year": pl.Int32(), **LEAF_SCHEMA}


def outlook(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> view.OutlookView:
    """Further ahead, from the close of `as_of`, in the reader's bounds. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of)
    leaves = later_leaves(cockpit, scope, found.as_of)
    mine = found.result.leaves.select(pl.lit(found.year, dtype=pl.Int32).alias("year"), *LEAF_SCHEMA)
    every = pl.concat([mine, leaves])
    allocated = found.result.allocated
    years = range(found.year, found.year + ahead.YEARS_AHEAD + 1)
    told = view.build(
        context_of(cockpit, scope, found),
        years=_with_this_range(cockpit, found, ahead.by_year(every, found.as_of)),
        areas=ahead.by_year(every, found.as_of, "area"),
        effect=_with_budget(found, ahead.full_year_effect(allocated.grants, allocated.prices, found.as_of, found.year)),
        budget_year=_budget_year(found),
        birthdays=ahead.birthdays(allocated.grants, found.data.citizens, allocated.prices, found.as_of, years),
        budgets={year: _budget(found, year) for year in years},
        population=not found.data.population.is_empty(),
    )
    return with_forecast_notes(told, found)


def _with_this_range(cockpit: Cockpit, found: Figures, years: pl.DataFrame) -> pl.DataFrame:
    """The years with this year's range as every other page gives it: it has been tried, the later ones have not."""
    names = ["low80", "high80", "low95", "high95"]
    total = ranged_rows(found, "total", errors(cockpit)).select("year", *names)
    own = years.join(total, on="year", how="left", suffix="_tried")
    tried = (pl.coalesce(f"{name}_tried", name).alias(name) for name in names)
    return own.with_columns(tried).select(years.columns).sort("year")


def later_leaves(cockpit: Cockpit, scope: Scope, as_of: dt.date) -> pl.DataFrame:
    """The leaf lines of the three years after the close's, with `year`; computed once per stamp for everybody, and
    cut to the reader."""
    key, name = cockpit.store.stamp().key, f"outlook-{as_of:%Y-%m-%d}"
    with cockpit.ahead:
        if cockpit.store.derived(key, name, Scope.engine()) is None:
            cockpit.store.put_derived(key, name, _computed(cockpit, as_of))
    rows = cockpit.store.derived(key, name, scope)
    return pl.DataFrame(schema=SCHEMA) if rows is None else rows


def warm_outlook(cockpit: Cockpit) -> None:
    """Have the years ahead at hand: three forecasts, which no reader can wait for. Nothing to do where nothing is
    imported."""
    try:
        later_leaves(cockpit, Scope.engine(), newest(cockpit))
    except Refused:
        return


def _computed(cockpit: Cockpit, as_of: dt.date) -> pl.DataFrame:
    data = read_data(cockpit, Scope.engine(), as_of, since=as_of.year - HISTORY_YEARS)
    aged = ahead.with_birthdays(data, as_of)
    parts = []
    for year in range(as_of.year + 1, as_of.year + ahead.YEARS_AHEAD + 1):
        leaves = forecast.compute(aged, as_of, year, cockpit.settings).leaves
        ratio = ahead.population_ratio(data.population, as_of.year, year)
        both = pl.concat([leaves, ahead.demography(leaves, ratio)])
        parts.append(both.select(pl.lit(year, dtype=pl.Int32).alias("year"), *LEAF_SCHEMA))
    return pl.concat(parts)


def _budget_year(found: Figures) -> int:
    """Next year where it has a budget, else this year."""
    later = found.data.budget.filter(pl.col("year") == found.year + 1)
    return found.year + 1 if later.height else found.year


def _budget(found: Figures, year: int) -> object:
    rows = finance.budget_rows(found.data, year, "total")
    return rows["adjusted_budget"][0] if rows.height else None


def _with_budget(found: Figures, effect: pl.DataFrame) -> pl.DataFrame:
    """The effect beside the budget of the grant-steered accounts, per paragraph; one that has a budget and no grants
    too."""
    lines = finance.budget_lines(found.data, _budget_year(found))
    steered = lines.filter(pl.col("steering").fill_null("-").is_in(["aktivitetsstyret", "-"]))
    sums = steered.filter(pl.col("paragraph").is_not_null()).group_by(key="paragraph").agg(
        budget_kr=pl.col("adjusted_budget").sum().cast(MONEY)
    )  # fmt: skip
    joined = effect.join(sums, on="key", how="full", coalesce=True).with_columns(
        pl.col("grants").fill_null(0), pl.col("this_year_kr", "next_year_kr").fill_null(0).cast(MONEY)
    )
    return finance.with_labels(joined, "paragraph", found.data.accounts, found.year).sort("key")
