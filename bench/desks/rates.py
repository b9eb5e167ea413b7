"""The true rates of a town: inflow, prices and what a case is refunded; and where chance comes from, month by month."""

from dataclasses import dataclass

import numpy as np

from bench.desks.catalogue import (
    CHILD,
    COUNT,
    FIRST_REST,
    LAST_REST,
    LEVEL_SHARES,
    LEVELS,
    OLDEST,
    PROVIDERS,
    SERVICES,
    UNIT,
    hazards,
    nexts,
)  # fmt: skip
from bench.desks.days import Units, month_of, year_of
from bench.desks.town import Town

START = month_of(2017, 1)
SEASON = np.array([1.15, 1.0, 1.05, 1.0, 1.0, 0.95, 0.7, 1.2, 1.1, 1.05, 0.95, 0.85])
AHEAD_STARTS = 0.4
"""The share of beginnings that are decided in the month before."""
LIMITS = ((860_000.0, 0.25), (1_680_000.0, 0.25), (2_120_000.0, 0.25))
LIMITS_OF, REGULATED = 2025, 1.027
"""The limits are those of a year, and regulated by about what prices rise in each."""
STEADY_USE, PAUSE, PAUSED = 0.8, 0.08, 0.5
GROWTH = {"growth": 1.08, "shrinkage": 0.93}


@dataclass(frozen=True)
class Streams:
    """Chance of each kind and month. After month `split` it is that of the `again`-th other future."""

    seed: int
    split: int = 10**6
    again: int = 0

    def of(self, kind: int, month: int) -> np.random.Generator:
        """The generator of a kind in a month."""
        return np.random.default_rng([self.seed, kind, month, self.again if month > self.split else 0])


@dataclass(frozen=True)
class Rates:
    """`hazard[service, age, month of the year]`, `follow[by age, service, service]`, `inflow[service, month - START]`,
    `price[service, provider, month - START]` kr. a unit at level one (hours: a week's), `old` the same by last year's
    price, `weight[service, provider]`, `use[service]` the mean share that is delivered."""

    units: Units
    hazard: np.ndarray
    follow: np.ndarray
    inflow: np.ndarray
    price: np.ndarray
    old: np.ndarray
    weight: np.ndarray
    use: np.ndarray

    def share(self, service: np.ndarray, provider: np.ndarray, size: np.ndarray, month: int) -> np.ndarray:
        """The share of a case's cost in a month that is claimed as refund of especially expensive cases: by the law's
        limits, a twelfth of each, of a whole month at the size that the case has then."""
        whole = self.units.means(month)[0][UNIT[service]]
        yearly = 12 * self.price[service, provider, month - START] * size * whole
        level = REGULATED ** (year_of(month) - LIMITS_OF)
        part = sum(rate * np.maximum(yearly - limit * level, 0) for limit, rate in LIMITS)
        return np.asarray(part / np.maximum(yearly, 1))


def mean_months(hazard: np.ndarray) -> np.ndarray:
    """How long a help lasts on average, months, by service."""
    kept = np.cumprod(1 - hazard.mean(2), axis=1)
    rest = np.clip((LAST_REST - np.arange(OLDEST)) / (LAST_REST - FIRST_REST + 1), 0, 1)
    return np.where(CHILD, (kept * rest).sum(1), kept.sum(1)) + 0.8


def _inflow(town: Town, hazard: np.ndarray, follow: np.ndarray) -> np.ndarray:
    """New cases a month, less those that follow another help."""
    flow = np.array([service.stock for service in SERVICES]) * town.size / mean_months(hazard)
    own = np.maximum(flow - flow @ follow[0], 0.3 * flow)
    months = np.arange(START, town.january + 26)
    grown = GROWTH.get(town.scenario, 1.005) ** ((months - month_of(town.first, 1)) / 12).clip(0)
    turned = np.where(months >= town.january + town.turns, town.turn, 1.0)
    return own[:, None] * SEASON[months % 12] * grown * turned


def _prices(town: Town, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    years = (town.january - START) // 12 + 4
    steps = rng.normal(1.027, 0.012, (COUNT, PROVIDERS, years)) + 0.07 * (rng.random((COUNT, PROVIDERS, years)) < 0.06)
    usual = np.array([item.price * item.hours for item in SERVICES])
    base = usual[:, None] * rng.lognormal(0, 0.12, (COUNT, PROVIDERS))
    yearly = base[:, :, None] * np.cumprod(steps, axis=2) / 1.027**6
    new, old = yearly[:, :, 1:], yearly[:, :, :-1]
    return np.repeat(new, 12, axis=2), np.repeat(old, 12, axis=2)


def rates_of(town: Town) -> Rates:
    """Drawn from the town's seed; the same in all its futures."""
    rng, hazard, follow = np.random.default_rng([town.seed, 3]), hazards(), nexts()
    price, old = _prices(town, rng)
    hours = np.isin(UNIT, [2]) & town.habits.unused
    away = np.array([item.name in ("Midlertidigt botilbud", "Længerevarende botilbud") for item in SERVICES])
    use = np.where(hours, STEADY_USE, np.where(away & town.habits.absences, 1 - PAUSE * (1 - PAUSED), 1.0))
    conto = np.array([item.name in ("BPA", "Ledsageordning") for item in SERVICES]) & town.habits.conto
    units = Units(4.33 if town.habits.weeks else None)
    weight = rng.dirichlet(np.full(PROVIDERS, 3.0), COUNT)
    return Rates(units, hazard, follow, _inflow(town, hazard, follow), price, old, weight, np.where(conto, 0.92, use))


def mean_level() -> float:
    """Of a new case."""
    return float(LEVELS @ LEVEL_SHARES)
