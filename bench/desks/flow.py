"""What is still to be delivered, on average: by service and provider for each month after a close.

Each running help is followed by the true chances of its end; each new one likewise from the month in which it begins.
"""

from dataclasses import dataclass

import numpy as np

from bench.desks.catalogue import (
    AHEAD,
    CHILD,
    COUNT,
    FIRST_REST,
    GROWS,
    LAST_REST,
    LEVEL_SHARES,
    LEVELS,
    OLDEST,
    PLACED,
    PROVIDERS,
    UNIT,
)  # fmt: skip
from bench.desks.days import first_day, last_day
from bench.desks.rates import AHEAD_STARTS, START, Rates
from bench.desks.stays import NEVER, OTHERS
from bench.desks.town import Town

WAIT = AHEAD.shape[1]


@dataclass(frozen=True)
class Flow:
    """Expected parts `[service, provider, month after the close]` of `settling.PARTS`, kr."""

    parts: dict[str, np.ndarray]


class Ahead:
    """The months from `now` to the year's last one."""

    def __init__(self, town: Town, rates: Rates, now: int) -> None:
        self.town, self.rates, self.now = town, rates, now
        self.months = np.arange(now + 1, town.january + 12)
        self.count = self.months.size
        self.mean = np.array([rates.units.means(month) for month in range(now + 1, town.january + 13)])
        self.price = rates.price[:, :, self.months - START]
        self.after = rates.price[:, :, self.months - START + 1]
        shape = (COUNT, PROVIDERS, self.count)
        self.parts = {name: np.zeros(shape) for name in ("delivered", "planned", "beyond", "shared", "owed")}
        self.ends = np.zeros((2, COUNT, self.count + 1))

    def expected(self, running: np.ndarray) -> Flow:
        """Of those who are `running`, or decided, at the close, and of all who come after."""
        if self.count:
            self._known(running)
            for at in range(self.count):
                self._begun(at)
        return Flow(self.parts)

    def _known(self, run: np.ndarray) -> None:
        """Those who are there. A decided end comes; the others' by their chances, at the birthday at the latest."""
        at = np.arange(self.count)
        age = self.months - run["start"][:, None]
        chance = self.rates.hazard[run["service"][:, None], np.clip(age, 0, OLDEST - 1), self.months % 12]
        decided = run["decided"] != NEVER
        ending = _ends(chance * (age > 0) * ~decided[:, None], AHEAD[run["service"]])
        birth = run["adult"][:, None] - self.months[0]
        by_age = (at == birth) * (1 - (ending * (at < birth)).sum(1, keepdims=True)) * ~decided[:, None]
        ending = ending * (at < birth)
        told = (self.months == run["end"][:, None]) & decided[:, None]
        told_by_age = told & (run["end"] == run["adult"])[:, None]
        alive = 1 - np.cumsum(ending + by_age + told, axis=1)
        unit = UNIT[run["service"]]
        whole = self._whole(run, unit)
        used = alive * whole + ending * self.mean[:-1, 2][:, unit].T
        used += by_age * self._until(run, run["birthday"], unit) + told * self._until(run, run["last"], unit)
        here = alive + ending + by_age + told
        grown = GROWS[run["service"]][:, None] ** np.minimum(at + 1, np.maximum(age, 0))
        scale = (run["level"] * run["extent"])[:, None] * grown
        gone = ending + by_age + told
        self._add(run, scale * used, scale * here * whole, scale * gone * self.mean[1:, 0][:, unit].T)
        for number, found in ((0, ending + (told & ~told_by_age)), (1, by_age + told_by_age)):
            np.add.at(self.ends[number, :, :-1], run["service"], found)

    def _whole(self, run: np.ndarray, unit: np.ndarray) -> np.ndarray:
        """Units of a month from its own beginning to its end; none before."""
        found = self.mean[:-1, 0][:, unit].T.copy()
        start = run["start"] == self.months[0]
        month = int(self.months[0])
        last = np.full(run.size, last_day(month))
        begun = self.rates.units.between(unit, run["first"].astype(np.int64), last, month)
        found[:, 0] = np.where(start, begun, found[:, 0])
        return found

    def _until(self, run: np.ndarray, last: np.ndarray, unit: np.ndarray) -> np.ndarray:
        """Units from each month's first day to a day in it."""
        found = np.zeros((run.size, self.count))
        for at, month in enumerate(self.months):
            first = np.full(run.size, first_day(month))
            until = np.clip(last.astype(np.int64), first, last_day(month))
            found[:, at] = self.rates.units.between(unit, first, until, int(month))
        return found

    def _add(self, run: np.ndarray, used: np.ndarray, planned: np.ndarray, beyond: np.ndarray) -> None:
        service, provider = run["service"], run["provider"]
        price, after = self.price[service, provider], self.after[service, provider]
        used = used * price * self.rates.use[service][:, None]
        sums = {
            "delivered": used, "planned": planned * price, "beyond": beyond * after * PLACED[service][:, None],
            "shared": used * run["share"][:, None], "owed": used * run["others"][:, None],
        }  # fmt: skip
        for name, values in sums.items():
            np.add.at(self.parts[name], (service, provider), values)

    def _begun(self, at: int) -> None:
        """Those who begin in a month: new ones on any day, those who follow another help on its first."""
        month = int(self.months[at])
        new = self.rates.inflow[:, month - START] * (1 - AHEAD_STARTS if at == 0 else 1.0)
        before = self.ends[:, :, at - 1] if at else np.zeros((2, COUNT))
        follow = np.einsum("as,ast->t", before, self.rates.follow)
        whole, begun = self.mean[at, 0, UNIT], self.mean[at, 1, UNIT]
        first = new * begun + follow * whole
        self._later(at, new + follow, first)

    def _later(self, at: int, count: np.ndarray, first: np.ndarray) -> None:
        later = np.arange(self.count - at)
        chance = self.rates.hazard[:, later, :][:, later, (self.months[at] + later) % 12] * (later > 0)
        ending = _ends(chance, AHEAD)
        rest = np.where(CHILD[:, None], np.clip((LAST_REST - later) / (LAST_REST - FIRST_REST + 1), 0, 1), 1.0)
        aged = np.where(CHILD[:, None] & (later >= FIRST_REST), 1 / (LAST_REST - FIRST_REST + 1), 0.0)
        before = 1 - np.concatenate([np.zeros((COUNT, 1)), np.cumsum(ending, axis=1)[:, :-1]], axis=1)
        by_age, ending = aged * before, ending * rest
        here = before * (rest + aged)
        alive = here - ending - by_age
        mean = self.mean[at:-1]
        used = count[:, None] * (alive * mean[:, 0, UNIT].T + ending * mean[:, 2, UNIT].T + by_age * mean[:, 3, UNIT].T)
        planned = count[:, None] * here * mean[:, 0, UNIT].T
        used[:, 0], planned[:, 0] = first, first
        beyond = count[:, None] * (ending + by_age) * self.mean[at + 1 :, 0, UNIT].T
        self._spread(at, GROWS[:, None] ** later, used, planned, beyond)
        self.ends[0, :, at:-1] += count[:, None] * ending
        self.ends[1, :, at:-1] += count[:, None] * by_age

    def _spread(self, at: int, grown: np.ndarray, used: np.ndarray, planned: np.ndarray, beyond: np.ndarray) -> None:
        """Over providers and levels."""
        number, provider = np.indices((COUNT, PROVIDERS))
        share = [
            self.rates.share(number, provider, np.full(number.shape, level), int(self.months[at])) for level in LEVELS
        ]
        level = float(LEVELS @ LEVEL_SHARES)
        claimed = np.einsum("l,lsp->sp", LEVELS * LEVEL_SHARES, np.array(share))
        weight, price = self.rates.weight[:, :, None], self.price[:, :, at:]
        used = weight * price * (grown * used * self.rates.use[:, None])[:, None, :]
        others = OTHERS * PLACED[:, None, None] * self.town.habits.others
        self.parts["delivered"][:, :, at:] += level * used
        self.parts["planned"][:, :, at:] += level * weight * price * (grown * planned)[:, None, :]
        self.parts["beyond"][:, :, at:] += (
            level * weight * self.after[:, :, at:] * (grown * beyond * PLACED[:, None])[:, None, :]
        )
        self.parts["shared"][:, :, at:] += claimed[:, :, None] * used
        self.parts["owed"][:, :, at:] += level * others * used


def _ends(chance: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """The chance that an end comes in each month, from that of its decision in each."""
    open_ = np.cumprod(1 - chance, axis=1)
    decided = np.concatenate([np.ones((chance.shape[0], 1)), open_[:, :-1]], axis=1) * chance
    found = np.zeros_like(decided)
    for wait in range(min(WAIT, chance.shape[1])):
        found[:, wait:] += decided[:, : chance.shape[1] - wait] * ahead[:, wait : wait + 1]
    return found
