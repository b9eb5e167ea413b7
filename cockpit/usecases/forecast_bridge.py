"""What has moved since the last locked month: from its forecast to this one, to the øre."""

import datetime as dt
from decimal import Decimal

import polars as pl

from cockpit import forecast
from cockpit.access import require
from cockpit.contracts.month import MonthState
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import Figures, figures, leaves_name
from cockpit.usecases.followup import narrowed
from cockpit.usecases.locks import compared_with, month_closes
from cockpit.views import forecast_bridge as view
from cockpit.views.path import DrillPath


def forecast_bridge(
    cockpit: Cockpit,
    scope: Scope,
    as_of: dt.date | None = None,
    year: int | None = None,
    path: DrillPath | None = None,
) -> view.ForecastBridgeView:
    """The bridge from the last locked month of the year (else the month before) to the close of `as_of`, below a path
    and in the reader's bounds. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    earlier = compared_with(cockpit, scope, found)
    chosen = dict((path or DrillPath()).chosen)
    after, before = narrowed(found, chosen).result, narrowed(earlier, chosen).result
    lines = forecast.bridge(before, after)
    locked = _locked_leaves(cockpit, scope, earlier, chosen)
    start = before.leaves if locked is None else locked
    if locked is not None:
        lines = pl.concat([lines, forecast.restated(locked, before)])
    return view.build(
        context_of(cockpit, scope, found),
        compared_with=earlier.as_of,
        before_kr=_sum(start),
        after_kr=_sum(after.leaves),
        lines=lines,
        locked=_is_locked(cockpit, earlier.as_of),
    )


def _sum(leaves: pl.DataFrame) -> Decimal:
    return Decimal(str(leaves["amount_kr"].sum()))


def _is_locked(cockpit: Cockpit, day: dt.date) -> bool:
    return _lock_key(cockpit, day) is not None


def _lock_key(cockpit: Cockpit, day: dt.date) -> str | None:
    """The stamp key under which the month was locked; None where it is not."""
    for close in month_closes(cockpit):
        if close.period == f"{day:%Y-%m}" and close.state is MonthState.LOCKED:
            return close.stamp_key
    return None


def _locked_leaves(cockpit: Cockpit, scope: Scope, earlier: Figures, chosen: dict[str, str]) -> pl.DataFrame | None:
    """The leaves as they were locked, where they are still kept and another stamp is in force now."""
    key = _lock_key(cockpit, earlier.as_of)
    if not key or key == earlier.stamp.key:
        return None
    kept = cockpit.store.derived(key, leaves_name(earlier.as_of, earlier.year), scope)
    if kept is None:
        return None
    return kept.filter([pl.col(level) == value for level, value in chosen.items()])
