"""Økonomi → Hvor godt rammer vi?: the back-test in the reader's bounds, beside what was published and with the skøn."""

import datetime as dt

import polars as pl

from cockpit.access import require
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import figures, newest
from cockpit.usecases.methods import approved_methods, proposed_methods
from cockpit.usecases.ranges import errors, with_all_methods
from cockpit.views import accuracy as view

LEVELS = ("total", "area", "paragraph", "function")


def accuracy(cockpit: Cockpit, scope: Scope, level: str = "total", as_of: dt.date | None = None) -> view.AccuracyView:
    """How earlier years' forecasts held at a level. A bounded reader sees keys that lie in own areas alone, and never
    the total. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    day = as_of or newest(cockpit)
    wanted = level if level in levels_of(scope) else levels_of(scope)[0]
    found = errors(cockpit)
    told = None if found is None else _cut(cockpit, scope, with_all_methods(cockpit, found), wanted, day)
    exports = cockpit.store.effective_dates("grants")
    return view.build(
        context_for(cockpit, scope, day, day.year),
        errors=told,
        level=wanted,
        first_export=min(exports) if exports else None,
        proposed=proposed_methods(cockpit, scope, day),
        chosen=approved_methods(cockpit, day),
    )


def levels_of(scope: Scope) -> tuple[str, ...]:
    """The levels that this reader may ask for."""
    return LEVELS[1:] if scope.areas or scope.teams else LEVELS


def _cut(cockpit: Cockpit, scope: Scope, found: pl.DataFrame, level: str, day: dt.date) -> pl.DataFrame:
    """The table of one level, with the keys that lie in the reader's areas alone."""
    here = found.filter(pl.col("level") == level)
    if not scope.areas:
        return here.clear() if scope.teams else here
    leaves = figures(cockpit, Scope.engine(), day).result.leaves.filter(pl.col(level) != NOT_ALLOCATED)
    outside = leaves.filter(~pl.col("area").is_in(sorted(scope.areas)))[level].unique()
    own = leaves.filter(pl.col("area").is_in(sorted(scope.areas)))[level].unique()
    return here.filter(pl.col("key").is_in(own.implode()) & ~pl.col("key").is_in(outside.implode()))
