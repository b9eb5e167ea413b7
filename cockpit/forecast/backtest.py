"""How well the forecasts have held: every method at every state of knowledge, beside the final accounts."""

import datetime as dt
from collections.abc import Collection, Iterable

import polars as pl

from cockpit import finance
from cockpit.contracts.calendar import month_end
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.settings import Settings
from cockpit.forecast import ledger, spread
from cockpit.forecast.compute import components
from cockpit.forecast.leaf import money
from cockpit.forecast.naive import naive
from cockpit.forecast.persons import TOTAL
from cockpit.forecast.ranges import MODEL
from cockpit.forecast.rows import keyed
from cockpit.forecast.state import HISTORY_YEARS, State, prepare

BACKTEST_LEVELS = (TOTAL, "area", "function", "paragraph")
_COLUMNS = [name for name in BACKTEST_LEVELS if name != TOTAL]
METHODS = (MODEL, "budget", "last_year", "ytd_scaled", "last_year_share", "linear_trend", "commitments")
SCHEMA: dict[str, pl.DataType] = {
    "as_of": pl.Date(),
    "year": pl.Int32(),
    "level": pl.String(),
    "key": pl.String(),
    "method": pl.String(),
    "forecast_kr": MONEY,
    "actual_kr": MONEY,
    "sd_kr": pl.Float64(),
    "reconstructed": pl.Boolean(),
}
"""`sd_kr`: the model's own measure of chance at the time (`spread`), null for the other methods. `reconstructed`: what
was known at the time is inferred from a later export."""
MOSTLY = 0.5


def _sums(leaves: pl.DataFrame, level: str, name: str) -> pl.DataFrame:
    return keyed(leaves, level).group_by("key").agg(pl.col("amount_kr").sum().cast(pl.Float64).alias(name))


def tried(data: MunicipalityData, as_of: dt.date, year: int, settings: Settings) -> pl.DataFrame:
    """Every method's forecast of `year` from what was known at one date: `as_of, year, level, key, method,
    forecast_kr`, the model's own measure of chance `sd_kr`, and `reconstructed`."""
    state = prepare(data, as_of, year, settings)
    leaves = components(state).lines
    chance = spread.table(state, leaves)
    frames, brief = [], leaves.group_by(*_COLUMNS, "component").agg(pl.col("amount_kr").sum())
    for level in BACKTEST_LEVELS:
        methods = {MODEL: _sums(brief, level, "forecast_kr"), **naive(state, brief, level)}
        frames += [
            frame.select("key", "forecast_kr", level=pl.lit(level), method=pl.lit(name))
            for name, frame in methods.items()
        ]
    told = pl.concat(frames).join(_spreads(chance), on=["level", "key", "method"], how="left")
    return told.with_columns(
        as_of=pl.lit(as_of), year=pl.lit(year, pl.Int32), reconstructed=pl.lit(_reconstructed(state))
    )


def _spreads(chance: pl.DataFrame) -> pl.DataFrame:
    """`level`, `key`, `method` (the model's) and `sd_kr`."""
    parts = [spread.sd(keyed(chance, level)).with_columns(level=pl.lit(level)) for level in BACKTEST_LEVELS]
    return pl.concat(parts).with_columns(method=pl.lit(MODEL))


def _reconstructed(state: State) -> bool:
    """Whether most grants were told by an export of a later date only."""
    later = state.grants["known_from"] > state.as_of
    return bool(later.len()) and float(later.fill_null(value=False).sum()) > MOSTLY * later.len()


def final(actuals: MunicipalityData, years: Collection[int], settings: Settings) -> pl.DataFrame:
    """The final accounts of years: `year`, `level`, `key`, `actual_kr`. `actuals`: data with the years' final books."""
    known = finance.known_at(actuals, month_end(max(years) + 1, 12), settings)
    allocated = finance.allocate(known, settings, first_year=min(*years, max(years) - HISTORY_YEARS))
    books = ledger.cells(ledger.dated(allocated.postings))
    booked = books.filter(pl.col("year").is_in(sorted(years))).rename({"kr": "amount_kr"}, strict=True)
    frames = [
        keyed(booked, level)
        .group_by("year", "key")
        .agg(actual_kr=pl.col("amount_kr").sum())
        .with_columns(level=pl.lit(level))
        for level in BACKTEST_LEVELS
    ]
    return pl.concat(frames)


def held(forecasts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Forecasts (`tried`) beside the final `accounts` (`final`), in `SCHEMA`. The model forecasts 0 for a key that only
    turned up later; a simple method that cannot be worked for a key has no row there."""
    asked = forecasts.select("as_of", "year", "level").unique().join(accounts, on=["year", "level"])
    on = ["as_of", "year", "level", "key", "method"]
    wanted = asked.with_columns(method=pl.lit(MODEL))
    both = forecasts.join(wanted.drop("actual_kr"), on=on, how="full", coalesce=True)
    beside = both.join(accounts, on=["year", "level", "key"], how="left")
    amounts = [money(pl.col(name).fill_null(0.0)).alias(name) for name in ("forecast_kr", "actual_kr")]
    amounts.append(pl.col("reconstructed").fill_null(pl.col("reconstructed").any().over("as_of", "year")))
    return beside.with_columns(amounts).select(pl.col(n).cast(t) for n, t in SCHEMA.items()).sort(on)


def backtest(
    states: Iterable[tuple[dt.date, int, MunicipalityData]], actuals: MunicipalityData, settings: Settings
) -> pl.DataFrame:
    """`held` of every state (as_of, year, what was known then), one after the other, beside the books in `actuals`."""
    found = [tried(data, as_of, year, settings) for as_of, year, data in states]
    if not found:
        return pl.DataFrame(schema=SCHEMA)
    told = pl.concat(found)
    return held(told, final(actuals, set(told["year"]), settings))
