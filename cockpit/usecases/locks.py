"""What a forecast is compared with: the last locked month, and where none is locked the close of the month before."""

import datetime as dt

from cockpit.contracts import danish
from cockpit.contracts.calendar import month_end
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.month import MonthClose, MonthState
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import Figures, figures
from cockpit.usecases.kept import locked_figures


def month_closes(cockpit: Cockpit) -> tuple[MonthClose, ...]:
    """Every month that has left *åben*, oldest first. About no citizen, so no reader's bounds apply."""
    found = cockpit.store.entries(EntryKind.MONTH, Scope.engine())
    return tuple(MonthClose.model_validate(entry.body) for entry in found)


def locked_closes(cockpit: Cockpit) -> tuple[MonthClose, ...]:
    """The months that are locked, oldest first."""
    return tuple(close for close in month_closes(cockpit) if close.state is MonthState.LOCKED)


def why_fixed(cockpit: Cockpit, as_of: dt.date) -> str:
    """Danish: that the explanations of a close are fixed, because its month is locked; empty where they are not."""
    if all(close.month_end != as_of for close in locked_closes(cockpit)):
        return ""
    name = f"{danish.MONTHS[as_of.month - 1]} {as_of.year}".capitalize()
    return (
        f"{name} er låst, og månedens forklaringer ligger fast. Skal en af dem rettes, låser Økonomi måneden op under "
        "Data → Måneden med en begrundelse."
    )


def last_locked(cockpit: Cockpit, before: dt.date) -> dt.date | None:
    """The close of the newest locked month that ends before the month of `before`; None where there is none."""
    close = _last(cockpit, before)
    return None if close is None else close.month_end


def _last(cockpit: Cockpit, before: dt.date) -> MonthClose | None:
    earlier = [close for close in locked_closes(cockpit) if close.month_end < before.replace(day=1)]
    return max(earlier, key=lambda close: close.month_end, default=None)


def compared_with(cockpit: Cockpit, scope: Scope, found: Figures) -> Figures:
    """The same year's forecast as it stood at its last locked month, else at the close of the month before,
    in the reader's scope: what every bridge between two forecasts starts from.

    A locked month gives the figures that were kept at its lock, whatever has been imported or released since; a month
    that nobody locked is computed from what is known of it today.
    """
    locked = _last(cockpit, found.as_of)
    if locked is not None and locked.month_end.year == found.year:
        return locked_figures(cockpit, scope, locked)
    before = found.as_of.replace(day=1) - dt.timedelta(days=1)
    return figures(cockpit, scope, month_end(before.year, before.month), found.year)
