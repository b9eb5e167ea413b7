"""Overblik: the year on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.views import development, deviations, overview_kpis, ranges
from cockpit.views.context import Context
from cockpit.views.figures import Development, Deviations, RangeFigure
from cockpit.views.kpi import Kpi
from cockpit.views.movements import movements_table
from cockpit.views.protected import ProtectedOverviewView, protected
from cockpit.views.row import ForecastRow
from cockpit.views.table import Table
from cockpit.views.weak import unallocated
from cockpit.views.wording import forecast_sentence

__all__ = ["OverviewView", "ProtectedOverviewView", "build", "protected"]

TOP_PARAGRAPHS = 10


@dataclass(frozen=True, eq=False, slots=True)
class OverviewView:
    """The year on one screen: message, key figures, development, where the deviation sits, what moved, what is weak."""

    context: Context
    headline: str
    range_sentence: str
    kpis: tuple[Kpi, ...]
    forecast_range: RangeFigure
    development: Development
    months: Table
    months_accumulated: Table
    areas: Deviations
    paragraphs: Deviations
    movements: Table
    differences: tuple[str, ...]
    weaknesses: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, in the order of the screen, for the workbook."""
        return (self.areas.table, self.paragraphs.table, self.months, self.months_accumulated, self.movements)


def build(
    context: Context,
    *,
    total: pl.DataFrame,
    areas: pl.DataFrame,
    paragraphs: pl.DataFrame,
    months: pl.DataFrame,
    movements: pl.DataFrame,
    differences: tuple[str, ...] = (),
    weaknesses: Sequence[str] = (),
) -> OverviewView:
    """The overview.

    `total` (one row), `areas`, `paragraphs`: `ROW_SCHEMA`. `months`: `month` 0-13, `actual_kr`, `forecast_kr`,
    `budget_kr`, `last_year_kr`. `movements`: `kind`, `grant_id`, `paragraph`, `provider`, `area`, `team`,
    `amount_kr` (this forecast less the last), `label`. `differences`: what is open between grants and ledger.
    """
    row = ForecastRow.of(total)
    year = development.build(context, months)
    figure = ranges.build(total)
    return OverviewView(
        context=context,
        headline=forecast_sentence(context.year, row.forecast, row.adjusted_budget),
        range_sentence=ranges.sentence(context, figure),
        kpis=overview_kpis.build(context, total, figure, year),
        forecast_range=figure,
        development=year,
        months=development.table(context, year),
        months_accumulated=development.table(context, year, accumulated=True),
        areas=deviations.build(context, "area", areas, total, title="Afvigelse pr. politikområde"),
        paragraphs=deviations.build(
            context, "paragraph", paragraphs, total, title="Afvigelse pr. paragraf", top=TOP_PARAGRAPHS
        ),
        movements=movements_table(context, movements),
        differences=differences,
        weaknesses=(*weaknesses, *unallocated("area", areas), *unallocated("paragraph", paragraphs)),
    )
