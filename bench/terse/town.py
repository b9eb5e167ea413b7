"""What a town of the third generator is: its family's books, and what its scenario changes."""

import zlib
from dataclasses import dataclass, replace

import numpy as np

SCENARIOS = ("steady", "growth", "shrinkage", "turn", "untidy", "one_off")
ACTIVE = 400


@dataclass(frozen=True)
class Town:
    """Shares are fractions, lengths months or days.

    `tells`: what a bill says of whom it is for (`grant`, `citizen` and provider, `provider` only). `habit`: how
    `habit_share` of the providers bill (`quarterly`, `december`); the others bill each month. `history`: closed years
    with a ledger. `growth`: of those who enter, a year; `turn`: factor on entry from day `turn_day` of the year.
    `late`: share of grants registered months late. `end_days`: mean days from an end to its registration. `forgotten`:
    share of a stay's years billed in one sum the year after. `slow`: factor on the share of bills that wait over a
    month.
    `frames`: frame accounts over grant-steered spend; `drift`: standard deviation of a frame's year against its plan.
    `bias`: factor on budgets.
    """

    seed: int
    scenario: str
    family: str
    year: int
    tells: str
    habit: str
    habit_share: float
    history: int
    frames: float
    growth: float
    late: float
    end_days: float
    forgotten: float
    drift: float
    bias: float
    active: int
    slow: float = 1.0
    turn: float = 1.0
    turn_day: int = 0

    def stream(self, name: str) -> np.random.Generator:
        """A random stream of its own for each step."""
        return np.random.default_rng([self.seed, 3, zlib.crc32(name.encode())])

    @property
    def january(self) -> int:
        """The year's first month, counted since 1970."""
        return (self.year - 1970) * 12

    @property
    def years(self) -> range:
        """Years with a ledger."""
        return range(self.year - self.history, self.year + 1)


FAMILIES: dict[str, dict[str, object]] = {
    "undated": {"tells": "grant", "habit": "quarterly", "habit_share": 0.05, "history": 2, "frames": 0.3},
    "unnamed": {"tells": "citizen", "habit": "quarterly", "habit_share": 0.1, "history": 3, "frames": 0.2},
    "supplier": {"tells": "provider", "habit": "december", "habit_share": 0.05, "history": 3, "frames": 0.25},
    "quarterly": {"tells": "grant", "habit": "quarterly", "habit_share": 0.6, "history": 2, "frames": 0.15},
    "december": {"tells": "citizen", "habit": "december", "habit_share": 0.3, "history": 2, "frames": 0.4},
}


def _scenario(name: str, rng: np.random.Generator) -> dict[str, object]:
    """What the scenario changes; the rest stays as the family has it."""
    if name == "growth":
        return {"growth": float(rng.uniform(0.05, 0.11))}
    if name == "shrinkage":
        return {"growth": float(rng.uniform(-0.1, -0.05))}
    if name == "turn":
        return {"turn": float(rng.choice([0.5, 1.7])), "turn_day": int(rng.integers(60, 200))}
    if name == "untidy":
        return {"late": 0.25, "end_days": 45.0, "slow": 2.0}
    if name == "one_off":
        return {"forgotten": float(rng.uniform(0.03, 0.07))}
    return {}


def town_of(seed: int) -> Town:
    """The town of a seed: scenario and family go round, its year (2025 or 2026) and the rest are drawn."""
    rng = np.random.default_rng([seed, 78])
    scenario, turn = SCENARIOS[seed % len(SCENARIOS)], seed // len(SCENARIOS)
    family = tuple(FAMILIES)[turn % len(FAMILIES)]
    usual = {
        "growth": float(rng.uniform(-0.02, 0.04)),
        "late": float(rng.uniform(0.02, 0.12)),
        "end_days": float(rng.uniform(4, 20)),
        "forgotten": float(rng.uniform(0.0, 0.01)),
        "drift": float(rng.uniform(0.005, 0.02)),
        "bias": float(rng.uniform(0.94, 1.03)),
        "active": round(ACTIVE * float(rng.uniform(0.85, 1.2))),
    }
    year = 2025 + int(rng.integers(2))
    plain = Town(seed=seed, scenario=scenario, family=family, year=year, **{**usual, **FAMILIES[family]})  # type: ignore[arg-type]
    return replace(plain, **_scenario(scenario, rng))  # type: ignore[arg-type]
