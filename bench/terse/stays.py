"""Who gets help, of what kind, at what price and how long."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.terse.town import Town

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
MONTH = 365.25 / 12
EPOCH = dt.date(1970, 1, 1).toordinal()
WARM_UP_YEARS = 40
TREND_YEARS = 6
"""So far back entry has grown; before that it was steady."""
TAIL = 3.0
"""Rates among citizens are gamma distributed with this shape: few leave late, and the longer served the longer left."""
PROVIDERS = 6
STEPS = {2022: 0.024, 2023: 0.036, 2024: 0.038, 2025: 0.029, 2026: 0.027}
ADULTS, CHILDREN = "Voksne", "Børn og unge"


@dataclass(frozen=True)
class Kind:
    """One kind of help. `price`: kr. a month in 2025, `spread`: of its logarithm; `months`: mean stay; `share`: of
    those who get help at a time."""

    paragraph: str
    service: str
    function: str
    area: str
    price: float
    spread: float
    months: float
    share: float


KINDS = (
    Kind("SEL § 107", "Midlertidigt botilbud", "5.38.52", ADULTS, 58_000, 0.35, 22, 0.12),
    Kind("SEL § 108", "Længerevarende botilbud", "5.38.50", ADULTS, 76_000, 0.4, 90, 0.08),
    Kind("SEL § 85", "Socialpædagogisk støtte", "5.38.51", ADULTS, 9_800, 0.6, 26, 0.3),
    Kind("SEL § 103", "Beskyttet beskæftigelse", "5.38.58", ADULTS, 11_500, 0.3, 48, 0.12),
    Kind("SEL § 104", "Aktivitets- og samværstilbud", "5.38.59", ADULTS, 18_900, 0.4, 60, 0.1),
    Kind("BL § 46", "Plejefamilie", "5.28.22", CHILDREN, 45_000, 0.3, 40, 0.1),
    Kind("BL § 43, stk. 1, nr. 5", "Opholdssted", "5.28.20", CHILDREN, 95_000, 0.3, 16, 0.03),
    Kind("BL § 32, stk. 1, nr. 5", "Familiebehandling", "5.28.21", CHILDREN, 12_800, 0.6, 9, 0.15),
)
MEAN_DAYS: Floats = np.array([kind.months for kind in KINDS]) * MONTH


def day(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - EPOCH


def first_day(month: Ints | int) -> Ints:
    """First day of months counted since 1970-01."""
    return np.asarray(month).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def level(year: Ints | int) -> Floats:
    """The price level of a year, 2025 = 1."""
    years = range(2000, 2030)
    steps = np.cumprod([1 + STEPS.get(one, 0.02) for one in years])
    found: Floats = np.asarray(steps / steps[years.index(2025)])[np.asarray(year) - years[0]]
    return found


def lasting(kind: Ints, days: Floats) -> Floats:
    """The share of stays that last longer than so many days."""
    return np.asarray((1 + np.maximum(days, 0) / (MEAN_DAYS[kind] * (TAIL - 1))) ** -TAIL, dtype=np.float64)


def entry(town: Town, kind: int, days: Ints) -> Floats:
    """How many are expected to enter a kind of help on each day."""
    own = town.stream(f"entry {kind}").normal(0, 0.1)
    start = int(first_day(town.january))
    trend = np.exp(np.log1p(town.growth) * np.maximum(days - start, -TREND_YEARS * 365.25) / 365.25)
    turned = np.where((days >= start + town.turn_day) & (town.turn_day > 0), town.turn, 1.0)
    usual = town.active * KINDS[kind].share / MEAN_DAYS[kind] * np.exp(own)
    return np.asarray(usual * trend * turned, dtype=np.float64)


def _of_kind(town: Town, kind: int) -> pl.DataFrame:
    rng = town.stream(f"stays {kind}")
    last = int(first_day(town.january + 12)) - 1
    days = np.arange(last - int((WARM_UP_YEARS + town.history + 1) * 365.25), last + 1)
    start = np.repeat(days, rng.poisson(entry(town, kind, days)))
    count, theta = len(start), MEAN_DAYS[kind] * (TAIL - 1)
    length = np.maximum(theta * (rng.random(count) ** (-1 / TAIL) - 1), 5).astype(np.int64)
    spread = KINDS[kind].spread
    price = KINDS[kind].price * np.exp(rng.normal(-(spread**2) / 2, spread, count))
    provider = kind * PROVIDERS + np.minimum((rng.random(count) ** 1.5 * PROVIDERS).astype(np.int64), PROVIDERS - 1)
    return pl.DataFrame(
        {"kind": np.full(count, kind), "start": start, "end": start + length, "price": price.round(2),
         "provider": provider}
    )  # fmt: skip


def stays(town: Town) -> pl.DataFrame:
    """`stay, kind, start, end` (days), `price` (kr. a month in 2025), `provider`, `known`, `end_known` (days on which
    the grant and its end are registered): all that touches the years with a ledger."""
    every = pl.concat([_of_kind(town, kind) for kind in range(len(KINDS))])
    seen = every.filter(pl.col("end") >= int(first_day(town.january - 12 * town.history)))
    rng, count = town.stream("registration"), seen.height
    late = rng.random(count) < town.late
    known = seen["start"].to_numpy() + np.where(late, rng.gamma(2, 45, count), -rng.uniform(0, 25, count)).astype(int)
    end_known = np.maximum(seen["end"].to_numpy() + rng.exponential(town.end_days, count).astype(int), known)
    return seen.with_columns(known=pl.Series(known), end_known=pl.Series(end_known)).with_row_index("stay")
