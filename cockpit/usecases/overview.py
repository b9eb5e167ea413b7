"""Overblik: the year on one screen, at the depth that the reader may see."""

import datetime as dt

import polars as pl

from cockpit import disclosure, forecast
from cockpit.access import require
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import Figures, figures, newest, ranged_rows
from cockpit.usecases.locks import compared_with
from cockpit.usecases.ranges import errors
from cockpit.usecases.reconciling import open_differences
from cockpit.views import overview as view

NOTE = (
    "Beløb i hele tusinde kroner. Områder med færre end {smallest} borgere er lagt sammen, og antal vises ikke, "
    "indtil tal er offentliggjort."
)


def overview(
    cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None, year: int | None = None, *, whole: bool = False
) -> view.OverviewView | view.ProtectedOverviewView:
    """The overview; for politicians the protected one. `whole`: what others have not computed yet is computed now, for
    what is printed and kept. AccessDenied for roles without it."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.POLITICIAN, Role.ENGINE)
    if scope.role is Role.POLITICIAN:
        return _protected(cockpit, scope, as_of, year)
    found = figures(cockpit, scope, as_of, year)
    known = errors(cockpit)
    total = ranged_rows(found, "total", known)
    return view.build(
        context_of(cockpit, scope, found),
        total=total,
        areas=ranged_rows(found, "area", known),
        paragraphs=ranged_rows(found, "paragraph", known),
        months=forecast.months(found.result, found.data),
        movements=_movements(cockpit, scope, found),
        weaknesses=(
            forecast.basis(known, found.as_of),
            *filter(None, [forecast.floor_sentence(found.result.spread)]),
            *found.result.notes,
        ),
        differences=open_differences(cockpit, scope, found.as_of, total, compute=whole),
    )


def _movements(cockpit: Cockpit, scope: Scope, found: Figures) -> pl.DataFrame:
    """What has moved since the close that forecasts are compared with, in the reader's scope."""
    earlier = compared_with(cockpit, scope, found)
    return found.result.movements(earlier.result)


def protected_name(as_of: dt.date, year: int) -> str:
    """The protected rows' name among the derived frames of a stamp: the only kind that a politician may read."""
    return f"protected_areas-{as_of:%Y-%m-%d}-{year}"


def protected_rows(
    cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None, year: int | None = None
) -> tuple[Figures, pl.DataFrame]:
    """Total and areas in 1,000 kr.: computed without the reader, kept, and read back through the reader's scope."""
    whole = figures(cockpit, Scope.engine(), as_of or newest(cockpit), year)
    name = protected_name(whole.as_of, whole.year)
    if cockpit.store.derived(whole.stamp.key, name, Scope.engine()) is None:
        areas = ranged_rows(whole, "area", None)
        citizens = forecast.citizens(whole.result, "area")
        smallest = cockpit.settings.smallest_area_citizens
        cockpit.store.put_derived(whole.stamp.key, name, disclosure.protect_areas(areas, citizens, smallest))
    rows = cockpit.store.derived(whole.stamp.key, name, scope)
    assert rows is not None  # noqa: S101 - kept just above under the same key
    return whole, rows


def _protected(cockpit: Cockpit, scope: Scope, as_of: dt.date | None, year: int | None) -> view.ProtectedOverviewView:
    whole, rows = protected_rows(cockpit, scope, as_of, year)
    return view.protected(
        context_of(cockpit, scope, whole),
        total=rows.filter(pl.col("level") == "total"),
        areas=rows.filter(pl.col("level") == "area"),
        notes=(NOTE.format(smallest=cockpit.settings.smallest_area_citizens), *_rounding(rows)),
    )


def _rounding(rows: pl.DataFrame) -> tuple[str, ...]:
    """A sentence where the rounded areas do not sum to the rounded total."""
    if rows.filter(pl.col("level") == "rounding").is_empty():
        return ()
    return ("Områderne er rundet af hver for sig, så de kan afvige fra totalen med nogle få tusinde kroner.",)
