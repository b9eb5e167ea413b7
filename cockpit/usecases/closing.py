"""Månedslukning: a month goes from open to locked, one step at a time, by the controller's hand."""

import datetime as dt
import re

from cockpit.access import require
from cockpit.contracts.calendar import period
from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.month import MONTH_STATE_SAID, MONTH_STATE_TITLE, MonthClose, MonthState, Obstacle
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import closes
from cockpit.usecases.kept import take_down
from cockpit.usecases.obstacles import obstacles

_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def periods(cockpit: Cockpit) -> tuple[str, ...]:
    """The months that can be followed, newest first: every close of the data, and the month after the newest."""
    days = closes(cockpit) or (dt.date.today().replace(day=1) - dt.timedelta(days=1),)  # noqa: DTZ011 - an empty home
    following = max(days).replace(day=28) + dt.timedelta(days=4)
    return tuple(sorted({period(day.year, day.month) for day in (*days, following)}, reverse=True))


def current_period(cockpit: Cockpit) -> str:
    """The month that is being closed: the newest with a ledger, the one after it where that is locked."""
    names = periods(cockpit)
    return names[0] if month_close(cockpit, names[1]).state is MonthState.LOCKED else names[1]


def month_lines(cockpit: Cockpit, name: str) -> tuple[Entry, ...]:
    """Every move of a month, newest first. About no citizen, so no reader's bounds apply."""
    return cockpit.store.entry_history(EntryKind.MONTH, name, Scope.engine())


def month_close(cockpit: Cockpit, name: str) -> MonthClose:
    """Where the month stands; *åben* where nobody has moved it. Refused where `name` is no month."""
    if not _PERIOD.fullmatch(name):
        raise Refused(f"«{name}» er ikke en måned. Skriv for eksempel 2026-03.")
    lines = month_lines(cockpit, name)
    return MonthClose.model_validate(lines[0].body) if lines else MonthClose(period=name)


def move(
    cockpit: Cockpit, scope: Scope, name: str, to: MonthState, reason: str = "", seen: int | None = None
) -> MonthClose:
    """Move a month: one step forward, or back to any earlier state with a reason.

    What stands in the way of the next step is named and refused; with a reason the step is taken all the same, and the
    reason and what was passed over stand in the journal. Locking keeps the figures as they are now; a month that is
    unlocked keeps its versions, and the next lock makes a new one. `seen`: the number of the move that the person saw
    last (0 = none); Refused where another came since.
    """
    require(scope, Role.CONTROLLER)
    close, lines = month_close(cockpit, name), month_lines(cockpit, name)
    newest = lines[0].id if lines else 0
    if to is close.state:
        raise Refused(f"Måneden {name} {MONTH_STATE_SAID[to]} allerede.")
    forward = to.place > close.state.place
    moved = _forward(cockpit, scope, close, to, reason) if forward else _back(close, to, reason)
    cockpit.store.write_entry(
        scope.user,
        EntryKind.MONTH,
        name,
        moved.model_dump(mode="json"),
        reason=reason,
        seen=newest if seen is None else seen,
    )
    return moved


def _forward(cockpit: Cockpit, scope: Scope, close: MonthClose, to: MonthState, reason: str) -> MonthClose:
    if to is not close.state.following:
        following = MONTH_STATE_TITLE[close.state.following or MonthState.LOCKED]
        raise Refused(f"Måneden {close.period} flyttes ét trin ad gangen. Næste trin er «{following}».")
    in_the_way = [one for one in obstacles(cockpit, scope, close) if one.state is to]
    _refuse(in_the_way, to, reason)
    moved = close.model_copy(update={"state": to, "passed_over": tuple(one.text for one in in_the_way)})
    if to is not MonthState.LOCKED:
        return moved
    return take_down(cockpit, moved.model_copy(update={"version": close.version + 1}))


def _refuse(in_the_way: list[Obstacle], to: MonthState, reason: str) -> None:
    absolute = [one for one in in_the_way if one.absolute]
    if absolute or (in_the_way and not reason.strip()):
        lines = "\n".join(f"- {one.text}" for one in absolute or in_the_way)
        way_out = "" if absolute else "\nRet det, eller skriv en begrundelse for at gå videre alligevel."
        raise Refused(f"Måneden kan ikke flyttes til «{MONTH_STATE_TITLE[to]}»:\n{lines}{way_out}")


def _back(close: MonthClose, to: MonthState, reason: str) -> MonthClose:
    if not reason.strip():
        what = "låses op" if close.state is MonthState.LOCKED else "flyttes tilbage"
        raise Refused(f"Skriv hvorfor måneden {what}: det står i historikken.")
    return close.model_copy(update={"state": to, "passed_over": ()})
