"""Fixed prices: what the kroner of earlier years are worth in the prices of one year.

An amount of year y is multiplied by (1 + rise) of every year after y until the year whose prices are asked for. What a
controller entered goes before what is published; a year that nobody has told of takes the latest known rise, and says
so. A year before the first known rise has no amount in fixed prices.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import polars as pl

from cockpit import law
from cockpit.contracts.data import EnteredLaw
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.price_rise import PriceRise

PUBLISHED = "price.general_rise"
HUNDRED, ORE = Decimal(100), Decimal("0.01")
Origin = Literal["entered", "published", "expected", "carried"]


@dataclass(frozen=True, slots=True)
class YearRise:
    """How much prices rose into a year, in per cent: told by the municipality, published as a fact or as what was
    expected, or the latest known rise carried on. `known_year`: the year whose figure it is."""

    year: int
    rise_pct: Decimal
    origin: Origin
    known_year: int
    source: str


def price_rises(first_year: int, last_year: int, entered: Mapping[int, PriceRise]) -> tuple[YearRise, ...]:
    """The rises into each of the years, in order; years before the first known one are left out."""
    published = {dated.from_date.year: dated for dated in law.parameter(PUBLISHED).values}
    known: dict[int, YearRise] = {}
    for year, dated in published.items():
        if dated.value is not None:
            origin: Origin = "published" if dated.status == "verified" else "expected"
            known[year] = YearRise(year, dated.value, origin, year, law.parameter(PUBLISHED).reference)
    for year, told in entered.items():
        known[year] = YearRise(year, told.rise_pct, "entered", year, told.source)
    found = (_of_year(year, known) for year in range(first_year, last_year + 1))
    return tuple(rise for rise in found if rise is not None)


def rise_as_law(rise: PriceRise) -> EnteredLaw:
    """An entered rise as a value of the law: it goes before the published one of that year."""
    return EnteredLaw(name=PUBLISHED, valid_from=dt.date(rise.year, 1, 1), value=rise.rise_pct)


def rises_of_law(entered: pl.DataFrame) -> dict[int, PriceRise]:
    """The entered rises among `LAW_VALUES`, by year."""
    mine = entered.filter(pl.col("name") == PUBLISHED).sort("valid_from").select("valid_from", "value")
    return {day.year: PriceRise(year=day.year, rise_pct=value, source="indtastet") for day, value in mine.iter_rows()}


def _of_year(year: int, known: Mapping[int, YearRise]) -> YearRise | None:
    latest = max((one for one in known if one <= year), default=None)
    if latest is None or latest == year:
        return known.get(year)
    rise = known[latest]
    return YearRise(year, rise.rise_pct, "carried", latest, rise.source)


def price_factors(rises: Sequence[YearRise], years: Sequence[int], prices_of: int) -> dict[int, Decimal]:
    """Year -> what its kroner are multiplied by to stand in the prices of `prices_of`; a year that is not told of has
    none."""
    told = {rise.year: 1 + rise.rise_pct / HUNDRED for rise in rises}
    found: dict[int, Decimal] = {}
    for year in years:
        between = range(min(year, prices_of) + 1, max(year, prices_of) + 1)
        if all(one in told for one in between):
            product = Decimal(1)
            for one in between:
                product *= told[one]
            found[year] = product if year <= prices_of else 1 / product
    return found


def in_fixed_prices(frame: pl.DataFrame, factors: Mapping[int, Decimal], amounts: Sequence[str]) -> pl.DataFrame:
    """The frame (`year`, `amounts` in kr.) with its amounts in fixed prices, each rounded to the øre; null where the
    year has no factor."""
    years = frame["year"].to_list()
    return frame.with_columns(
        pl.Series(name, list(map(_valued, frame[name], map(factors.get, years))), dtype=MONEY) for name in amounts
    )


def _valued(amount: Decimal | None, factor: Decimal | None) -> Decimal | None:
    return None if amount is None or factor is None else (amount * factor).quantize(ORE, ROUND_HALF_UP)
