"""How well the forecasts have held: every method at every state of knowledge, beside the final accounts."""

import datetime as dt
from collections.abc import Iterable

import polars as pl

from cockpit.contracts.calendar import month_end
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.settings import Settings
from cockpit.forecast.compute import components
from cockpit.forecast.leaf import money
from cockpit.forecast.naive import naive
from cockpit.forecast.persons import TOTAL
from cockpit.forecast.ranges import MODEL
from cockpit.forecast.rows import keyed
from cockpit.forecast.state import prepare

BACKTEST_LEVELS = (TOTAL, "area", "function", "paragraph")
METHODS = (MODEL, "budget", "last_year", "ytd_scaled", "last_year_share", "linear_trend", "commitments")
SCHEMA: dict[str, pl.DataType] = {
    "as_of": pl.Date(),
    "year": pl.Int32(),
    "level": pl.String(),
    "key": pl.String(),
    "method": pl.String(),
    "forecast_kr": MONEY,
    "actual_kr": MONEY,
}


def _sums(leaves: pl.DataFrame, level: str, name: str) -> pl.DataFrame:
    return keyed(leaves, level).group_by("key").agg(pl.col("amount_kr").sum().cast(pl.Float64).alias(name))


def _at(data: MunicipalityData, as_of: dt.date, year: int, settings: Settings) -> pl.DataFrame:
    """Every method's forecast at one state: `level`, `key`, `method`, `forecast_kr`."""
    state = prepare(data, as_of, year, settings)
    leaves = components(state)
    frames = []
    for level in BACKTEST_LEVELS:
        methods = {MODEL: _sums(leaves, level, "forecast_kr"), **naive(state, leaves, level)}
        frames += [
            frame.select("key", "forecast_kr", level=pl.lit(level), method=pl.lit(name))
            for name, frame in methods.items()
        ]
    return pl.concat(frames).with_columns(as_of=pl.lit(as_of), year=pl.lit(year, pl.Int32))


def _final(actuals: MunicipalityData, years: set[int], settings: Settings) -> pl.DataFrame:
    """The final accounts: `year`, `level`, `key`, `actual_kr`."""
    closed = month_end(max(years) + 1, 12)
    state = prepare(actuals, closed, max(years), settings)
    booked = state.ledger.filter(pl.col("year").is_in(sorted(years))).rename({"kr": "amount_kr"}, strict=True)
    frames = [
        keyed(booked, level)
        .group_by("year", "key")
        .agg(actual_kr=pl.col("amount_kr").sum())
        .with_columns(level=pl.lit(level))
        for level in BACKTEST_LEVELS
    ]
    return pl.concat(frames)


def backtest(
    states: Iterable[tuple[dt.date, int, MunicipalityData]], actuals: MunicipalityData, settings: Settings
) -> pl.DataFrame:
    """Forecast and final accounts per as-of date, year, level, key and method, kr.

    `states`: (as_of, year, what was known then); `actuals`: data with the years' final books. The model forecasts 0 for
    a key that only turned up later; a simple method that cannot be worked for a key has no row there.
    """
    found = [_at(data, as_of, year, settings) for as_of, year, data in states]
    if not found:
        return pl.DataFrame(schema=SCHEMA)
    forecasts = pl.concat(found)
    final = _final(actuals, set(forecasts["year"]), settings)
    asked = forecasts.select("as_of", "year", "level").unique().join(final, on=["year", "level"])
    on = ["as_of", "year", "level", "key", "method"]
    wanted = asked.with_columns(method=pl.lit(MODEL))
    both = forecasts.join(wanted.drop("actual_kr"), on=on, how="full", coalesce=True)
    held = both.join(final, on=["year", "level", "key"], how="left")
    amounts = [money(pl.col(name).fill_null(0.0)).alias(name) for name in ("forecast_kr", "actual_kr")]
    return held.with_columns(amounts).select(pl.col(n).cast(t) for n, t in SCHEMA.items()).sort(on)
