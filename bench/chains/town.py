"""What a town of the second generator is: its family's habits, and what its scenario changes."""

import datetime as dt
import zlib
from dataclasses import dataclass, replace

import numpy as np

SCENARIOS = ("steady", "growth", "shrinkage", "turn", "untidy", "one_off")
ACTIVE = 400


@dataclass(frozen=True)
class Town:
    """Shares are fractions, lengths months or days.

    `law`: of stays. `price_law`: of prices. `listed`: prices come on a list by provider and service, not on the grant.
    `tells`: what a bill says (grant, citizen and provider, citizen only). `undated`: share of bills without a service
    month. `history`: closed years with a ledger. `frames`: frame accounts over grant-steered spend. `batch`: case
    workers register on the day, on Fridays or at month end. `late`: share registered months late. `end_noise`: how
    badly ends are registered. `slow`: factor on the wait for bills beyond the first month. `forgotten`: share of the
    neighbours' grant years billed in one sum the year after. `back`: share of the first days' bills booked on the
    month before. `growth`: of those who enter, a year. `swing`, `peak`: the season of entry. `turn`: factor on entry
    from `turn_day` in the year. `clumps`: coefficient of variation of a month's entry. `bias`: factor on budgets.
    `drift`: sd of a frame account's year against its budget. `used`: mean share of granted hours that are delivered.
    `renews`: a new decision is a new grant; else the old one is extended.
    """

    seed: int
    scenario: str
    family: str
    year: int
    law: str
    price_law: str
    listed: bool
    tells: str
    undated: float
    history: int
    frames: float
    batch: str
    applied: float
    swing: float
    peak: int
    growth: float
    late: float = 0.06
    end_noise: float = 0.8
    slow: float = 1.0
    forgotten: float = 0.02
    back: float = 0.5
    turn: float = 1.0
    turn_day: int = 0
    clumps: float = 0.1
    bias: float = 1.0
    drift: float = 0.012
    used: float = 1.0
    active: int = ACTIVE
    periodised: bool = False
    renews: bool = False

    def stream(self, name: str) -> np.random.Generator:
        """A random stream of its own for each step."""
        return np.random.default_rng([self.seed, 2, zlib.crc32(name.encode())])

    @property
    def years(self) -> range:
        """Years with a ledger."""
        return range(self.year - self.history, self.year + 1)

    @property
    def first(self) -> dt.date:
        """Deliveries are followed from a year before the ledger."""
        return dt.date(self.year - self.history - 1, 1, 1)

    @property
    def last(self) -> dt.date:
        """The truth ends with the year."""
        return dt.date(self.year, 12, 31)


FAMILIES: dict[str, dict[str, object]] = {
    "havn": {"law": "weibull", "price_law": "lognormal", "listed": False, "tells": "grant", "undated": 0.0, "history": 3,
        "frames": 0.25, "batch": "day", "applied": 0.0, "swing": 0.15, "peak": 9},
    "hede": {"law": "lognormal", "price_law": "gamma", "listed": True, "tells": "provider", "undated": 0.15, "history": 3,
        "frames": 0.4, "batch": "week", "applied": 0.2, "swing": 0.3, "peak": 1, "periodised": True},
    "fjord": {"law": "mixture", "price_law": "pareto", "listed": False, "tells": "citizen", "undated": 0.05, "history": 4,
        "frames": 0.15, "batch": "month", "applied": 0.1, "swing": 0.1, "peak": 6, "used": 0.93,
        "renews": True},
    "holm": {"law": "mixture", "price_law": "lognormal", "listed": False, "tells": "provider", "undated": 0.3, "history": 2,
        "frames": 0.55, "batch": "week", "applied": 0.3, "swing": 0.2, "peak": 8, "slow": 1.3, "back": 0.0, "used": 0.97,
        "renews": True},
}  # fmt: skip


def _scenario(name: str, rng: np.random.Generator) -> dict[str, object]:
    """What the scenario changes; the rest stays as the family has it."""
    if name == "growth":
        return {"growth": float(rng.uniform(0.05, 0.11))}
    if name == "shrinkage":
        return {"growth": float(rng.uniform(-0.1, -0.05))}
    if name == "turn":
        return {"turn": float(rng.choice([0.45, 1.8])), "turn_day": int(rng.integers(60, 200))}
    if name == "untidy":
        return {"late": 0.28, "end_noise": 2.2, "slow": 2.0, "undated": 0.35}
    if name == "one_off":
        return {"forgotten": float(rng.uniform(0.08, 0.2))}
    return {}


def town_of(seed: int) -> Town:
    """The town of a seed: scenario, family and year go round, the rest is drawn."""
    rng = np.random.default_rng([seed, 77])
    scenario = SCENARIOS[seed % len(SCENARIOS)]
    turn = seed // len(SCENARIOS)
    family = tuple(FAMILIES)[turn % len(FAMILIES)]
    usual = {
        "growth": float(rng.uniform(-0.02, 0.04)),
        "late": float(rng.uniform(0.02, 0.12)),
        "end_noise": float(rng.uniform(0.3, 1.3)),
        "forgotten": float(rng.uniform(0.0, 0.04)),
        "clumps": float(rng.uniform(0.0, 0.25)),
        "bias": float(rng.uniform(0.94, 1.03)),
        "drift": float(rng.uniform(0.005, 0.02)),
        "active": round(ACTIVE * float(rng.uniform(0.85, 1.2))),
    }
    year = 2024 + turn // len(FAMILIES) % 4
    plain = Town(seed=seed, scenario=scenario, family=family, year=year, **{**usual, **FAMILIES[family]})  # type: ignore[arg-type]
    return replace(plain, **_scenario(scenario, rng))  # type: ignore[arg-type]
