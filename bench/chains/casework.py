"""What the case system holds: grants with prices and providers, and from which day it can tell what."""

import datetime as dt

import numpy as np
import polars as pl

from bench.chains.catalogue import KINDS, NAMES
from bench.chains.histories import Spells, day
from bench.chains.stays import MONTH, Floats, Ints, Stays
from bench.chains.town import Town

NEW_ACT = day(dt.date(2024, 1, 1))
MOST = 12
STEPS = {2018: 0.016, 2019: 0.019, 2020: 0.02, 2021: 0.015, 2022: 0.024, 2023: 0.036, 2024: 0.04, 2025: 0.03,
    2026: 0.027, 2027: 0.025, 2028: 0.022}  # fmt: skip
PROVIDERS = 9
PRICED_FROM = 2018


def price_levels(town: Town) -> Floats:
    """Level per provider number and year from `PRICED_FROM`, 2025 = 1: the general step and the provider's own."""
    rng = town.stream("levels")
    steps = np.array([STEPS.get(year, 0.02) for year in range(PRICED_FROM, 2030)])
    own = rng.normal(0, 0.006, (len(NAMES) * PROVIDERS, len(steps)))
    leaps = (rng.random(own.shape) < 0.025) * rng.uniform(0.03, 0.07, own.shape)
    level = np.cumprod(1 + steps + own + leaps, axis=1)
    found: Floats = level / level[:, [2025 - PRICED_FROM]]
    return found


def general(town: Town, year: int) -> float:
    """The general price level of a year, 2025 = 1."""
    del town
    up = [1 + STEPS.get(y, 0.02) for y in range(2026, year + 1)]
    down = [1 / (1 + STEPS.get(y, 0.02)) for y in range(year + 1, 2026)]
    return float(np.prod(up + down))


def drawn_prices(town: Town, kind: Ints, rng: np.random.Generator) -> Floats:
    """A price of 2025 for each stay, kr. a unit, by the family's law; the mean is the kind's."""
    mean = np.array([KINDS[name].price for name in NAMES])[kind]
    spread = np.array([KINDS[name].spread for name in NAMES])[kind]
    if town.price_law == "gamma":
        shape = 1 / np.maximum(spread, 0.01) ** 2
        return mean * rng.gamma(shape, 1 / shape)
    lognormal = np.exp(rng.normal(-(spread**2) / 2, spread))
    if town.price_law == "pareto":
        dear = (rng.random(len(kind)) < 0.04) & (spread >= 0.25)
        lognormal = np.where(dear, 1.4 * (1 + rng.pareto(4.0, len(kind))), lognormal)
    return mean * lognormal


