"""Overblik for politicians: total and areas in 1,000 kr., and nothing that a single citizen could be read from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.disclosure.areas import half_up_thousands
from cockpit.views import deviations, overview_kpis
from cockpit.views.context import Context
from cockpit.views.figures import Deviations
from cockpit.views.kpi import Kpi
from cockpit.views.row import ForecastRow
from cockpit.views.table import MoneyKind, Table
from cockpit.views.wording import forecast_sentence

_UNIT: MoneyKind = "thousand_kr"
_TEXTS = ("key", "label")
_AMOUNTS = ("original_budget", "adjusted_budget", "forecast")
TOO_FEW = "Der er for få borgere til at vise tal, uden at enkelte kan genkendes."
LOOSE = (
    "Ikke fordelt er beløb, der endnu ikke hører til ét politikområde, for eksempel et skøn for flere områder under ét."
)
HIDDEN = (
    "Tal der kan føres tilbage til enkelte borgere er skjult eller lagt sammen. Alle beløb er afrundet til 1.000 kr."
)


@dataclass(frozen=True, eq=False, slots=True)
class ProtectedOverviewView:
    """What a politician sees: total and areas in 1,000 kr., no counts, no paragraphs, no movements."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    areas: Deviations
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.areas.table,)


def _rounded(rows: pl.DataFrame) -> pl.DataFrame:
    """Amounts to the nearest 1,000 kr.; the deviation is that of the rounded figures, so that each line adds up."""
    thousands = [(half_up_thousands(pl.col(name)) * 1000).cast(MONEY).alias(name) for name in _AMOUNTS]
    rounded = rows.select(*_TEXTS, *thousands)
    return rounded.with_columns((pl.col("forecast") - pl.col("adjusted_budget")).cast(MONEY).alias("overspend"))


def _headline(context: Context, total: pl.DataFrame) -> str:
    if total.is_empty():
        return TOO_FEW
    row = ForecastRow.of(total)
    return forecast_sentence(context.year, row.forecast, row.adjusted_budget)


def _kpis(context: Context, total: pl.DataFrame) -> tuple[Kpi, ...]:
    if total.is_empty():
        return ()
    row = ForecastRow.of(total)
    return (
        overview_kpis.forecast(context, row, unit=_UNIT),
        overview_kpis.original(context, row, unit=_UNIT),
        overview_kpis.adjusted(row, unit=_UNIT),
        overview_kpis.deviation(context, row, unit=_UNIT),
    )


def protected(
    context: Context, *, total: pl.DataFrame, areas: pl.DataFrame, notes: Sequence[str] = ()
) -> ProtectedOverviewView:
    """The overview for politicians, from protected rows: `key`, `label`, `original_budget`, `adjusted_budget`,
    `forecast` in kr., each null where it is hidden. `total`: one row, or none where all are too few to show.
    Everything is rounded to 1,000 kr. once more here."""
    steady = replace(context, unit=_UNIT)
    whole, parts = _rounded(total), _rounded(areas)
    return ProtectedOverviewView(
        context=steady,
        headline=_headline(context, whole),
        kpis=_kpis(steady, whole),
        areas=deviations.build(steady, "area", parts, whole, title="Afvigelse pr. politikområde"),
        notes=(*notes, *((LOOSE,) if NOT_ALLOCATED in parts["key"] else ()), HIDDEN),
    )
