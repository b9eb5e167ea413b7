"""The gap before and after action plans, close by close: what was forecast, what the plans counted for, what was left.

A close counts the plans as they were written by then. A locked close gives the figures that were kept at its lock; any
other month what is known of it today.
"""

import datetime as dt
from collections.abc import Collection, Iterable

import polars as pl

from cockpit import finance
from cockpit.contracts.action import ActionPlan
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import Figures, closes, figures, leaves_name
from cockpit.usecases.locks import locked_closes
from cockpit.usecases.untold import untold
from cockpit.views.plan_gaps import Gaps

Close = tuple[dt.date, int]
"""The last day of a close, and the year that is forecast."""


def leaves_at(cockpit: Cockpit, scope: Scope, day: dt.date, year: int, *, compute: bool = True) -> pl.DataFrame | None:
    """The leaves of a close in the reader's scope: those of its lock, else those that are kept, else computed now; None
    where they would have to be computed and `compute` is False."""
    lock = next((close for close in locked_closes(cockpit) if close.month_end == day and day.year == year), None)
    if lock is not None:
        return cockpit.store.locked(lock.edition, lock.content, "leaves", scope)
    kept = cockpit.store.derived(cockpit.store.stamp().key, leaves_name(day, year), scope)
    if kept is not None or not compute:
        return kept
    return figures(cockpit, scope, day, year).result.leaves


def plan_days(cockpit: Cockpit, year: int, until: dt.date) -> tuple[dt.date, ...]:
    """The year's closes until a date from the first on which a plan of the year was known, oldest first."""
    known = cockpit.store.entries(EntryKind.ACTION, Scope.engine())
    written = [
        line.known_from
        for entry in known
        if ActionPlan.model_validate(entry.body).year == year
        for line in cockpit.store.entry_history(EntryKind.ACTION, entry.key, Scope.engine())
    ]
    first = min(written, default=until)
    days = (day for day in closes(cockpit) if first <= day <= until and day.year == year)
    return tuple(sorted({*days, until}))


def realised(
    cockpit: Cockpit, scope: Scope, plans: Iterable[ActionPlan], now: pl.DataFrame, gone: Collection[str], at: Close
) -> pl.DataFrame:
    """`id`, `realised_kr`: what the plans' grants and accounts have moved at the close since the close that each is
    measured from; null where a plan names nothing that the exports still tell of. `now`: the leaves of the close.
    `gone`: the plans' grants that are `untold` there."""
    day, year = at
    rows = []
    for plan in plans:
        since = plan.measured_from
        before = None if since is None or since >= day else leaves_at(cockpit, scope, since, year)
        rows.append((plan.id, finance.realised(plan, now if before is None else before, now, gone)[0]))
    return pl.DataFrame(rows, schema={"id": pl.String(), "realised_kr": MONEY}, orient="row")


def gap_months(cockpit: Cockpit, scope: Scope, found: Figures, *, compute: bool = False) -> Gaps:
    """The year's closes from the first that knew a plan until that of `found`. With `compute` none is missing: those
    that nobody has asked for are forecast now, one by one."""
    rows, missing = [], []
    for day in plan_days(cockpit, found.year, found.as_of):
        leaves = (
            found.result.leaves if day == found.as_of else leaves_at(cockpit, scope, day, found.year, compute=compute)
        )
        if leaves is None:
            missing.append(day)
            continue
        rows.append(_gap(cockpit, scope, found, day, leaves))
    return Gaps(pl.concat(rows), tuple(missing))


def _gap(cockpit: Cockpit, scope: Scope, found: Figures, day: dt.date, leaves: pl.DataFrame) -> pl.DataFrame:
    lines = cockpit.store.entries(EntryKind.ACTION, scope, day)
    plans = [plan for plan in (ActionPlan.model_validate(line.body) for line in lines) if plan.year == found.year]
    gone = untold(cockpit, plans, day)
    proven = realised(cockpit, scope, plans, leaves, gone, (day, found.year))
    return finance.gap(day, leaves, finance.effects(plans, proven, day), _budget(cockpit, scope, found, day))


def _budget(cockpit: Cockpit, scope: Scope, found: Figures, day: dt.date) -> pl.DataFrame:
    """The adjusted budget as it was at the close, in the reader's scope."""
    if day == found.as_of:
        return finance.budget_rows(found.data, found.year, "total")
    frames = {name: cockpit.store.read(name, scope, day) for name in ("budget", "accounts")}
    return finance.budget_rows(MunicipalityData(**frames), found.year, "total")
