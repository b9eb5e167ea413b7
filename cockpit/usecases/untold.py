"""Grants that an action plan is proven on, and that the exports no longer tell of at a close."""

import datetime as dt
from collections.abc import Iterable

import polars as pl

from cockpit import finance
from cockpit.contracts.action import ActionPlan
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.locks import locked_closes


def untold(cockpit: Cockpit, plans: Iterable[ActionPlan], day: dt.date) -> frozenset[str]:
    """Those of the plans' grants that are gone at the close `day` for everybody: a grant outside the reader's bounds is
    not gone. A locked close is asked as it was locked."""
    named = {name for plan in plans for name in plan.grant_ids}
    return finance.untold(named, _grants(cockpit, day), _ends_by_leaving(cockpit)) if named else frozenset()


def _grants(cockpit: Cockpit, day: dt.date) -> pl.DataFrame:
    lock = next((close for close in locked_closes(cockpit) if close.month_end == day), None)
    if lock is not None:
        return cockpit.store.locked(lock.edition, lock.content, "grants", Scope.engine())
    return cockpit.store.read("grants", Scope.engine(), day)


def _ends_by_leaving(cockpit: Cockpit) -> set[str]:
    """The sources whose lists hold only what is active."""
    told = (record for record in cockpit.store.imports() if record.undone_at is None and record.lists == "active")
    return {record.receipt.source for record in told if record.receipt.dataset == "grants"}
