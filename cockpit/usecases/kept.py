"""The figures of a locked month: taken down at the lock, and read back as they were, cut to what the reader may see.

Nothing is computed again when they are read: a later import, a changed setting or a new release of the program moves
today's answer about that month, never the locked one.
"""

from dataclasses import asdict, fields, replace

import polars as pl

from cockpit import finance, forecast
from cockpit.access import require
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.forecast_table import LEVELS, empty_leaves
from cockpit.contracts.month import MonthClose
from cockpit.contracts.scope import Role, Scope
from cockpit.contracts.stamp import FigureStamp
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import Figures, figures, ranged_rows
from cockpit.usecases.ranges import errors

_RESULT = ("leaves", "earlier", "method")
_ALLOCATED = tuple(one.name for one in fields(finance.Allocated))
_DATA = tuple(one.name for one in fields(MunicipalityData))


def take_down(cockpit: Cockpit, close: MonthClose) -> MonthClose:
    """Compute the month's figures as they are now and keep them under the close's edition; the close with its stamp.
    Refused where the data of that month are not there."""
    found = figures(cockpit, Scope.engine(), close.month_end)
    content = cockpit.store.keep_locked(close.edition, _tables(cockpit, found), _facts(found))
    return close.model_copy(update={"stamp": found.stamp.text, "stamp_key": found.stamp.key, "content": content})


def _tables(cockpit: Cockpit, found: Figures) -> dict[str, pl.DataFrame]:
    known = errors(cockpit)
    return {
        **{name: getattr(found.result, name) for name in _RESULT},
        **{f"allocated_{name}": getattr(found.result.allocated, name) for name in _ALLOCATED},
        **{name: getattr(found.data, name) for name in _DATA},
        **{f"rows_{level}": ranged_rows(found, level, known) for level in LEVELS},
        "service_accounts": pl.DataFrame({"account": found.result.service_accounts}),
    }


def _facts(found: Figures) -> dict[str, object]:
    return {
        "stamp": asdict(found.stamp),
        "weaknesses": list(found.result.weaknesses),
        "usual_share": found.result.usual_share,
    }


def locked_figures(cockpit: Cockpit, scope: Scope, close: MonthClose) -> Figures:
    """The figures of a lock in the reader's scope, as `figures` would give them. AccessDenied for roles without rows;
    Refused where what was kept is gone or was changed."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    whole = _whole(cockpit, close)
    if not (scope.areas or scope.teams):
        return whole
    data = _data(cockpit, close, scope)
    leaves = cockpit.store.locked(close.edition, close.content, "leaves", scope)
    result = forecast.narrowed(
        whole.result, leaves=leaves, grant_ids=data.grants["grant_id"], areas=scope.areas, teams=scope.teams
    )
    return replace(whole, data=data, result=result)


def locked_rows(cockpit: Cockpit, scope: Scope, close: MonthClose, level: str) -> pl.DataFrame:
    """The rows of a lock in `ROW_SCHEMA`: those that were kept, for a bounded reader those of own leaves."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    if scope.areas or scope.teams:
        return ranged_rows(locked_figures(cockpit, scope, close), level, None)
    return cockpit.store.locked(close.edition, close.content, f"rows_{level}", scope)


def _whole(cockpit: Cockpit, close: MonthClose) -> Figures:
    key = ("locked", close.edition, close.content)
    with cockpit.lock:
        found = cockpit.memory.get(key)
        if not isinstance(found, Figures):
            found = _read(cockpit, close)
            cockpit.memory[key] = found
    return found


def _read(cockpit: Cockpit, close: MonthClose) -> Figures:
    facts = cockpit.store.locked_facts(close.edition, close.content)

    kept = cockpit.store.locked_names(close.edition, close.content)

    def table(name: str) -> pl.DataFrame:
        return cockpit.store.locked(close.edition, close.content, name, Scope.engine())

    result = forecast.ForecastResult(
        leaves=table("leaves"),
        method=table("method") if "method" in kept else empty_leaves(),
        weaknesses=tuple(facts["weaknesses"]),
        usual_share=facts.get("usual_share", ""),
        as_of=close.month_end,
        year=close.month_end.year,
        service_accounts=table("service_accounts")["account"],
        earlier=table("earlier"),
        allocated=finance.Allocated(**{name: table(f"allocated_{name}") for name in _ALLOCATED}),
    )
    data = _data(cockpit, close, Scope.engine())
    return Figures(FigureStamp(**facts["stamp"]), close.month_end, close.month_end.year, data, result)


def _data(cockpit: Cockpit, close: MonthClose, scope: Scope) -> MunicipalityData:
    """A dataset that the release of the lock did not know has no rows."""
    names = cockpit.store.locked_names(close.edition, close.content).intersection(_DATA)
    frames = {name: cockpit.store.locked(close.edition, close.content, name, scope) for name in sorted(names)}
    return MunicipalityData(**frames)
