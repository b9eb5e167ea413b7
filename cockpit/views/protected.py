"""Overblik for politicians: total and areas in 1,000 kr., and nothing that a single citizen could be read from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from cockpit.contracts.dataset import MONEY
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
    thousands = [((pl.col(name) / 1000).round(0, mode="half_away_from_zero") * 1000).cast(MONEY) for name in _AMOUNTS]
    rounded = rows.select(*_TEXTS, *thousands)
    return rounded.with_columns((pl.col("forecast") - pl.col("adjusted_budget")).cast(MONEY).alias("overspend"))


def protected(
    context: Context, *, total: pl.DataFrame, areas: pl.DataFrame, notes: Sequence[str] = ()
) -> ProtectedOverviewView:
    """The overview for politicians, from protected rows: `key`, `label`, `original_budget`, `adjusted_budget`,
    `forecast` in kr., each null where it is hidden (`total`: one row). All is rounded to 1,000 kr. once more here."""
    steady = replace(context, unit=_UNIT)
    whole, parts = _rounded(total), _rounded(areas)
    row = ForecastRow.of(whole)
    return ProtectedOverviewView(
        context=steady,
        headline=forecast_sentence(context.year, row.forecast, row.adjusted_budget),
        kpis=(
            overview_kpis.forecast(steady, row, unit=_UNIT),
            overview_kpis.original(steady, row, unit=_UNIT),
            overview_kpis.adjusted(row, unit=_UNIT),
            overview_kpis.deviation(steady, row, unit=_UNIT),
        ),
        areas=deviations.build(steady, "area", parts, whole, title="Afvigelse pr. politikområde"),
        notes=(*notes, HIDDEN),
    )
