"""Data -> Datakvalitet: the health of the data, over the closes, in the reader's own bounds."""

import datetime as dt

import polars as pl

from cockpit import finance, reports
from cockpit.access import require
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import closes, newest, read_data
from cockpit.views import health as view

CLOSES = 6
"""Closes that the trend shows."""


def health(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None, team: str | None = None) -> view.HealthView:
    """What is wrong at the close, in how many cases and for how many kroner, and how it was at up to five closes
    before. `team`: the lines of one team only. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    day = as_of or newest(cockpit)
    days = sorted({*(one for one in closes(cockpit) if one <= day), day})[-CLOSES:]
    lines = {one: _lines(cockpit, scope, one) for one in days}
    teams = sorted(set(lines[day]["team"].drop_nulls()))
    if team is not None:
        lines = {one: frame.filter(pl.col("team") == team) for one, frame in lines.items()}
    return view.build(context_for(cockpit, scope, day, day.year), lines, teams=teams, team=team)


def health_list(
    cockpit: Cockpit, scope: Scope, rule: str, as_of: dt.date | None = None, team: str | None = None
) -> bytes:
    """The list of one rule to send back to the caseworkers, as Excel: case numbers, never a citizen."""
    found = health(cockpit, scope, as_of, team)
    shown = found.lists[rule]
    return reports.workbook([shown], title=shown.title, context=found.context)


def _lines(cockpit: Cockpit, scope: Scope, day: dt.date) -> pl.DataFrame:
    """Computed once per state of the data for everybody, kept, and read back through the reader's scope."""
    key, name = cockpit.store.stamp().data_key, f"health-{day:%Y-%m-%d}"
    found = cockpit.store.derived(key, name, scope)
    if found is None:
        cockpit.store.put_derived(key, name, _compute(cockpit, day))
        found = cockpit.store.derived(key, name, scope)
    assert found is not None  # noqa: S101 - kept just above under the same key
    return found


def _compute(cockpit: Cockpit, day: dt.date) -> pl.DataFrame:
    data = read_data(cockpit, Scope.engine(), day, since=day.year - 1)
    known = finance.known_at(data, day, cockpit.settings)
    return finance.health(finance.allocate(known, cockpit.settings, first_year=day.year - 1), day)
