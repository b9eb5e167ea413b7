"""The year month by month, and added up: actual + forecast against budget and last year."""

from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.figures import Development
from cockpit.views.table import Column, Table
from cockpit.views.wording import money

SERIES = ("actual_kr", "forecast_kr", "budget_kr", "last_year_kr")
_HEADINGS = ("Bogført", "Fremskrivning", "Korrigeret budget", "Sidste år")


def _monthly(months: pl.DataFrame) -> pl.DataFrame:
    """Twelve months; period 00 counts in January and 13 in December, so that the year adds up."""
    sums = [
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).cast(MONEY).alias(name) for name in SERIES
    ]
    known = months.group_by(pl.col("month").cast(pl.Int8).clip(1, 12)).agg(sums)
    year = pl.DataFrame({"month": range(1, 13), "month_name": danish.MONTHS_SHORT}, schema_overrides={"month": pl.Int8})
    return year.join(known, on="month", how="left").sort("month")


def _accumulated(monthly: pl.DataFrame) -> pl.DataFrame:
    """Sums from January; empty until a series begins, so that a closed month has no forecast rather than one of 0."""
    running = [
        pl.when(pl.col(name).cum_count() > 0).then(pl.col(name).fill_null(0).cum_sum()).cast(MONEY).alias(name)
        for name in SERIES
    ]
    return monthly.with_columns(running)


def _total(accumulated: pl.DataFrame, name: str) -> Decimal | None:
    total: Decimal | None = accumulated[name][-1]
    return total


def _message(context: Context, accumulated: pl.DataFrame) -> str:
    actual = _total(accumulated, "actual_kr") or Decimal(0)
    forecast = _total(accumulated, "forecast_kr") or Decimal(0)
    month = danish.MONTHS[context.as_of.month - 1]
    return (
        f"{money(actual)} er bogført til og med {month}; yderligere {money(forecast)} ventes bogført på {context.year}"
    )


def build(context: Context, months: pl.DataFrame) -> Development:
    """The development from `months`: `month`, `actual_kr`, `forecast_kr`, `budget_kr`, `last_year_kr`."""
    monthly = _monthly(months)
    accumulated = _accumulated(monthly)
    return Development(_message(context, accumulated), context.year, monthly, accumulated)


def table(context: Context, development: Development, *, accumulated: bool = False) -> Table:
    """The months as a table; `accumulated` adds up from January, with posted and forecast together beside them."""
    columns = [Column(name, heading, context.unit) for name, heading in zip(SERIES, _HEADINGS, strict=True)]
    month = Column("month_name", "Måned", "text")
    if not accumulated:
        return Table(f"Udvikling {context.year}, pr. måned", (month, *columns), development.monthly)
    both = Column("both_kr", "Bogført og fremskrevet", context.unit, "Det, der er bogført, og det, der ventes endnu.")
    frame = development.accumulated.with_columns(both_kr=pl.sum_horizontal("actual_kr", "forecast_kr").cast(MONEY))
    return Table(f"Udvikling {context.year}, akkumuleret", (month, *columns[:2], both, *columns[2:]), frame)
