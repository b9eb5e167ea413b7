"""Økonomi -> Budgetopfølgning: every component of the forecast, from the whole down to the single grant."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cockpit.views import component_bridge, component_table, deviations, ranges
from cockpit.views.adjustments import adjustments_table
from cockpit.views.context import Context
from cockpit.views.figures import Deviations, RangeFigure, Waterfall
from cockpit.views.levels import LEVEL, key_label
from cockpit.views.path import LAST_LEVEL, DrillPath
from cockpit.views.row import ForecastRow
from cockpit.views.table import Table
from cockpit.views.weak import sum_difference, unallocated
from cockpit.views.wording import forecast_sentence

TOP_BARS = 15
GRANT_NOTE = (
    "Afgang og ventet tilgang beregnes pr. paragraf og fordeles aldrig på den enkelte indsats. "
    "De står på linjen Ikke fordelt."
)


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
        return (self.table, self.adjustments)


def _crumbs(path: DrillPath, labels: Mapping[str, str]) -> tuple[Crumb, ...]:
    steps = enumerate(path.chosen, start=1)
    chosen = (
        Crumb(f"{LEVEL[level].title}: {key_label(key, labels.get(key))}", path.up(step)) for step, (level, key) in steps
    )
    return (Crumb(LEVEL["total"].title, DrillPath()), *chosen)


def _options(path: DrillPath, table: Table) -> tuple[Option, ...]:
    if path.level == LAST_LEVEL:
        return ()
    rows = table.frame.head(table.frame.height - table.totals).select("key", "label")
    return tuple(Option(key, label, path.down(key)) for key, label in rows.iter_rows())


def _notes(path: DrillPath, rows: pl.DataFrame, here: pl.DataFrame) -> tuple[str, ...]:
    grants = (GRANT_NOTE,) if path.level == LAST_LEVEL else ()
    return (*grants, *unallocated(path.level, rows), *sum_difference(rows, here))


def _headline(context: Context, crumbs: tuple[Crumb, ...], row: ForecastRow) -> str:
    sentence = forecast_sentence(context.year, row.forecast, row.adjusted_budget)
    return sentence if len(crumbs) == 1 else f"{crumbs[-1].label}. {sentence}"


def build(
    context: Context,
    *,
    path: DrillPath,
    here: pl.DataFrame,
    rows: pl.DataFrame,
    adjustments: pl.DataFrame,
    labels: Mapping[str, str] | None = None,
) -> FollowupView:
    """The follow-up below `path`.

    `here`: `ROW_SCHEMA`, one row, the figures of the path itself (its budget and range are not sums of the rows').
    `rows`: `ROW_SCHEMA`, the rows of `path.level`. `adjustments`: `ADJUSTMENT_SCHEMA`, those in force.
    `labels`: key -> label of the chosen levels, where they differ.
    """
    crumbs = _crumbs(path, labels or {})
    table = component_table.build(context, path.level, rows, here)
    title = f"Afvigelse pr. {LEVEL[path.level].title.lower()}"
    return FollowupView(
        context=context,
        path=path,
        crumbs=crumbs,
        headline=_headline(context, crumbs, ForecastRow.of(here)),
        table=table,
        ranges=ranges.build(here),
        deviations=deviations.build(context, path.level, rows, here, title=title, top=TOP_BARS),
        bridge=component_bridge.build(here),
        options=_options(path, table),
        adjustments=adjustments_table(context, adjustments),
        notes=_notes(path, rows, here),
    )
