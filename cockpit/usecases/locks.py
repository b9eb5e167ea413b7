"""What a forecast is compared with: the last locked month, and where none is locked the close of the month before."""

import datetime as dt

from cockpit.contracts.calendar import month_end, period_number, period_year
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.month import MonthClose, MonthState
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import Figures, figures


def month_closes(cockpit: Cockpit) -> tuple[MonthClose, ...]:
    """Every month that has left *åben*, oldest first. About no citizen, so no reader's bounds apply."""
    found = cockpit.store.entries(EntryKind.MONTH, Scope.engine())
    return tuple(MonthClose.model_validate(entry.body) for entry in found)


def last_locked(cockpit: Cockpit, before: dt.date) -> dt.date | None:
    """The close of the newest locked month that ends before the month of `before`; None where there is none."""
    locked = [close.period for close in month_closes(cockpit) if close.state is MonthState.LOCKED]
    ends = [month_end(period_year(name), period_number(name)) for name in locked]
    return max((end for end in ends if end < before.replace(day=1)), default=None)


def compared_with(cockpit: Cockpit, scope: Scope, found: Figures) -> Figures:
    """The same year's forecast as it stood at its last locked month, else at the close of the month before,
    in the reader's scope: what every bridge between two forecasts starts from."""
    locked = last_locked(cockpit, found.as_of)
    before = found.as_of.replace(day=1) - dt.timedelta(days=1)
    day = locked if locked is not None and locked.year == found.year else month_end(before.year, before.month)
    return figures(cockpit, scope, day, found.year)
