"""Who gets help, of what kind, at what price and how long."""

import numpy as np
import polars as pl
from scipy.special import gammaincc

from bench.patchwork.catalogue import KINDS
from bench.patchwork.town import Town
from bench.terse.stays import Floats, Ints, first_day

YEAR = 365
SHAPE = 0.9
"""Of the gamma law of lengths: a little likelier to end at first than later."""
SHORTEST = 14
SEASON = 0.15
WARM_UP_YEARS = 4
QUANTITY_SPREAD = 0.4
FACTOR_SPREAD = 0.012
"""What is paid for a stay differs so much from its registered price."""
SHARED = 0.15
"""Share of stays that belong to somebody who has another one."""
LEAST = 0.2
"""Entry never falls under this part of the usual."""


def lasting(kind: int, days: Floats) -> Floats:
    """The share of stays that run for more than so many days after their first."""
    left = gammaincc(SHAPE, np.maximum(days, 0) * SHAPE / (KINDS[kind].years * YEAR))
    return np.asarray(np.where(days <= SHORTEST, 1.0, left), dtype=np.float64)


def entry(town: Town, kind: int, days: Ints) -> Floats:
    """How many are expected to enter a kind of help on each day."""
    told, growth = KINDS[kind], town.growth
    usual = told.active / (told.years * YEAR) * (1 + growth) ** -WARM_UP_YEARS
    ago = (days - first_day((town.first - 1970) * 12)) / 365.25 + 1
    grown = np.where(ago > 0, (1 + growth) ** np.maximum(ago, 0) * (1 + growth * told.years), 1.0)
    turned = np.where(days >= first_day(town.january + 5), town.turn, 1.0)
    season = 1 + SEASON * np.cos(2 * np.pi * (days / 365.25 - 0.7))
    return np.asarray(usual * np.maximum(grown, LEAST) * turned * season, dtype=np.float64)


def _of_kind(town: Town, kind: int) -> pl.DataFrame:
    rng, told = town.stream(f"stays {kind}"), KINDS[kind]
    last = int(first_day(town.january + 13)) - 1
    years = min(max(6 * told.years, 4), 40) + WARM_UP_YEARS
    days = np.arange(last - int(years * YEAR), last + 1)
    start = np.repeat(days, rng.poisson(entry(town, kind, days)))
    count = len(start)
    lasts = np.maximum(rng.gamma(SHAPE, told.years * YEAR / SHAPE, count), SHORTEST).astype(np.int64)
    hours = np.maximum(np.round(told.quantity * np.exp(rng.normal(0, QUANTITY_SPREAD, count))), 1)
    return pl.DataFrame({
        "kind": np.full(count, kind), "start": start, "end": start + lasts,
        "price": told.price * np.exp(rng.normal(0, told.spread, count)),
        "quantity": hours if told.unit == "time" else np.ones(count),
        "provider": rng.integers(0, told.providers, count), "factor": 1 + rng.normal(0, FACTOR_SPREAD, count),
    })  # fmt: skip


def stays(town: Town) -> pl.DataFrame:
    """`stay, citizen, kind, start, end` (days, the last one included), `price` (kr. a unit in the first year with a
    ledger), `quantity`, `provider`, `factor`, `known` (day of registration): all that touches the ledger's years."""
    every = pl.concat([_of_kind(town, kind) for kind in range(len(KINDS))])
    seen = every.filter(pl.col("end") >= int(first_day((town.first - 1970) * 12 - 7)))
    rng, count = town.stream("registration"), seen.height
    late = rng.integers(30, 121, count) if town.late else rng.integers(-25, 20, count)
    owner = np.where(rng.random(count) < SHARED, rng.integers(0, count, count), np.arange(count))
    told = seen.with_columns(known=pl.col("start") + pl.Series(late), citizen=pl.Series(owner))
    return told.with_row_index("stay").with_columns(pl.col("stay").cast(pl.Int64))
