"""Økonomi → Budgetopfølgning: the forecast from the whole down to the single grant."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from cockpit import finance, forecast
from cockpit.access import require
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import Figures, figures, ranged_rows
from cockpit.usecases.ranges import errors
from cockpit.views import component_table
from cockpit.views import followup as view
from cockpit.views.context import Context
from cockpit.views.path import DrillPath
from cockpit.views.table import Table


def followup(
    cockpit: Cockpit,
    scope: Scope,
    path: DrillPath | None = None,
    as_of: dt.date | None = None,
    year: int | None = None,
    *,
    frame_only: bool = False,
) -> view.FollowupView:
    """The follow-up below a path: every component, adding up. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    path = path or DrillPath()
    found = figures(cockpit, scope, as_of, year)
    inside = narrowed(found, dict(path.chosen))
    known = errors(cockpit)
    return view.build(
        context_of(cockpit, scope, found),
        path=path,
        here=ranged_rows(inside, "total", known, frame_only=frame_only),
        rows=ranged_rows(inside, path.level, known, frame_only=frame_only),
        adjustments=found.data.adjustments,
        labels=_labels(found, path),
    )


def narrowed(found: Figures, chosen: Mapping[str, str]) -> Figures:
    """The same figures inside these keys: leaves, persons and budgets alike."""
    if not chosen:
        return found
    result, data = forecast.inside(found.result, found.data, chosen)
    return replace(found, result=result, data=data)


def _labels(found: Figures, path: DrillPath) -> dict[str, str]:
    labels: dict[str, str] = {}
    for level, key in path.chosen:
        named = finance.with_labels(pl.DataFrame({"key": [key]}), level, found.data.accounts, found.year)
        labels |= dict(named.select("key", "label").iter_rows())
    return labels


@dataclass(frozen=True, eq=False)
class ForecastAnswer:
    """The rows of `cockpit forecast` in `ROW_SCHEMA`, and the same rows as the screen shows them, with a total."""

    context: Context
    rows: pl.DataFrame
    table: Table


def forecast_answer(
    cockpit: Cockpit,
    scope: Scope,
    by: str,
    as_of: dt.date | None = None,
    year: int | None = None,
    *,
    frame_only: bool = False,
) -> ForecastAnswer:
    """The forecast per key of a level, sorted by key. AccessDenied for roles without finance."""
    found, known = figures(cockpit, scope, as_of, year), errors(cockpit)
    context = context_of(cockpit, scope, found)
    rows = ranged_rows(found, by, known, frame_only=frame_only)
    here = ranged_rows(found, "total", known, frame_only=frame_only)
    table = component_table.build(context, by, rows, here)
    return ForecastAnswer(context, rows, _without_its_sum(table) if by == "total" else table)


def _without_its_sum(table: Table) -> Table:
    """The total needs no total line below it."""
    return replace(table, frame=table.frame.tail(1), totals=1)


def forecast_rows(
    cockpit: Cockpit, scope: Scope, by: str, as_of: dt.date | None = None, year: int | None = None
) -> pl.DataFrame:
    """The rows alone, in `ROW_SCHEMA`."""
    return forecast_answer(cockpit, scope, by, as_of, year).rows
