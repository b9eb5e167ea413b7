"""Socialfagligt -> Indsatser: how many are in which intervention, and how many come and go."""

from dataclasses import dataclass

import polars as pl

from cockpit.views.context import Context
from cockpit.views.figures import Lines
from cockpit.views.kpi import Kpi
from cockpit.views.table import Table


@dataclass(frozen=True, eq=False, slots=True)
class InterventionsView:
    """Active now, last month, a year ago and in the budget; in- and outflow; by kind of service."""

    context: Context
    headline: str
    kpis: tuple[Kpi, ...]
    table: Table
    kinds: Table
    active: Lines
    flow: Lines
    flow_table: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        raise NotImplementedError


def build(
    context: Context,
    *,
    months: pl.DataFrame,
    budget: pl.DataFrame,
    crosswalk: pl.DataFrame,
) -> InterventionsView:
    """The interventions.

    `months`: `month` (first day), `paragraph`, `active` (grants running on the month's last day), `inflow`,
    `outflow`. `budget`: `paragraph`, `full_year_persons` of `context.year` (may be empty). `crosswalk`:
    `law.paragraphs()`.
    """
    raise NotImplementedError
