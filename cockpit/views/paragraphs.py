"""Økonomi -> Paragraffer: spend, full-year persons and unit price, and what of a deviation is price and what volume."""

from dataclasses import dataclass
from functools import partial

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.finance import YearRise
from cockpit.views import fixed_prices, paragraph_courses, paragraph_tables
from cockpit.views import price_volume as bars
from cockpit.views.context import Context
from cockpit.views.figures import Multiples, Waterfall
from cockpit.views.fixed_prices import PriceLevel
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
class Courses:
    """What stands beside the paragraphs, kr.: `functions` (`year, function, paragraph, spend_kr`), `months` (`year,
    month, paragraph, spend_kr`), `flows` (`year, paragraph, inflow, outflow`), and the rises of prices that fixed
    prices are computed with."""

    functions: pl.DataFrame
    months: pl.DataFrame
    flows: pl.DataFrame
    rises: tuple[YearRise, ...] = ()


def no_courses() -> Courses:
    """Nothing is known but the paragraphs."""
    kinds: dict[str, pl.DataType] = {
        "year": pl.Int32(),
        "month": pl.Int8(),
        "function": pl.String(),
        "paragraph": pl.String(),
        "spend_kr": MONEY,
        "inflow": pl.Int64(),
        "outflow": pl.Int64(),
    }
    known = pl.DataFrame(schema=kinds)
    return Courses(
        functions=known.select("year", "function", "paragraph", "spend_kr"),
        months=known.select("year", "month", "paragraph", "spend_kr"),
        flows=known.select("year", "paragraph", "inflow", "outflow"),
    )


@dataclass(frozen=True, eq=False, slots=True)
class ParagraphsView:
    """Every paragraph this year against last year; one of them over the years, decomposed into price and volume.
    Amounts in the prices of each year, or all in this year's."""

    context: Context
    headline: str
    table: Table
    kinds: Table
    options: tuple[ParagraphOption, ...]
    selected: str | None
    years: Multiples
    years_table: Table
    spans: Table
    functions: Table
    months: Table
    months_fixed: Table
    rises: Table
    price_volume: Waterfall
    price_volume_table: Table
    comparison: str
    price_note: str
    rests_on: str
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table on the screen, for the workbook."""
        years = (self.years_table, self.spans, self.kinds, self.functions, self.months)
        return (self.table, *years, self.price_volume_table, self.rises)


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
    courses: Courses | None = None,
    prices: PriceLevel = "current",
) -> ParagraphsView:
    """The paragraphs.

    `years`: `year`, `paragraph`, `spend_kr`, `full_year_persons`, `unit_price_kr`; `context.year` is the forecast.
    `price_volume`: `paragraph`, `bar`, `amount_kr`; a paragraph's bars sum to its deviation from the budget.
    `crosswalk`: `law.paragraphs()`. `selected`: the paragraph of the charts; None = all together. `prices`: in which
    prices the years are compared; price and volume against the budget are of one year and stay as they are.
    """
    beside = courses or no_courses()
    rises, said = beside.rises, fixed_prices.in_prices(context, prices)
    priced = partial(fixed_prices.priced, context=context, rises=rises)
    amounts = ("spend_kr", "unit_price_kr")
    named = with_kinds(years, crosswalk)
    shown, fixed = (priced(named, level=level, amounts=amounts) for level in (prices, "fixed"))
    own = pl.lit(value=True) if selected is None else pl.col("paragraph") == selected

    def spent(frame: pl.DataFrame, level: PriceLevel) -> pl.DataFrame:
        """The chosen paragraph's spend in the prices of a level."""
        return priced(frame.filter(own), level=level, amounts=amounts[:1])

    table = paragraph_tables.this_year(context, shown, beside.flows, said)
    labels = with_kinds(price_volume.select(pl.col("paragraph").unique()), crosswalk).select("paragraph", "label")
    rests_on = fixed_prices.rests_on(rises, context)
    return ParagraphsView(
        context=context,
        headline=paragraph_tables.headline(context, shown, selected, said),
        table=table,
        kinds=paragraph_tables.kinds(context, shown, said),
        options=_options(table),
        selected=selected,
        years=paragraph_tables.over_years(context, shown, selected, said),
        years_table=paragraph_tables.years_table(context, named, fixed, beside.flows, selected),
        spans=paragraph_courses.paragraphs(context, shown, said),
        functions=paragraph_courses.functions(context, spent(beside.functions, prices), said),
        months=paragraph_courses.months(context, spent(beside.months, prices), said),
        months_fixed=paragraph_courses.months(
            context, spent(beside.months, "fixed"), fixed_prices.in_prices(context, "fixed")
        ),
        rises=fixed_prices.rise_table(rises, context),
        price_volume=bars.build(price_volume, selected),
        price_volume_table=bars.table(context, price_volume, labels),
        comparison=COMPARISON[compared_with],
        rests_on=rests_on,
        price_note="" if prices == "current" else rests_on,
        notes=(paragraph_tables.NOT_ADDED, paragraph_tables.NOT_MULTIPLIED, FOLDED, rests_on),
    )
