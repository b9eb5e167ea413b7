"""The leaf table of one close, computed once per figure stamp for everybody, then cut to what the reader may see."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import polars as pl

from cockpit import finance, forecast
from cockpit.access import require
from cockpit.contracts import danish
from cockpit.contracts.calendar import month_end
from cockpit.contracts.coming import ComingCase
from cockpit.contracts.data import LAW_VALUES, METHODS, ChosenMethod, EnteredLaw, MunicipalityData
from cockpit.contracts.dataset import datasets
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.price_rise import PriceRise
from cockpit.contracts.scope import Role, Scope
from cockpit.contracts.stamp import FigureStamp
from cockpit.forecast import chosen, coming
from cockpit.forecast.state import HISTORY_YEARS
from cockpit.usecases.cockpit import Cockpit

REMEMBERED = 10
"""Closes kept in memory: this one, the last one, a few that people look back at, and the parts that bounded readers
see of them."""
UNREAD = {"postings": ("voucher", "text")}
"""Fields that no figure asks for; three million of each take longer to read than to sum."""
Read = Callable[..., pl.DataFrame]
"""`Store.read`, or what stands in for it."""


@dataclass(frozen=True, eq=False)
class Figures:
    """What every view of one close rests on: the municipality's data as of the date (without the ledger, which the
    leaves hold), and the forecast."""

    stamp: FigureStamp
    as_of: dt.date
    year: int
    data: MunicipalityData
    result: forecast.ForecastResult


def newest(cockpit: Cockpit) -> dt.date:
    """The newest date in the data: that of the newest ledger, else of the newest list of grants. Refused where nothing
    is imported yet."""
    for name in ("postings", "grants"):
        dates = cockpit.store.effective_dates(name)
        if dates:
            return max(dates)
    raise Refused("Der er ingen indsatser eller posteringer endnu. Indlæs månedens udtræk under Data → Indlæsning.")


def closes(cockpit: Cockpit) -> tuple[dt.date, ...]:
    """The closes that can be looked at, newest first: the effective dates of the ledgers."""
    dates = cockpit.store.effective_dates("postings") or cockpit.store.effective_dates("grants")
    return tuple(sorted(set(dates), reverse=True))


def moments(cockpit: Cockpit) -> tuple[dt.date, ...]:
    """What a reader may look at, newest first: the closes, and the newest list of grants where it is of a later month
    than the ledger; what is not booked there is then told as missing."""
    return (*_ahead_of_ledger(cockpit), *closes(cockpit))


def _ahead_of_ledger(cockpit: Cockpit) -> tuple[dt.date, ...]:
    booked, granted = (max(cockpit.store.effective_dates(name), default=None) for name in ("postings", "grants"))
    if booked is None or granted is None or granted <= month_end(booked.year, booked.month):
        return ()
    return (granted,)


def behind_ledger(cockpit: Cockpit, as_of: dt.date) -> tuple[str, ...]:
    """A sentence where the newest close leaves a newer list of grants unseen, since the ledger stops before it."""
    booked = newest(cockpit)
    return tuple(
        f"Indsatserne er indlæst pr. {danish.date(granted)}, men posteringerne kun pr. {danish.date(booked)}: "
        f"opgørelsen er pr. {danish.date(booked)} og ser ikke det nyere. Indlæs de manglende posteringer, eller vælg "
        f"{danish.date(granted)} som opgørelsesdag; det, der mangler i bogføringen, skønnes da."
        for granted in _ahead_of_ledger(cockpit)
        if (as_of.year, as_of.month) == (booked.year, booked.month)
    )


def read_data(
    cockpit: Cockpit, scope: Scope, as_of: dt.date | None, since: int | None = None, read: Read | None = None
) -> MunicipalityData:
    """Every dataset as this reader may see it at that date; the ledger without the texts that place no krone, with
    postings that are alike as one row, and from the year `since` on where it is given. `read`: instead of the store's.
    """
    one = read or cockpit.store.read
    with cockpit.store.kept_open():
        frames = {
            name: one(name, scope, as_of, since=since, without=UNREAD.get(name, ()), alike=name == "postings")
            for name in datasets()
        }
    frames["pipeline"] = coming.with_cases(frames["pipeline"], app_cases(cockpit, scope, as_of))
    return MunicipalityData(
        **frames,
        adjustments=cockpit.store.adjustments(as_of),
        law_values=law_values(cockpit, as_of),
        methods=method_lines(chosen_methods(cockpit, as_of)),
    )


def app_cases(cockpit: Cockpit, scope: Scope, as_of: dt.date | None) -> list[tuple[ComingCase, dt.date]]:
    """The cases on the way that people keep in the app, each with the state it is known from."""
    if not scope.sees_rows:
        return []
    found = cockpit.store.entries(EntryKind.PIPELINE, scope, as_of)
    return [(ComingCase.model_validate(entry.body), entry.known_from) for entry in found]


def law_values(cockpit: Cockpit, as_of: dt.date | None) -> pl.DataFrame:
    """What a controller entered in place of unverified law, and the municipality's own rises of prices beside the
    published ones, in `LAW_VALUES`: the same for every reader."""
    found, rises = (
        cockpit.store.entries(kind, Scope.engine(), as_of) for kind in (EntryKind.LAW, EntryKind.PRICE_RISE)
    )
    values = [EnteredLaw.model_validate(entry.body) for entry in found]
    values += [finance.rise_as_law(PriceRise.model_validate(entry.body)) for entry in rises]
    return pl.DataFrame([one.model_dump() for one in values], schema=LAW_VALUES).sort("name", "valid_from")


def chosen_methods(cockpit: Cockpit, as_of: dt.date | None) -> tuple[ChosenMethod, ...]:
    """The approved methods of paragraphs, of every year, by year and paragraph: the same for every reader."""
    found = cockpit.store.entries(EntryKind.METHOD, Scope.engine(), as_of)
    return tuple(ChosenMethod.model_validate(entry.body) for entry in found)


def method_lines(approved: Sequence[ChosenMethod]) -> pl.DataFrame:
    """Approved methods as the forecast takes them (`METHODS`)."""
    return pl.DataFrame([one.model_dump(include=set(METHODS)) for one in approved], schema=METHODS)


def figures(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None, year: int | None = None) -> Figures:
    """The forecast of `year` at the close of `as_of`, in the reader's scope. The leaves are those that everybody's
    figures rest on; a bounded reader gets those of own areas and teams. AccessDenied for roles without rows."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    whole = _whole(cockpit, as_of or newest(cockpit), year)
    if not (scope.areas or scope.teams):
        return whole
    key = (whole.stamp.key, whole.as_of, whole.year, scope.cache_key)
    return _remembered(cockpit, key, lambda: _cut(cockpit, scope, whole))


