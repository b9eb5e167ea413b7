"""A town: its year, its scenario, and the habits of its two desks, its bookkeepers and its providers."""

from dataclasses import dataclass, field, fields, replace

import numpy as np

from bench.desks.days import month_of

SCENARIOS = ("steady", "growth", "shrinkage", "turn", "untidy", "one_off")


@dataclass(frozen=True)
class Desk:
    """How a desk registers. `ends`: of homes none, of helps for a time the next review's (`usual`); none until it comes
    (`open`), the next review's (`review`), a new row after each
    review (`renewed`), the eighteenth birthday (`birthday`). `changes`: a new row, or the row written `over`.
    `prices`: renewed each year (`own`), as at the `start`, or in a `list`. `cleaning`: ends are registered twice a year
    when all cases are gone through. `bills` tell `grant`, `dated` (citizen and days), `citizen` or `provider` only."""

    ends: str = "usual"
    changes: str = "row"
    prices: str = "own"
    cleaning: bool = False
    moved: bool = False
    """To a new case system in a closed year: every running row begins again that day under another number."""
    bills: str = "dated"


@dataclass(frozen=True)
class Habits:
    """How a town settles. Every one is kept by some municipality; most towns have two or three beside the usual."""

    advance: bool = False
    """Homes are paid in their month's beginning, and what was not used is credited in the next."""
    letters: bool = False
    """Homes bill January to March by last year's price; the difference comes in April at once."""
    conto: bool = False
    """Hours of BPA and escorts are paid on account; what was not used is paid back each half-year."""
    internal: bool = False
    """Own day centres and workshops are charged once a year, in December."""
    slow: bool = False
    """More than half of the providers, instead of one of seven, bill months late."""
    quarters: bool = False
    """One provider in four bills by the quarter."""
    halves: bool = False
    """Special nurseries and support firms bill each half-year."""
    notice: bool = False
    """A place is paid for a month after it was left."""
    unused: bool = False
    """Of granted hours about four fifths are delivered."""
    weeks: bool = False
    """Hours are paid by 4.33 weeks a month."""
    absences: bool = False
    """Stays in hospital halve a month's price."""
    others: bool = False
    """Other municipalities pay for some whom this one has placed: half-yearly income."""
    clearing: bool = False
    """Bills that nobody knows wait on a clearing account, and are moved two months later."""
    salaries: bool = False
    """Foster care is booked as one salary a month, without citizens."""
    december: bool = False
    """Own institutions keep back until they see that the year's frame holds."""
    refunds: str = "quarterly"
    """When refund is booked: `monthly`, `quarterly`, or for the whole `year` in the supplement."""
    by_area: bool = False
    """The budget is told by policy area alone."""


FLAGS = tuple(item.name for item in fields(Habits) if item.type in (bool, "bool"))
ODD: dict[str, tuple[object, ...]] = {
    "ends": ("open", "review", "renewed", "birthday"), "changes": ("over",), "prices": ("start", "list"), "cleaning": (True,),
    "moved": (True,), "bills": ("grant", "citizen", "provider"),
}  # fmt: skip


@dataclass(frozen=True)
class Town:
    """A municipality of about 400 running grants. `turn`: inflow is multiplied by it from `turns` of `year` on."""

    seed: int
    scenario: str = "steady"
    year: int = 2026
    closed: int = 3
    size: float = 0.65
    frames: float = 0.35
    turn: float = 1.0
    turns: int = 1
    habits: Habits = field(default_factory=Habits)
    children: Desk = field(default_factory=Desk)
    adults: Desk = field(default_factory=Desk)

    @property
    def first(self) -> int:
        """The first year that the books tell of."""
        return self.year - self.closed

    @property
    def january(self) -> int:
        """The number of the year's January."""
        return month_of(self.year, 1)

    def desk(self, child: bool) -> Desk:
        """The desk of children or of adults."""
        return self.children if child else self.adults


def _with_odd(town: Town, rng: np.random.Generator) -> Town:
    """One more odd habit: of settling, or of one of the desks."""
    if rng.random() < 0.55:
        name = str(rng.choice([*FLAGS, "refunds"]))
        value: object = str(rng.choice(["monthly", "year"])) if name == "refunds" else True
        return replace(town, habits=replace(town.habits, **{name: value}))
    which, name = str(rng.choice(["children", "adults"])), str(rng.choice(list(ODD)))
    value = ODD[name][rng.integers(len(ODD[name]))]
    return replace(town, **{which: replace(getattr(town, which), **{name: value})})


def town_of(seed: int) -> Town:
    """The town of a seed: scenario by turns, none to four odd habits."""
    rng = np.random.default_rng([seed, 77])
    scenario = SCENARIOS[seed % len(SCENARIOS)]
    turn = (1.8 if rng.random() < 0.5 else 0.45) if scenario == "turn" else 1.0
    town = Town(
        seed, scenario, 2024 + seed // len(SCENARIOS) % 4, int(rng.integers(2, 5)), float(rng.uniform(0.58, 0.74)),
        float(rng.uniform(0.2, 0.5)), turn, int(rng.integers(0, 5)),
    )  # fmt: skip
    for _ in range(int(rng.choice(5, p=[0.15, 0.15, 0.3, 0.3, 0.1]))):
        town = _with_odd(town, rng)
    return town
