"""What was delivered, and the bills for it."""

import numpy as np
import polars as pl

from bench.patchwork.accounts import account_of
from bench.patchwork.catalogue import KINDS
from bench.patchwork.prices import OLDEST, day_units, fee, heard, levels, month_of, of_month
from bench.patchwork.town import Town
from bench.patchwork.waits import BACK, earliest, waits
from bench.terse.stays import Floats, Ints, first_day

BEFORE = 4
"""Months before the first year with a ledger whose bills may still come in it."""
WRONG, WRONG_SPREAD = 0.04, 0.1
"""Share of bills that are not for what was agreed, and by how much."""
LAST_POSTING_DAY = 26
SUPPLEMENT = 13


def _sums(town: Town, kind: int, first: int, last: int) -> tuple[Floats, Floats]:
    """What has counted until each day: units of the price, and months of the fee."""
    units, months = day_units(town, kind, first, last), of_month(first, last)
    return np.concatenate([[0.0], np.cumsum(units)]), np.concatenate([[0.0], np.cumsum(months)])


def _of_kind(town: Town, kind: int, stays: pl.DataFrame) -> pl.DataFrame:
    months = np.arange((town.first - 1970) * 12 - BEFORE, town.january + 13)
    first, last = int(first_day(months[0])), int(first_day(months[-1] + 1)) - 1
    units, fees = _sums(town, kind, first, last)
    begin = np.maximum(stays["start"].to_numpy()[:, None], first_day(months)[None, :]) - first
    end = np.minimum(stays["end"].to_numpy()[:, None] + 1, first_day(months + 1)[None, :]) - first
    stay, month = np.nonzero(end > begin)
    begin, end = begin[stay, month], end[stay, month]
    level = levels(town)[kind, months[month] // 12 + 1970 - OLDEST]
    mine = stays[stay].select("stay", "citizen", "kind", "provider", "price", "quantity", "factor")
    paid = pl.col("price") * pl.col("quantity") * pl.Series(level * (units[end] - units[begin]))
    owed = (paid - pl.Series(fee(town, kind) * (fees[end] - fees[begin]))) * pl.col("factor")
    return mine.with_columns(month=pl.Series(months[month]), kr=owed).drop("price", "quantity", "factor")


def deliveries(town: Town, stays: pl.DataFrame) -> pl.DataFrame:
    """`stay, citizen, kind, provider, month` (since 1970-01), `kr`: what each month costs."""
    parts = [_of_kind(town, kind, stays.filter(pl.col("kind") == kind)) for kind in range(len(KINDS))]
    return pl.concat(parts).filter(pl.col("kr").abs() > 0.5).sort("stay", "month")


def _booked(town: Town, delivered: pl.DataFrame) -> Ints:
    kind, provider, month = (delivered[name].to_numpy() for name in ("kind", "provider", "month"))
    first, sure = earliest(town, kind, provider, month)
    more, chances = waits(town)
    drawn = town.stream("waits").choice(more, len(month), p=chances)
    return np.asarray(first + np.where(sure, 0, drawn))


def _old_prices(town: Town, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Bills at last year's price where the new one is not known yet, and the corrections once it is."""
    kind, month = rows["kind"].to_numpy(), rows["month"].to_numpy()
    at = month // 12 + 1970 - OLDEST
    told = month_of(heard(town)[kind, at])
    early = (rows["booked"].to_numpy() < told) & (month >= (town.first - 1970) * 12) & town.habits.late_prices
    level = levels(town)
    missing = rows["kr"].to_numpy() * np.where(early, 1 - level[kind, at - 1] / level[kind, at], 0.0)
    marked = rows.with_columns(missing=pl.Series(missing), told=pl.Series(told))
    short = marked.filter(pl.Series(early)).group_by("stay", "citizen", "kind", "provider", booked="told").agg(
        pl.col("month").min(), kr=pl.col("missing").sum()
    )  # fmt: skip
    plain = marked.with_columns(pl.col("kr") - pl.col("missing")).drop("missing", "told")
    return plain, short.select(plain.columns).sort("stay", "booked")


def bills(town: Town, delivered: pl.DataFrame) -> pl.DataFrame:
    """`stay, citizen, kind, provider, month, kr, booked` (month), `fix` (a correction of prices), `posted` (day),
    `year`, `number` (of the period), `account`; a row a bill."""
    plain, short = _old_prices(town, delivered.with_columns(booked=pl.Series(_booked(town, delivered))))
    rng = town.stream("bills")
    wrong = np.where(rng.random(plain.height) < WRONG, 1 + rng.normal(0, WRONG_SPREAD, plain.height), 1.0)
    told = plain.with_columns(pl.col("kr") * pl.Series(wrong), fix=pl.lit(value=False))
    every = pl.concat([told, short.with_columns(fix=pl.lit(value=True))])
    day = first_day(every["booked"].to_numpy()) + rng.integers(0, LAST_POSTING_DAY, every.height)
    back = pl.Series(rng.random(every.height) < BACK)
    return _in_periods(town, every.with_columns(posted=pl.Series(day)), back)


def _in_periods(town: Town, rows: pl.DataFrame, back: pl.Series) -> pl.DataFrame:
    """January's bills for the year before go back to its period 13, most of them."""
    before = pl.col("month") // 12 < pl.col("booked") // 12
    supplement = before & (pl.col("booked") % 12 == 0) & back
    year = pl.col("booked") // 12 + 1970 - supplement.cast(pl.Int64)
    number = pl.when(supplement).then(SUPPLEMENT).otherwise(pl.col("booked") % 12 + 1)
    told = rows.with_columns(year=year, number=number)
    month = (told["year"] - 1970) * 12 + told["number"].clip(1, 12) - 1
    return told.with_columns(account_of(town, told["kind"].to_numpy(), month.to_numpy()))
