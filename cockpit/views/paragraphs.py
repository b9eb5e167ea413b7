"""Økonomi -> Paragraffer: spend, full-year persons and unit price, and what of a deviation is price and what volume."""

from dataclasses import dataclass

import polars as pl

from cockpit.views import paragraph_tables
from cockpit.views import price_volume as bars
from cockpit.views.context import Context
from cockpit.views.figures import Multiples, Waterfall
from cockpit.views.kinds import with_kinds
from cockpit.views.price_volume import COMPARISON, ComparedWith
from cockpit.views.table import Table

FOLDED = (
    "Pris og antal: indsatser på en paragraf uden eget budget regnes med den paragraf af samme slags, der har budget "
    "– for eksempel ældre indsatser efter serviceloven."
)


@dataclass(frozen=True, slots=True)
class ParagraphOption:
    """A paragraph that can be chosen, with its kind of service."""

    paragraph: str
    label: str
    kind: str


@dataclass(frozen=True, eq=False, slots=True)
class ParagraphsView:
    """Every paragraph this year against last year; one of them over the years, decomposed into price and volume."""

    context: Context
    headline: str
    table: Table
    kinds: Table
    options: tuple[ParagraphOption, ...]
    selected: str | None
    years: Multiples
    years_table: Table
    price_volume: Waterfall
    price_volume_table: Table
    comparison: str
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        return (self.table, self.kinds, self.years_table, self.price_volume_table)


def _options(table: Table) -> tuple[ParagraphOption, ...]:
    rows = table.frame.head(table.frame.height - table.totals).select("paragraph", "label", "kind")
    return tuple(ParagraphOption(*row) for row in rows.iter_rows())


def build(
    context: Context,
    *,
    years: pl.DataFrame,
    price_volume: pl.DataFrame,
    crosswalk: pl.DataFrame,
    compared_with: ComparedWith = "budget",
    selected: str | None = None,
) -> ParagraphsView:
    """The paragraphs.

    `years`: `year`, `paragraph`, `spend_kr`, `full_year_persons`, `unit_price_kr`; `context.year` is the forecast.
    `price_volume`: `paragraph`, `bar`, `amount_kr`; a paragraph's bars sum to its deviation from the budget.
    `crosswalk`: `law.paragraphs()`. `selected`: the paragraph of the charts; None = all together.
    """
    named = with_kinds(years, crosswalk)
    multiples, years_table = paragraph_tables.over_years(context, named, selected)
    table = paragraph_tables.this_year(context, named)
    labels = with_kinds(price_volume.select(pl.col("paragraph").unique()), crosswalk).select("paragraph", "label")
    return ParagraphsView(
        context=context,
        headline=paragraph_tables.headline(context, named, selected),
        table=table,
        kinds=paragraph_tables.kinds(context, named),
        options=_options(table),
        selected=selected,
        years=multiples,
        years_table=years_table,
        price_volume=bars.build(price_volume, selected),
        price_volume_table=bars.table(context, price_volume, labels),
        comparison=COMPARISON[compared_with],
        notes=(paragraph_tables.NOT_ADDED, FOLDED),
    )
