"""Økonomi -> Budgetopfølgning: every component of the forecast, from the whole down to the single grant."""

from dataclasses import dataclass

import polars as pl

from cockpit.views.context import Context
from cockpit.views.figures import Deviations, RangeFigure, Waterfall
from cockpit.views.path import DrillPath
from cockpit.views.table import Table


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the path, with the path that leads back to it."""

    label: str
    path: DrillPath


@dataclass(frozen=True, slots=True)
class Option:
    """One row that can be opened."""

    key: str
    label: str
    path: DrillPath


@dataclass(frozen=True, eq=False, slots=True)
class FollowupView:
    """The rows below one path: components, budgets, deviation, range; the bridge; where to go next; active skøn."""

    context: Context
    path: DrillPath
    crumbs: tuple[Crumb, ...]
    headline: str
    table: Table
    ranges: RangeFigure
    deviations: Deviations
    bridge: Waterfall
    options: tuple[Option, ...]
    adjustments: Table
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        raise NotImplementedError


def build(
    context: Context,
    *,
    path: DrillPath,
    here: pl.DataFrame,
    rows: pl.DataFrame,
    adjustments: pl.DataFrame,
    labels: dict[str, str] | None = None,
) -> FollowupView:
    """The follow-up below `path`.

    `here`: `ROW_SCHEMA`, one row, the figures of the path itself (its budget and range are not sums of the rows').
    `rows`: `ROW_SCHEMA`, the rows of `path.level`. `adjustments`: `ADJUSTMENT_SCHEMA`, those in force.
    `labels`: key -> label of the chosen levels, where they differ.
    """
    raise NotImplementedError
