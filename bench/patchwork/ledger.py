"""The lines of the ledger: bills as they come, and all that no grant steers."""

import numpy as np
import polars as pl

from bench.patchwork.accounts import REFUND, account_of
from bench.patchwork.bills import SUPPLEMENT
from bench.patchwork.catalogue import FOSTER, NUMBER, Frame, frames
from bench.patchwork.town import Town
from bench.terse.stays import Floats, first_day

SCHEMA = {
    "account": pl.String, "posted": pl.Int64, "year": pl.Int64, "number": pl.Int64, "kr": pl.Float64, "text": pl.String
}  # fmt: skip
SMALL, SMALL_A_YEAR, SMALL_SPREAD = 0.015, 8, 0.7
"""Sundry postings: what they are of an account's year, how many, and the spread of their logarithm."""
ESTIMATE = 0.05
"""So far an accrual misses what it stands for."""
LIMITS = np.array([860_000, 1_680_000, 2_120_000]) / 12
REFUNDED = 0.25
"""Of a citizen's month over each limit."""
CLAIMED = (0.86, 0.96)
QUARTERS = (3, 6, 9)
"""Months (0-11) in which the quarter before is claimed; the last one goes to period 13."""


def lines(town: Town, told: pl.DataFrame, owed: Floats) -> pl.DataFrame:
    """Every line of the ledger's years. `owed`: refund by month from the first year's January."""
    parts = [_grouped(town, told), _sundry(town, told), *(_framed(town, frame) for frame in frames(town))]
    parts += [_accruals(town, told)] if town.habits.accruals else []
    parts += [_refunds(town, owed)] if town.habits.refunds != "none" else []
    every = pl.concat(parts, how="diagonal").filter(pl.col("year").is_between(town.first, town.year))
    return every.sort("posted", "account", "provider", "citizen", "month", "kr").with_row_index("line")


def _rows(found: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(found, schema=SCHEMA, orient="row")


def _grouped(town: Town, told: pl.DataFrame) -> pl.DataFrame:
    """One line a bill, or one for many: the foster families' salaries, and a provider's collective bills."""
    is_salary = (pl.col("kind") == NUMBER[FOSTER]) & pl.lit(town.habits.salaries)
    is_joined = ~is_salary & (pl.col("kind") != NUMBER[FOSTER]) & pl.lit(town.habits.collective)
    marked = told.with_columns(text=pl.when(is_salary).then(pl.lit("Løn")).otherwise(pl.lit("Regning")))
    single = marked.filter(~is_salary & ~is_joined).with_columns(month=pl.when(~pl.col("fix")).then("month"))
    period = ("account", "year", "number", "booked", "text", "kind")
    joined = marked.filter(is_joined).group_by(*period, "provider").agg(pl.col("posted").min(), pl.col("kr").sum())
    paid = marked.filter(is_salary).group_by(*period).agg(pl.col("posted").max(), pl.col("kr").sum())
    return pl.concat([single, joined, paid], how="diagonal").drop("booked", "fix")


def _sundry(town: Town, told: pl.DataFrame) -> pl.DataFrame:
    rng, rows = town.stream("sundry"), []
    totals = told.group_by("account", "year").agg(pl.col("kr").sum().abs()).sort("account", "year")
    for account, year, total in totals.iter_rows():
        for _ in range(rng.poisson(SMALL_A_YEAR)):
            month, day = int(rng.integers(0, 12)), int(rng.integers(0, 27))
            kr = total * SMALL / SMALL_A_YEAR * rng.lognormal(0, SMALL_SPREAD)
            rows.append((account, _day(year, month) + day, year, month + 1, kr, "Diverse"))
    return _rows(rows)


def _day(year: int, month: int) -> int:
    return int(first_day((year - 1970) * 12 + month))


def course(frame: Frame, month: int) -> float:
    """A month's part of the usual; `month` 1-12."""
    usual = 1.06 if month in {4, 5} else 0.988
    return usual if frame.spring else 1.0


def _framed(town: Town, frame: Frame) -> pl.DataFrame:
    rng, rows = town.stream(f"frame {frame.account}"), []
    for year in town.years:
        for month in frame.months:
            kr = frame.kr * (1 + frame.rise) ** (year - town.first) * course(frame, month)
            drawn = kr * rng.lognormal(0, frame.spread)
            if rng.random() < frame.chance:
                rows.append((frame.account, _day(year, month - 1) + 24, year, month, drawn, frame.name))
    return _rows(rows)


def _accruals(town: Town, told: pl.DataFrame) -> pl.DataFrame:
    """What a year owes at its end is set off in its period 13 and turned back in January."""
    rng, rows = town.stream("accruals"), []
    late = told.filter(~pl.col("fix")).with_columns(served=pl.col("month") // 12 + 1970)
    late = late.filter(pl.col("served") < pl.col("year"))
    for kind, year, kr in late.group_by("kind", "served").agg(pl.col("kr").sum()).sort("kind", "served").iter_rows():
        estimate, january = kr * (1 + rng.normal(0, ESTIMATE)), (year - 1969) * 12
        old, new = account_of(town, np.array([kind, kind]), np.array([january - 1, january]))
        posted = int(first_day(january)) + 19
        rows.append((old, posted, year, SUPPLEMENT, estimate, "Periodisering"))
        rows.append((new, posted + 1, year + 1, 1, -estimate, "Tilbageført periodisering"))
    return _rows(rows)


def over_limits(monthly: Floats) -> Floats:
    """The refund of citizens' months."""
    return np.asarray(REFUNDED * np.maximum(monthly[..., None] - LIMITS, 0).sum(axis=-1), dtype=np.float64)


def owed(town: Town, delivered: pl.DataFrame) -> Floats:
    """The refund by month, from the first year's January to the year's December."""
    first, count = (town.first - 1970) * 12, 12 * len(town.years)
    dear = delivered.group_by("citizen", "month").agg(pl.col("kr").sum()).sort("citizen", "month")
    inside = dear.filter(pl.col("month").is_between(first, first + count - 1))
    found = over_limits(inside["kr"].to_numpy())
    return np.bincount(inside["month"].to_numpy() - first, found, count)


def _refunds(town: Town, monthly: Floats) -> pl.DataFrame:
    rng, rows = town.stream("refunds"), []
    for year, own in zip(town.years, monthly.reshape(-1, 12), strict=True):
        claimed = own * rng.uniform(*CLAIMED)
        for month in QUARTERS if town.habits.refunds == "quarterly" else ():
            kr = -claimed[month - 3 : month].sum()
            rows.append((REFUND, _day(year, month) + 19, year, month + 1, kr, "Statsrefusion"))
        last = claimed[QUARTERS[-1] :] if town.habits.refunds == "quarterly" else claimed
        rows.append((REFUND, _day(year + 1, 0) + 14, year, SUPPLEMENT, -last.sum(), "Statsrefusion"))
    return _rows(rows)
