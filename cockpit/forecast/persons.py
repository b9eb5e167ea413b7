"""Full-year persons of the grants that are known, per level and key."""

import datetime as dt

import polars as pl

from cockpit import finance
from cockpit.contracts.forecast_table import LEVELS
from cockpit.forecast.state import State, decided

TOTAL = "total"
SCHEMA = {"level": pl.String, "key": pl.String, "persons": pl.Float64, "steered_persons": pl.Float64}


def level_column(level: str) -> str:
    """The leaf table's column of a level."""
    return "grant_id" if level == "grant" else level


def _of_level(grants: pl.DataFrame, level: str, year: int) -> pl.DataFrame:
    by = () if level == TOTAL else (level_column(level),)
    counted = finance.volumes(grants, by, dt.date(year, 1, 1), dt.date(year, 12, 31))
    key = pl.lit(TOTAL) if level == TOTAL else pl.col(level_column(level))
    return counted.select(level=pl.lit(level), key=key, persons="full_year_persons")


def persons(state: State) -> pl.DataFrame:
    """The full-year persons of the state's grants; see `persons_of`."""
    return persons_of(state.grants, state.year)


def persons_of(grants: pl.DataFrame, year: int) -> pl.DataFrame:
    """`level`, `key`, `persons` (all known grants), `steered_persons` (of grants that carry kroner), in full-year
    persons of the forecast's year. Persons do not add up over keys."""
    known = decided(grants)
    lines = []
    for level in LEVELS:
        every = _of_level(known, level, year)
        steered = _of_level(known.filter("by_grants"), level, year).rename({"persons": "steered_persons"})
        lines.append(every.join(steered, on=["level", "key"], how="left"))
    counted = pl.concat(lines).with_columns(pl.col("steered_persons").fill_null(0.0))
    return (
        counted.filter(pl.col("persons") > 0).select(pl.col(n).cast(t) for n, t in SCHEMA.items()).sort("level", "key")
    )
