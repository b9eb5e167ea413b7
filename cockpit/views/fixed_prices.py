"""Fixed prices in words and figures: the amounts of earlier years in this year's prices, and what that rests on."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from cockpit.contracts import danish
from cockpit.finance import YearRise, in_fixed_prices, price_factors
from cockpit.views.context import Context
from cockpit.views.table import Column, Table

PriceLevel = Literal["current", "fixed"]
UNVERIFIED = "ikke verificeret"
_ORIGIN: dict[str, str] = {
    "entered": "indtastet af kommunen",
    "published": "offentliggjort",
    "expected": f"offentliggjort ({UNVERIFIED})",
    "carried": "ført videre fra {known} (" + UNVERIFIED + ")",
}


def price_level_title(level: PriceLevel, year: int) -> str:
    """`Årets priser`, or `Faste priser (2026)`."""
    return "Årets priser" if level == "current" else f"Faste priser ({year})"


def in_prices(context: Context, level: PriceLevel) -> str:
    """What a title and a sentence say of the prices: ` i 2026-priser`, nothing where they are those of each year."""
    return "" if level == "current" else f" i {context.year}-priser"


def priced(
    frame: pl.DataFrame, context: Context, rises: Sequence[YearRise], level: PriceLevel, amounts: Sequence[str]
) -> pl.DataFrame:
    """The frame (`year`, `amounts`) in the prices of `level`; in fixed prices without the years that no rise leads
    from."""
    if level == "current":
        return frame
    factors = price_factors(rises, sorted(set(frame["year"])), context.year)
    return in_fixed_prices(frame.filter(pl.col("year").is_in(list(factors))), factors, amounts)


def rise_table(rises: Sequence[YearRise], context: Context) -> Table:
    """How much prices rose into each year, whose figure that is, and what a krone of the year before became."""
    factors = price_factors(rises, [one.year for one in rises], context.year)
    rows = [
        (str(one.year), float(one.rise_pct) / 100, float(100 / factors[one.year]), _origin(one), one.source)
        for one in rises
        if one.year in factors
    ]
    frame = pl.DataFrame(
        rows,
        schema={
            "year": pl.String(),
            "rise": pl.Float64(),
            "index": pl.Float64(),
            "origin": pl.String(),
            "source": pl.String(),
        },
        orient="row",
    )
    columns = (
        Column("year", "År", "text"),
        Column("rise", "Stigning fra året før", "pct"),
        Column(
            "index",
            f"Prisniveau ({context.year} = 100)",
            "number",
            f"Årets beløb delt med dette, gange 100, er i {context.year}-priser.",
        ),
        Column("origin", "Status", "text"),
        Column("source", "Kilde", "text"),
    )
    return Table("Pris- og lønudvikling", columns, frame, note=ABOUT)


ABOUT = (
    "Faste priser er årets beløb gange pris- og lønstigningen i hvert senere år til og med budgetåret. Statens "
    "generelle stigning er ikke kommunernes egen: indtast kommunens (for eksempel KL's skøn for serviceudgifter), så "
    "bruges den."
)
IN_FORECAST = (
    "Fremskrivningen bruger kun en indtastet stigning, hvor indsatserne kun har dagens pris, og regningerne ikke selv "
    "viser tidligere års priser; ellers ændrer den kun de faste priser."
)
"""What entering a rise does not do: bills and dated prices of the municipality's own come first."""


def _origin(rise: YearRise) -> str:
    return _ORIGIN[rise.origin].format(known=rise.known_year)


def rests_on(rises: Sequence[YearRise], context: Context) -> str:
    """One sentence: which years' rises are entered, expected or carried on. Empty where there is no rise."""
    if not rises:
        return f"Der kendes ingen pris- og lønstigning, så beløb i {context.year}-priser er ikke regnet."
    years: dict[str, list[str]] = {}
    for one in rises:
        years.setdefault(_origin(one), []).append(str(one.year))
    parts = ", ".join(f"{danish.listed(told)} er {words}" for words, told in years.items())
    return f"Beløb i {context.year}-priser hviler på pris- og lønstigningen: {parts}."
