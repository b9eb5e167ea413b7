"""Full-year persons of the grants that are known, per level and key."""

import datetime as dt

import polars as pl

from cockpit import finance

TOTAL = "total"
SCHEMA = {"key": pl.String, "persons": pl.Float64, "steered_persons": pl.Float64}


def level_column(level: str) -> str:
    """The leaf table's column of a level."""
    return "grant_id" if level == "grant" else level


def _of_level(grants: pl.DataFrame, level: str, year: int) -> pl.DataFrame:
    by = () if level == TOTAL else (level_column(level),)
    counted = finance.volumes(grants, by, dt.date(year, 1, 1), dt.date(year, 12, 31))
    key = pl.lit(TOTAL) if level == TOTAL else pl.col(level_column(level))
    return counted.select(key=key, persons="full_year_persons")


def persons_of(grants: pl.DataFrame, level: str, year: int) -> pl.DataFrame:
    """`key`, `persons` (all known grants), `steered_persons` (of grants that carry kroner) of one level, in full-year
    persons of the year, sorted by key. Persons do not add up over keys."""
    known = finance.granted(grants)
    every = _of_level(known, level, year)
    steered = _of_level(known.filter("by_grants"), level, year).rename({"persons": "steered_persons"})
    both = every.join(steered, on="key", how="left").with_columns(pl.col("steered_persons").fill_null(0.0))
    return both.filter(pl.col("persons") > 0).select(pl.col(n).cast(t) for n, t in SCHEMA.items()).sort("key")
