"""Økonomi -> Paragraffer: spend, full-year persons and unit price, and what of a deviation is price and what volume."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from cockpit.views.context import Context
from cockpit.views.figures import Multiples, Waterfall
from cockpit.views.table import Table

ComparedWith = Literal["budget", "last_year"]


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
        raise NotImplementedError


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
    `price_volume`: `paragraph`, `bar`, `amount_kr`; the bars of a paragraph sum to its deviation. `crosswalk`:
    `law.paragraphs()`. `selected`: the paragraph of the charts; None = all together.
    """
    raise NotImplementedError
