"""Overblik: the year on one screen."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.views.context import Context
from cockpit.views.figures import Development, Deviations, RangeFigure
from cockpit.views.kpi import Kpi
from cockpit.views.table import Table


@dataclass(frozen=True, eq=False, slots=True)
class OverviewView:
    """The year on one screen: message, key figures, development, where the deviation sits, what moved, what is weak."""

    context: Context
    headline: str
    range_sentence: str
    kpis: tuple[Kpi, ...]
    forecast_range: RangeFigure
    development: Development
    areas: Deviations
    paragraphs: Deviations
    movements: Table
    weaknesses: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, in the order of the screen, for the workbook."""
        raise NotImplementedError


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
        raise NotImplementedError


def build(
    context: Context,
    *,
    total: pl.DataFrame,
    areas: pl.DataFrame,
    paragraphs: pl.DataFrame,
    months: pl.DataFrame,
    movements: pl.DataFrame,
    weaknesses: Sequence[str] = (),
) -> OverviewView:
    """The overview.

    `total` (one row), `areas`, `paragraphs`: `ROW_SCHEMA`. `months`: `month` 1-12, `actual_kr`, `forecast_kr`,
    `budget_kr`, `last_year_kr`. `movements`: `kind`, `grant_id`, `paragraph`, `provider`, `area`, `team`,
    `amount_kr` (this forecast less the last), `label`.
    """
    raise NotImplementedError


def protected(
    context: Context, *, total: pl.DataFrame, areas: pl.DataFrame, notes: Sequence[str] = ()
) -> ProtectedOverviewView:
    """The overview for politicians, from protected rows: `key`, `label`, `original_budget`, `adjusted_budget`,
    `forecast`, `overspend` in kr., each null where it is hidden. Everything is rounded to 1,000 kr. once more here."""
    raise NotImplementedError
