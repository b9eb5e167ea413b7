"""What a town of the fourth generator is: the habits that it has drawn, and what its scenario changes."""

import zlib
from dataclasses import dataclass, field, replace

import numpy as np

SCENARIOS = ("steady", "growth", "shrinkage", "turn", "untidy", "one_off")
HISTORY = 3
"""Closed years with a ledger."""
MOST_HABITS = 5


@dataclass(frozen=True)
class Habits:
    """How a town registers, pays and books. What stands first is the usual.

    `active_only`: the list of grants is first drawn in January of the year, and holds what runs or has just ended.
    `rows`: a grant is `one` row; a row for each year's price (`yearly_prices`); or a grant of its own each year, with a
    new id, an end at New Year, and some days between (`renewed`).
    `ends`: `planned` for some and moved when they pass; never known before they come (`open`); planned for New Year
    (`year_end`).
    `late_prices`: the year's prices are known in February or March; until then the old ones are billed, and corrected.
    `high_prices`: prices rise by 3-5 % a year.
    `counting`: what a price is paid for: days as they are (`plain`), a month of `thirty_days`, day services
    `closed_in_july`, or opening days that the case system calls days (`misread_days`).
    `bills`: most in the month or the next (`usual`), most providers a month ahead (`advance`) or two months `late`.
    `half_yearly`: other municipalities bill in July and January.
    `collective`: a provider bills all its citizens in one sum. `salaries`: foster families are one posting a month.
    `accruals`: what December still owes is set off in period 13 and turned back in January.
    `refunds`: of expensive cases: `none`, `quarterly` or `yearly`.
    `accounts`: the `same` all years; children's new from 2024 with barnets lov (`new_act`); two kinds' `moved_in_july`.
    `citizens_pay`: for their stay, in a column for one kind and as a row of its own for another.
    `other_ids`: the ledger knows citizens by other numbers than the case system.
    `others`: what else is booked: `nothing`, `sold_places` and the house's salaries, or `odd_accounts`.
    """

    active_only: bool = False
    rows: str = "one"
    ends: str = "planned"
    late_prices: bool = False
    high_prices: bool = False
    counting: str = "plain"
    bills: str = "usual"
    half_yearly: bool = False
    collective: bool = False
    salaries: bool = False
    accruals: bool = False
    refunds: str = "none"
    accounts: str = "same"
    citizens_pay: bool = False
    other_ids: bool = False
    others: str = "nothing"


UNUSUAL: dict[str, tuple[str, ...]] = {
    "rows": ("yearly_prices", "renewed"),
    "ends": ("open", "year_end"),
    "counting": ("thirty_days", "closed_in_july", "misread_days"),
    "bills": ("advance", "late"),
    "refunds": ("quarterly", "yearly"),
    "accounts": ("new_act", "moved_in_july"),
    "others": ("sold_places", "odd_accounts"),
}
"""What a habit with a name is where a town has drawn it; the others are then true."""


@dataclass(frozen=True)
class Town:
    """`growth`: of the number of running grants, a year. `turn`: factor on entry from 1 June of the year. `late`:
    grants are registered one to four months after their start. `forgotten`: share of bills that come nine months later."""

    seed: int
    scenario: str = "steady"
    year: int = 2027
    habits: Habits = field(default_factory=Habits)
    growth: float = 0.0
    turn: float = 1.0
    late: bool = False
    forgotten: float = 0.0

    def stream(self, name: str) -> np.random.Generator:
        """A random stream of its own for each step."""
        return np.random.default_rng([self.seed, 4, zlib.crc32(name.encode())])

    @property
    def first(self) -> int:
        """The first year with a ledger."""
        return self.year - HISTORY

    @property
    def years(self) -> range:
        """Years with a ledger."""
        return range(self.first, self.year + 1)

    @property
    def january(self) -> int:
        """The year's first month, counted since 1970."""
        return (self.year - 1970) * 12


def _scenario(name: str, rng: np.random.Generator) -> dict[str, object]:
    """What the scenario changes."""
    if name in {"growth", "shrinkage"}:
        return {"growth": float(rng.uniform(0.05, 0.1)) * (1 if name == "growth" else -1)}
    if name == "turn":
        return {"turn": float(rng.choice([0.4, 1.6]))}
    if name == "untidy":
        return {"late": True}
    return {"forgotten": float(rng.uniform(0.03, 0.07))} if name == "one_off" else {}


def _habits(rng: np.random.Generator) -> Habits:
    """A few of the habits, each as likely as the next."""
    names = list(Habits.__dataclass_fields__)
    chosen = rng.choice(names, int(rng.integers(0, MOST_HABITS + 1)), replace=False)
    return Habits(**{str(name): str(rng.choice(UNUSUAL[name])) if name in UNUSUAL else True for name in chosen})  # type: ignore[arg-type]


def town_of(seed: int) -> Town:
    """The town of a seed: the scenario goes round, its habits are drawn. The year is 2027, or where the accounts follow
    barnets lov the year that it came or the one after."""
    rng = np.random.default_rng([seed, 79])
    scenario, habits = SCENARIOS[seed % len(SCENARIOS)], _habits(rng)
    year = int(rng.choice([2024, 2025])) if habits.accounts == "new_act" else 2027
    return replace(Town(seed, scenario, year, habits), **_scenario(scenario, rng))  # type: ignore[arg-type]
