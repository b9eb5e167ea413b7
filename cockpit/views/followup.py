"""Økonomi -> Budgetopfølgning: every component of the forecast, from the whole down to the single grant."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from cockpit.contracts.data import empty_adjustments
from cockpit.contracts.forecast_table import ROW_SCHEMA
from cockpit.views import component_bridge, component_table, deviations, followup_tables, ranges
from cockpit.views.adjustments import adjustments_table, earlier_table
from cockpit.views.context import Context
from cockpit.views.figures import Deviations, RangeFigure, Waterfall
from cockpit.views.levels import LEVEL, key_label
from cockpit.views.row import ForecastRow
from cockpit.views.selection import GRANT, Selection
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
    """One key that the rows are cut to, with the selection that leads back to it."""

    label: str
    selection: Selection


@dataclass(frozen=True, slots=True)
class Option:
    """One row that can be opened."""

    key: str
    label: str
    selection: Selection


@dataclass(frozen=True, eq=False)
class Beside:
    """What stands beside the rows: the skøn of earlier closes that nobody renewed or withdrew (`ADJUSTMENT_SCHEMA`),
    and the same figures month by month (`forecast.month_rows`)."""

    earlier: pl.DataFrame = field(default_factory=empty_adjustments)
    months: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ROW_SCHEMA))


@dataclass(frozen=True, eq=False, slots=True)
class FollowupView:
    """The rows of one selection: components, budgets, deviation, range; the bridge; where to go next; active skøn."""

    context: Context
    selection: Selection
    crumbs: tuple[Crumb, ...]
    headline: str
    table: Table
    original: Table
    """The same rows against the original budget, for the workbook where another preset is shown."""
    ranges: RangeFigure
    deviations: Deviations
    bridge: Waterfall
    options: tuple[Option, ...]
    adjustments: Table
    earlier: Table
    """Skøn of earlier closes, to be renewed or dropped."""
    months: Table
    """Every component month by month."""
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, and the original budget's, for the workbook."""
        others = () if self.table.title == self.original.title else (self.original,)
        return (self.table, *others, self.months, self.adjustments, self.earlier)


def _crumbs(selection: Selection, labels: Mapping[str, str]) -> tuple[Crumb, ...]:
    steps = enumerate(selection.chosen, start=1)
    chosen = (
        Crumb(f"{LEVEL[level].title}: {key_label(key, labels.get(key))}", selection.up(step))
        for step, (level, key) in steps
    )
    return (Crumb(LEVEL["total"].title, selection.up(0)), *chosen)


def _options(selection: Selection, table: Table) -> tuple[Option, ...]:
    if selection.by == GRANT:
        return ()
    rows = table.frame.head(table.frame.height - table.totals).select("key", "label")
    named = rows.filter(pl.col("key") != followup_tables.REST_KEY)
    return tuple(Option(key, label, selection.down(key)) for key, label in named.iter_rows())


def _notes(selection: Selection, rows: pl.DataFrame, here: pl.DataFrame, said: tuple[str, ...]) -> tuple[str, ...]:
    grants = (GRANT_NOTE,) if selection.by == GRANT else ()
    return (*grants, *unallocated(selection.by, rows), *sum_difference(rows, here), *said)


def _headline(context: Context, crumbs: tuple[Crumb, ...], row: ForecastRow) -> str:
    sentence = forecast_sentence(context.year, row.forecast, row.adjusted_budget)
    return sentence if len(crumbs) == 1 else f"{crumbs[-1].label}. {sentence}"


def build(
    context: Context,
    *,
    selection: Selection,
    here: pl.DataFrame,
    rows: pl.DataFrame,
    adjustments: pl.DataFrame,
    preset: str = followup_tables.STANDARD,
    labels: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
    beside: Beside | None = None,
) -> FollowupView:
    """The follow-up of `selection` in a preset of `followup_tables.PRESETS`.

    `here`: `followup_tables.with_parts`, one row, the figures of the selection itself (its budget and range are not
    sums of the rows'). `rows`: likewise, the rows of `selection.by`. `adjustments`: `ADJUSTMENT_SCHEMA`, those in
    force. `labels`: key -> label of the chosen levels, where they differ.
    """
    crumbs, beside = _crumbs(selection, labels or {}), beside or Beside()
    table = followup_tables.build(context, preset, selection.by, rows, here)
    title = f"Afvigelse pr. {LEVEL[selection.by].title.lower()}"
    return FollowupView(
        context=context,
        selection=selection,
        crumbs=crumbs,
        headline=_headline(context, crumbs, ForecastRow.of(here)),
        table=table,
        original=followup_tables.build(context, followup_tables.ORIGINAL, selection.by, rows, here),
        ranges=ranges.build(here),
        deviations=deviations.build(context, selection.by, rows, here, title=title, top=TOP_BARS),
        bridge=component_bridge.build(here),
        options=_options(selection, table),
        adjustments=adjustments_table(context, adjustments),
        earlier=earlier_table(context, beside.earlier),
        months=component_table.months(context, beside.months),
        notes=_notes(selection, rows, here, notes),
    )
