"""What has moved since the last locked month: from its forecast to this one, to the øre."""

import datetime as dt
from decimal import Decimal

import polars as pl

from cockpit import forecast
from cockpit.access import require
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import figures
from cockpit.usecases.followup import narrowed
from cockpit.usecases.locks import compared_with, locked_closes
from cockpit.views import forecast_bridge as view
from cockpit.views.path import DrillPath
from cockpit.views.selection import Selection


def forecast_bridge(
    cockpit: Cockpit,
    scope: Scope,
    as_of: dt.date | None = None,
    year: int | None = None,
    path: DrillPath | Selection | None = None,
) -> view.ForecastBridgeView:
    """The bridge from the last locked month of the year (else the month before) to the close of `as_of`, below a path
    and in the reader's bounds. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    earlier = compared_with(cockpit, scope, found)
    locked = any(close.month_end == earlier.as_of for close in locked_closes(cockpit))
    today = figures(cockpit, scope, earlier.as_of, earlier.year) if locked else earlier
    chosen = dict((path or DrillPath()).chosen)
    after, before, start = (narrowed(one, chosen).result for one in (found, today, earlier))
    lines = pl.concat([forecast.bridge(before, after), forecast.restated(start.leaves, before)])
    return view.build(
        context_of(cockpit, scope, found),
        compared_with=earlier.as_of,
        before_kr=_sum(start.leaves),
        after_kr=_sum(after.leaves),
        lines=lines,
        locked=locked,
    )


def _sum(leaves: pl.DataFrame) -> Decimal:
    return Decimal(str(leaves["amount_kr"].sum()))
