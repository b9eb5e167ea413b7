"""Økonomi → Disponering: what is bound of the budget, what has moved since the last lock, and what last year added."""

import datetime as dt

import polars as pl

from cockpit import finance, law
from cockpit.access import require
from cockpit.contracts.calendar import month_end
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.forecast import disposal
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import Figures, figures
from cockpit.usecases.locks import compared_with
from cockpit.views import disposal as view


def commitments(
    cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None, year: int | None = None
) -> view.CommitmentsView:
    """Disponeringsregnskab per area and paragraph in the reader's bounds. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    before = compared_with(cockpit, scope, found)
    then = _year_before(cockpit, scope, found)
    return view.build(
        context_of(cockpit, scope, found),
        levels={level: _level(found, before, then, level) for level in disposal.LEVELS},
        since=before.as_of,
        then=None if then is None else then.as_of,
        crosswalk=law.paragraphs(),
    )


def _year_before(cockpit: Cockpit, scope: Scope, found: Figures) -> Figures | None:
    """The year before at the same date; None where its ledger is not whole, or nothing is known of that date."""
    last = found.result.earlier.filter(pl.col("year") == found.year - 1)
    if last["month"].n_unique() < 12:
        return None
    try:
        then = figures(cockpit, scope, month_end(found.as_of.year - 1, found.as_of.month), found.year - 1)
    except Refused:
        return None
    return None if then.result.leaves.is_empty() else then


def _level(found: Figures, before: Figures, then: Figures | None, level: str) -> pl.DataFrame:
    """The level's keys with label and every figure."""
    accounts = disposal.accounts_of(found.result, before.result)
    joined = disposal.budgets(found.data, found.year, level, accounts)
    parts = [
        disposal.committed(found.result, level, accounts),
        disposal.moved(before.result, found.result, level, accounts),
    ]
    if then is not None:
        both = disposal.accounts_of(found.result, then.result)
        parts.append(disposal.came_after(then.result, found.result, level, both))
    for part in parts:
        joined = joined.join(part, on="key", how="full", coalesce=True)
    return finance.with_labels(joined, level, found.data.accounts, found.year)