def terms(town: Town, spells: Spells, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Price, hours, how it is billed (number of the kind's habit) and provider of each stay."""
    count = len(spells)
    low, high = (np.array([KINDS[name].quantity[end] for name in NAMES])[spells.kind] for end in (0, 1))
    shares = np.array([[*KINDS[name].habits.values(), 0.0, 0.0][:3] for name in NAMES]).cumsum(axis=1)[spells.kind]
    habit = (shares <= rng.random((count, 1))).sum(axis=1)
    number = np.minimum((rng.random(count) ** 1.6 * PROVIDERS).astype(np.int64), PROVIDERS - 1)
    return {
        "price": drawn_prices(town, spells.kind, rng),
        "quantity": rng.integers(low, high + 1),
        "habit": habit,
        "provider": spells.kind * PROVIDERS + number,
    }


def _decisions(town: Town, spells: Spells, stay: dict[str, np.ndarray], rng: np.random.Generator) -> pl.DataFrame:
    """A row per decision: the whole stay, or cut at each new decision, which may move the price a little."""
    frame = pl.DataFrame(
        {"spell": np.arange(len(spells)), "kind": spells.kind, "person": spells.person, "born": spells.born,
         "start": spells.start, "end": spells.end, **stay}
    )  # fmt: skip
    if not town.renews:
        return frame.with_columns(nth=pl.lit(0), renewed=pl.lit(value=False))
    months = np.array([KINDS[name].decision for name in NAMES])[spells.kind]
    gaps = rng.uniform(0.6, 1.4, (len(spells), MOST)) * months[:, None] * MONTH
    first = spells.start[:, None] + np.concatenate([np.zeros((len(spells), 1)), gaps.cumsum(axis=1)], axis=1)
    cut = frame.with_columns(firsts=pl.Series(first.astype(np.int64).tolist())).explode("firsts")
    cut = cut.filter((pl.col("firsts") <= pl.col("start")) | (pl.col("firsts") < pl.col("end") - 25))
    cut = cut.with_columns(start="firsts", nth=pl.int_range(pl.len()).over("spell")).drop("firsts")
    follows = pl.col("start").shift(-1).over("spell") - 1
    cut = cut.with_columns(renewed=follows.is_not_null(), end=follows.fill_null(pl.col("end")))
    again = np.exp(rng.normal(-0.0008, 0.04, len(cut)))
    return cut.with_columns(price=pl.col("price") * pl.when(pl.col("nth") > 0).then(pl.Series(again)).otherwise(1.0))


def _registered(town: Town, grants: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """`decided`, `known` (the row is there), `applied`: prompt for most, months late for some, before the decision for
    those who applied; on Fridays or month ends in some towns."""
    count = len(grants)
    start = grants["start"].to_numpy()
    late = rng.random(count) < town.late
    applied = (rng.random(count) < town.applied) & ~late & (grants["nth"].to_numpy() == 0)
    decided = start - rng.gamma(1.3, 11, count).astype(np.int64)
    prompt = decided + np.exp(rng.normal(1.7, 0.8, count)).astype(np.int64)
    delayed = start + np.exp(rng.normal(4.0, 0.6, count)).astype(np.int64)
    known = np.where(late, delayed, np.where(applied, decided - rng.integers(14, 70, count), prompt))
    if town.batch == "week":
        known += (1 - known) % 7
    if town.batch == "month":
        month = known.astype("datetime64[D]").astype("datetime64[M]")
        known = (month + 1).astype("datetime64[D]").astype(np.int64) - 1
    moved_in = day(dt.date(town.first.year - 3, 9, 1)) + rng.integers(0, 5, count)
    return grants.with_columns(
        applied=pl.Series(applied), decided=pl.Series(np.where(late, np.maximum(decided, start), decided)),
        known=pl.Series(np.maximum(known, moved_in)),
    )  # fmt: skip


def _ends(town: Town, grants: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """`period` (days between planned ends, null without), `move_lag` (list: days from a passed end to its moving),
    `end_told` (the day on which the true end is written; null where it never is)."""
    count, noise = len(grants), town.end_noise
    planned = np.array([KINDS[name].planned for name in NAMES])[grants["kind"].to_numpy()]
    months = np.array([KINDS[name].decision for name in NAMES])[grants["kind"].to_numpy()] * rng.uniform(
        0.7, 1.3, count
    )
    kind = rng.random((count, MOST))
    lag = np.where(kind < 0.15 * noise, rng.exponential(80, kind.shape) + 20, rng.uniform(-30, 12, kind.shape))
    late = rng.random(count)
    told = np.where(
        late < 0.1 * noise,
        rng.exponential(55, count) + 25,
        np.where(late < 0.45 * noise, rng.uniform(0, 25, count), rng.uniform(-45, 0, count)),
    )
    end_told = np.maximum(grants["end"].to_numpy() + told, grants["known"].to_numpy())
    never = (rng.random(count) < 0.008 * noise) & ~grants["renewed"].to_numpy()
    return grants.with_columns(
        period=pl.when(pl.Series(rng.random(count) < planned)).then(pl.Series((months * MONTH).astype(np.int64))),
        move_lag=pl.Series(lag.astype(np.int64).tolist()),
        end_told=pl.when(~pl.Series(never)).then(pl.Series(end_told.astype(np.int64))),
    )


def grants_of(town: Town, spells: Spells, stays: Stays) -> tuple[pl.DataFrame, dict[str, np.ndarray]]:
    """The grants (days as whole numbers, prices of 2025), a row a decision, and the terms of each stay."""
    del stays
    stay = terms(town, spells, town.stream("terms"))
    rows = _decisions(town, spells, stay, town.stream("decisions"))
    rows = rows.filter(pl.col("end") >= day(town.first))
    rows = _ends(town, _registered(town, rows, town.stream("registered")), town.stream("ends"))
    return rows.with_row_index("grant").with_columns(pl.col("grant").cast(pl.Int64)), stay


def paragraphs(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `paragraph`: serviceloven's for children's grants that were decided before 2024."""
    old = {number: KINDS[name].old or KINDS[name].new for number, name in enumerate(NAMES)}
    new = {number: KINDS[name].new for number, name in enumerate(NAMES)}
    by_old = pl.col("kind").replace_strict(old, return_dtype=pl.String)
    by_new = pl.col("kind").replace_strict(new, return_dtype=pl.String)
    return rows.with_columns(paragraph=pl.when(pl.col("decided") < NEW_ACT).then(by_old).otherwise(by_new))
