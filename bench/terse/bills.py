"""What was delivered, and the bills for it: by the month, by the quarter, or half a year in December."""

import numpy as np
import polars as pl

from bench.terse.stays import KINDS, PROVIDERS, Floats, Ints, first_day, level
from bench.terse.town import Town

MONTHLY = (0.5, 0.34, 0.11, 0.05)
"""Chance that a month's bill comes so many months after it."""
QUARTER_LATE = 0.2
"""Quarterly bills come the month after the quarter; this share a month later."""
HALF = 6
SUPPLEMENT = 13


def habits(town: Town) -> list[str]:
    """How each provider bills."""
    special = town.stream("habits").random(len(KINDS) * PROVIDERS) < town.habit_share
    return [town.habit if found else "monthly" for found in special]


def waits(town: Town, habit: str, month_of_year: int) -> Floats:
    """Chance of each number of months from the service to the booking; `month_of_year` 0-11."""
    if habit == "monthly":
        chances = np.array(MONTHLY)
        chances[2:] *= town.slow
        return np.asarray(chances / chances.sum())
    if habit == "quarterly":
        after = 3 - month_of_year % 3
        return np.array([*[0.0] * after, 1 - QUARTER_LATE, QUARTER_LATE])
    return np.array([*[0.0] * (11 - month_of_year), 1.0]) if month_of_year >= HALF else waits(town, "monthly", 0)


def deliveries(town: Town, stays: pl.DataFrame) -> pl.DataFrame:
    """`stay, kind, provider, month` (since 1970-01), `kr`: what each month cost."""
    first, last = town.january - 12 * town.history, town.january + 11
    months = pl.DataFrame({"month": np.arange(first, last + 1)})
    starts, stops = first_day(months["month"].to_numpy()), first_day(months["month"].to_numpy() + 1)
    dated = months.with_columns(month_start=pl.Series(starts), month_end=pl.Series(stops - 1))
    both = stays.join_where(dated, pl.col("start") <= pl.col("month_end"), pl.col("end") >= pl.col("month_start"))
    days = pl.min_horizontal("end", "month_end") - pl.max_horizontal("start", "month_start") + 1
    whole = pl.col("month_end") - pl.col("month_start") + 1
    costed = both.sort("stay", "month").with_columns(share=days / whole)
    prices = pl.Series(level(costed["month"].to_numpy() // 12 + 1970))
    rounded = ((pl.col("price") * prices).round(2) * pl.col("share")).round(2)
    return costed.select("stay", "kind", "provider", "month", kr=rounded)


def _waited(town: Town, habit: Ints, month: Ints) -> Ints:
    names = np.array(["monthly", "quarterly", "december"])
    rng = town.stream("waits")
    draw, wait = rng.random(len(month)), np.zeros(len(month), dtype=np.int64)
    for name in names:
        for number in range(12):
            mine = (habit == name) & (month % 12 == number)
            wait[mine] = np.searchsorted(waits(town, str(name), number).cumsum(), draw[mine], side="right")
    return wait


def bills(town: Town, delivered: pl.DataFrame) -> pl.DataFrame:
    """`stay, kind, provider, month` (the first that it is for), `kr, booked` (month), `year`, `number` (of the period),
    a row a bill. What the quarter or the half year shares comes as one."""
    habit = np.array(habits(town))[delivered["provider"].to_numpy()]
    month = delivered["month"].to_numpy()
    quarter = town.stream("quarters").random((delivered["stay"].max() + 1, 400)) < QUARTER_LATE
    wait = _waited(town, habit, month)
    late = quarter[delivered["stay"].to_numpy(), month // 3 % 400]
    wait = np.where(habit == "quarterly", 3 - month % 3 + late, wait)
    joined = np.where(habit == "monthly", month, np.where(habit == "quarterly", month // 3, month // HALF * HALF))
    joined = np.where((habit == "december") & (month % 12 < HALF), month, joined)
    rows = delivered.with_columns(booked=pl.Series(month + wait), bundle=pl.Series(joined))
    return _booked(_forgotten(town, rows).group_by("stay", "kind", "provider", "bundle", "booked").agg(
        pl.col("month").min(), pl.col("kr").sum().round(2), pl.len().alias("months")
    ).sort("stay", "month"))  # fmt: skip


def _forgotten(town: Town, rows: pl.DataFrame) -> pl.DataFrame:
    """Some stays' years billed in one sum between March and September of the next."""
    rng = town.stream("forgotten")
    years = rows.select("stay", year=pl.col("month") // 12).unique().sort("stay", "year")
    chosen = years.filter(pl.Series(rng.random(years.height) < town.forgotten))
    billed = (chosen["year"] + 1) * 12 + pl.Series(rng.integers(2, 9, chosen.height))
    told = rows.with_columns(year=pl.col("month") // 12).join(
        chosen.with_columns(billed=billed), on=["stay", "year"], how="left", maintain_order="left"
    )
    once = pl.col("billed").is_not_null()
    return told.with_columns(
        booked=pl.coalesce("billed", "booked"), bundle=pl.when(once).then(-pl.col("year")).otherwise("bundle")
    ).drop("billed", "year")


def _booked(rows: pl.DataFrame) -> pl.DataFrame:
    """January's bills for the year before go to its period 13, later ones to the year of booking."""
    supplement = (pl.col("booked") % 12 == 0) & (pl.col("month") // 12 < pl.col("booked") // 12)
    year = pl.col("booked") // 12 + 1970 - supplement.cast(pl.Int64)
    number = pl.when(supplement).then(SUPPLEMENT).otherwise(pl.col("booked") % 12 + 1)
    return rows.with_columns(year=year.cast(pl.Int32), number=number.cast(pl.Int32)).drop("bundle")
