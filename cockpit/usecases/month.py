"""Data -> Måneden: the month from open to locked on one screen, and the same for programs."""

import datetime as dt

import polars as pl

from cockpit import finance
from cockpit.access import require
from cockpit.contracts.month import MONTH_STATE_TITLE, MonthClose, MonthState
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.checklist import done_steps
from cockpit.usecases.closing import current_period, month_close, month_lines
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import figures, ranged_rows
from cockpit.usecases.kept import locked_rows
from cockpit.usecases.obstacles import has_ledger, month_imports, obstacles, unclassified
from cockpit.views import month as view
from cockpit.views import month_steps, month_tables
from cockpit.views.table import Table


def month(cockpit: Cockpit, scope: Scope, name: str | None = None, today: dt.date | None = None) -> view.MonthView:
    """The month `name` (`2026-03`; None: the one that is being closed). AccessDenied for others than finance staff;
    Refused where `name` is no month."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    close = month_close(cockpit, name or current_period(cockpit))
    locked = close.state is MonthState.LOCKED
    day = None if locked else today or dt.date.today()  # noqa: DTZ011 - a due day is the municipality's own
    steps = done_steps(cockpit, scope, close.period)
    return view.build(
        context_for(cockpit, scope, close.month_end, close.month_end.year),
        close,
        lines=month_lines(cockpit, close.period),
        obstacles=obstacles(cockpit, scope, close),
        tasks=[month_steps.task(one.step, close.month_end, one.entry, day) for one in steps],
        deliveries=finance.deliveries(month_imports(cockpit), close.month_end),
        unclassified=_unclassified(cockpit, close),
        locked=_locked(cockpit, scope, close),
    )


def _unclassified(cockpit: Cockpit, close: MonthClose) -> pl.DataFrame | None:
    if not has_ledger(cockpit, close):
        return None
    return unclassified(figures(cockpit, Scope.engine(), close.month_end))


def _locked(cockpit: Cockpit, scope: Scope, close: MonthClose) -> Table | None:
    if close.state is not MonthState.LOCKED:
        return None
    now = ranged_rows(figures(cockpit, scope, close.month_end), "area", None)
    return month_tables.against_locked(locked_rows(cockpit, scope, close, "area"), now, close)


def month_answer(found: view.MonthView) -> dict[str, object]:
    """The month for programs."""
    close, following = found.close, found.following
    return {
        **close.model_dump(mode="json"),
        "state_title": MONTH_STATE_TITLE[close.state],
        "next": None if following is None else following.state.value,
        "obstacles": [
            {"state": one.state.value, "text": one.text, "absolute": one.absolute}
            for stage in found.stages
            for one in stage.obstacles
        ],
        "checklist": [{name: getattr(task, name) for name in _TASK} for task in found.tasks],
        "exports": found.exports.frame.select(_EXPORT).to_dicts(),
        "unclassified": found.unclassified.frame.to_dicts(),
        "history": found.history.frame.to_dicts(),
        "locked": None if found.locked is None else found.locked.frame.to_dicts(),
    }


_TASK = ("id", "title", "owner", "working_day", "due", "done", "late")
_EXPORT = ("dataset", "source", "newest", "rows", "usual_rows", "status")
