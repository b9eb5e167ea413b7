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
    """Sums from January; a series without a single value stays empty."""
    running = [
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).fill_null(0).cum_sum()).cast(MONEY).alias(name)
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
    """The months as a table; `accumulated` adds up from January."""
    frame = development.accumulated if accumulated else development.monthly
    money_columns = (Column(name, heading, context.unit) for name, heading in zip(SERIES, _HEADINGS, strict=True))
    title = f"Udvikling {context.year}, {'akkumuleret' if accumulated else 'pr. måned'}"
    return Table(title, (Column("month_name", "Måned", "text"), *money_columns), frame)
