"""Økonomi → Budgetopfølgning: the forecast from the whole down to the single grant."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from cockpit import finance, forecast
from cockpit.access import require
from cockpit.contracts import danish
from cockpit.contracts.calendar import month_end
from cockpit.contracts.forecast_table import LEVELS, NOT_ALLOCATED
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.adjusting import earlier
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import Figures, closes, figures, newest, ranged_rows
from cockpit.usecases.ranges import errors
from cockpit.usecases.reconciling import open_differences
from cockpit.views import component_table, followup_tables
from cockpit.views import followup as view
from cockpit.views.context import Context
from cockpit.views.selection import FILTERS, Selection
from cockpit.views.table import Table

MONTH = "month"


def followup(
    cockpit: Cockpit,
    scope: Scope,
    selection: Selection | None = None,
    as_of: dt.date | None = None,
    year: int | None = None,
    preset: str = followup_tables.STANDARD,
) -> view.FollowupView:
    """The follow-up of a selection in a preset of `followup_tables.PRESETS`. That of the council's own dates is made at
    the newest of them that `as_of` has reached. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    selection = selection or Selection()
    day, said = _reporting_day(cockpit, as_of) if preset == followup_tables.REPORTING else (as_of, ())
    found = figures(cockpit, scope, day, year)
    inside = narrowed(found, dict(selection.chosen))
    known = errors(cockpit)
    here = _with_parts(inside, "total", known)
    return view.build(
        context_of(cockpit, scope, found),
        selection=selection,
        preset=preset,
        here=here,
        rows=_with_parts(inside, selection.by, known),
        adjustments=_visible(scope, found),
        beside=view.Beside(
            earlier=earlier(cockpit, scope, found.as_of), months=forecast.month_rows(inside.result, inside.data)
        ),
        labels=labels_of(found, dict(selection.chosen)),
        notes=(*said, *(() if selection.chosen else _doubts(cockpit, scope, found, here))),
    )


def _doubts(cockpit: Cockpit, scope: Scope, found: Figures, here: pl.DataFrame) -> tuple[str, ...]:
    """What a reader of the whole should know: what is open between grants and ledger, and what is said of the
    forecast."""
    return (*open_differences(cockpit, scope, found.as_of, here), *found.result.notes)


def _visible(scope: Scope, found: Figures) -> pl.DataFrame:
    """The year's skøn; of a reader with bounds those that lie on a line that the reader sees."""
    laid = found.data.adjustments.filter(pl.col("year") == found.year)
    if not (scope.areas or scope.teams):
        return laid
    seen = found.result.leaves.filter(pl.col("component") == "adjustment")
    columns = {level: "grant_id" if level == "grant" else level for level in LEVELS[1:]}
    on = [(pl.col("level") == level) & pl.col("key").is_in(seen[name].implode()) for level, name in columns.items()]
    return laid.filter(pl.any_horizontal(on))


def _with_parts(found: Figures, by: str, known: pl.DataFrame | None) -> pl.DataFrame:
    """The rows of a level with the parts of the budget and the consumption rates of earlier years."""
    parts = finance.budget_parts(found.data, found.year, by)
    return followup_tables.with_parts(
        ranged_rows(found, by, known), parts, forecast.consumption(found.result, found.data, by)
    )


def _reporting_day(cockpit: Cockpit, as_of: dt.date | None) -> tuple[dt.date, tuple[str, ...]]:
    """The newest of the municipality's reporting dates that is reached and closed, and a sentence that says so."""
    day = as_of or newest(cockpit)
    dates = [month_end(day.year, month) for month, _ in cockpit.settings.reporting_dates]
    reached = [one for one in dates if one <= day and one in closes(cockpit)]
    listed = ", ".join(f"{one.day}. {danish.MONTHS[one.month - 1]}" for one in dates)
    if not reached:
        return day, (f"Ingen af årets opgørelsesdatoer ({listed}) er nået, så opfølgningen er pr. {danish.date(day)}.",)
    return max(reached), (f"Kommunens opgørelsesdatoer er {listed}; vist er {danish.long_date(max(reached))}.",)


def filter_options(
    cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None, year: int | None = None
) -> dict[str, dict[str, str]]:
    """Level -> key -> label: what rows can be cut to, in the reader's scope."""
    found = figures(cockpit, scope, as_of, year)
    return {level: _keys(found, level) for level in FILTERS}


def _keys(found: Figures, level: str) -> dict[str, str]:
    leaves = finance.placed(found.result.leaves, level, found.data.accounts, found.year)
    budgets = finance.budget_rows(found.data, found.year, level)["key"]
    keys = pl.concat([leaves[level].unique(), budgets]).unique().alias("key").to_frame()
    named = finance.with_labels(keys, level, found.data.accounts, found.year)
    return dict(named.sort(pl.col("key") == NOT_ALLOCATED, "label").select("key", "label").iter_rows())


def narrowed(found: Figures, chosen: Mapping[str, str]) -> Figures:
    """The same figures inside these keys: leaves, persons and budgets alike."""
    if not chosen:
        return found
    result, data = forecast.inside(found.result, found.data, chosen)
    return replace(found, result=result, data=data)


def labels_of(found: Figures, chosen: Mapping[str, str]) -> dict[str, str]:
    """Key -> label of the chosen keys."""
    labels: dict[str, str] = {}
    for level, key in chosen.items():
        named = finance.with_labels(pl.DataFrame({"key": [key]}), level, found.data.accounts, found.year)
        labels |= dict(named.select("key", "label").iter_rows())
    return labels


@dataclass(frozen=True, eq=False)
class ForecastAnswer:
    """The rows of `cockpit forecast` in `ROW_SCHEMA`, and the same rows as the screen shows them, with a total.
    `notes`: what the ranges rest on, how near any forecast could come and what the books' usual course moves;
    `weaknesses`: what it lacks. Danish."""

    context: Context
    rows: pl.DataFrame
    table: Table
    notes: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()


def forecast_answer(
    cockpit: Cockpit,
    scope: Scope,
    by: str,
    as_of: dt.date | None = None,
    year: int | None = None,
    *,
    frame_only: bool = False,
) -> ForecastAnswer:
    """The forecast per key of a level, or per `MONTH`, sorted by key. AccessDenied for roles without finance."""
    found, known = figures(cockpit, scope, as_of, year), errors(cockpit)
    context = context_of(cockpit, scope, found)
    if by == MONTH:
        rows = forecast.month_rows(found.result, found.data, stamp=found.stamp.text, frame_only=frame_only)
        table = component_table.months(context, rows)
    else:
        rows = ranged_rows(found, by, known, frame_only=frame_only)
        here = ranged_rows(found, "total", known, frame_only=frame_only)
        table = component_table.build(context, by, rows, here)
    notes = (
        forecast.basis(known, found.as_of),
        *filter(None, [forecast.floor_sentence(found.result.spread), found.result.usual_share]),
        *open_differences(cockpit, scope, found.as_of, ranged_rows(found, "total", known)),
    )
    shown = _without_its_sum(table) if by == "total" else table
    return ForecastAnswer(context, rows, shown, notes, found.result.weaknesses)


def _without_its_sum(table: Table) -> Table:
    """The total needs no total line below it."""
    return replace(table, frame=table.frame.tail(1), totals=1)


def forecast_rows(
    cockpit: Cockpit, scope: Scope, by: str, as_of: dt.date | None = None, year: int | None = None
) -> pl.DataFrame:
    """The rows alone, in `ROW_SCHEMA`."""
    return forecast_answer(cockpit, scope, by, as_of, year).rows