def _whole(cockpit: Cockpit, as_of: dt.date, year: int | None) -> Figures:
    year = year or as_of.year
    stamp = cockpit.store.stamp()
    return _remembered(cockpit, (stamp.key, as_of, year), lambda: _compute(cockpit, stamp, as_of, year))


def _remembered(cockpit: Cockpit, key: tuple[object, ...], make: Callable[[], Figures]) -> Figures:
    """What this process has made under this key, made now where it has not."""
    with cockpit.lock:
        found = cockpit.memory.pop(key, None)
        if not isinstance(found, Figures):
            found = make()
        cockpit.memory[key] = found
        while len(cockpit.memory) > REMEMBERED:
            cockpit.memory.pop(next(iter(cockpit.memory)))
    return found


def leaves_name(as_of: dt.date, year: int) -> str:
    """The leaf table's name among the derived frames of a stamp."""
    return f"leaves-{as_of:%Y-%m-%d}-{year}"


def _compute(cockpit: Cockpit, stamp: FigureStamp, as_of: dt.date, year: int) -> Figures:
    data = read_data(cockpit, Scope.engine(), as_of, since=min(as_of.year, year) - HISTORY_YEARS)
    result = forecast.compute(data, as_of, year, cockpit.settings)
    cockpit.store.put_derived(stamp.key, leaves_name(as_of, year), result.leaves)
    told = replace(result, weaknesses=(*behind_ledger(cockpit, as_of), *result.weaknesses))
    return Figures(stamp, as_of, year, replace(data, postings=data.postings.clear()), told)


def _cut(cockpit: Cockpit, scope: Scope, whole: Figures) -> Figures:
    """The store gives the leaves and the rows of the reader's bounds; persons and budgets follow from these rows."""
    leaves = cockpit.store.derived(whole.stamp.key, leaves_name(whole.as_of, whole.year), scope)
    if leaves is None:
        raise Refused("Tallene er netop ved at blive regnet igen. Prøv om et øjeblik.")
    read = read_data(cockpit, scope, whole.as_of, since=whole.year + 1)  # no ledger: the leaves hold it
    data = replace(read, postings=read.postings.clear())
    result = forecast.narrowed(
        whole.result, leaves=leaves, grant_ids=data.grants["grant_id"], areas=scope.areas, teams=scope.teams
    )
    return replace(whole, data=data, result=result)


def ranged_rows(found: Figures, by: str, errors: pl.DataFrame | None, *, frame_only: bool = False) -> pl.DataFrame:
    """Rows of the forecast at a level, in `ROW_SCHEMA`, with their ranges and stamp; made once, since most views of a
    close begin with them. `errors`: the back-test of the stamp, or None."""

    def made() -> pl.DataFrame:
        told = chosen.tested(errors, found.data.methods, found.year)
        return forecast.rows(found.result, found.data, by, errors=told, stamp=found.stamp.text, frame_only=frame_only)

    tested = "untested" if errors is None else "tested"
    return found.result.once(f"rows_{by}_{tested}_{'frame' if frame_only else 'all'}", made)


class Noted(Protocol):
    """A view that says something of its figures."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Danish sentences."""
        ...


View = TypeVar("View", bound=Noted)


def with_forecast_notes(view: View, found: Figures) -> View:
    """The view with what is said of the forecast (`ForecastResult.notes`) after its own notes."""
    whole: Any = view
    told: View = replace(whole, notes=(*view.notes, *found.result.notes))
    return told
