"""One grant recomputed by hand: its days and rates month by month beside its lines of the forecast."""

import datetime as dt

import polars as pl

from cockpit import finance
from cockpit.access import require
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import figures
from cockpit.views import grant_account as view


def grant_account(
    cockpit: Cockpit, scope: Scope, grant_id: str, as_of: dt.date | None = None, year: int | None = None
) -> view.GrantAccount:
    """The year of a grant as the forecast counts it, in the reader's bounds. Refused where the reader has no such
    grant; AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    allocated = found.result.allocated
    lines = allocated.grants.filter(pl.col("grant_id") == grant_id)
    if lines.is_empty():
        raise Refused(f"Indsatsen {grant_id} findes ikke i tallene pr. {found.as_of:%d-%m-%Y}.")
    whole = dt.date(found.year, 1, 1), dt.date(found.year, 12, 31)
    granted = finance.granted(lines)
    return view.build(
        context_of(cockpit, scope, found),
        lines.row(0, named=True),
        spans=finance.grant_spans(granted, *whole, allocated.prices),
        costs=finance.grant_months(granted, *whole, allocated.prices),
        leaves=found.result.leaves.filter(pl.col("grant_id") == grant_id),
        accrual=found.result.accrual.filter(pl.col("grant_id") == grant_id),
    )
