"""What is still to be delivered, on average: by service and provider for each month after a close.

Each running help is followed by the true chances of its end; each new one likewise from the month in which it begins.
"""

import numpy as np

from bench.desks.catalogue import COUNT, GROWS, LEVEL_SHARES, LEVELS, PLACED, PROVIDERS, UNIT
from bench.desks.days import first_day, last_day
from bench.desks.extents import CHANCES, FACTORS
from bench.desks.leaving import of_known, of_new
from bench.desks.rates import AHEAD_STARTS, START, Rates
from bench.desks.settling import PARTS
from bench.desks.stays import OTHERS
from bench.desks.town import Town

WHOLE, BEGUN, ENDED, ANY_DAY = range(4)
LEVEL = float(LEVELS @ LEVEL_SHARES)


class Ahead:
    """The months from `now` to the year's last one; `parts[name][service, provider, month]` of `PARTS`, kr."""

    def __init__(self, town: Town, rates: Rates, now: int) -> None:
        self.town, self.rates = town, rates
        self.months = np.arange(now + 1, town.january + 12)
        self.count = self.months.size
        means = [rates.units.means(month) for month in range(now + 1, max(now + 2, town.january + 13))]
        self.mean = np.moveaxis(np.array(means), 0, 2)
        self.price = rates.price[:, :, self.months - START]
        self.after = rates.price[:, :, self.months - START + 1]
        self.parts = {name: np.zeros((COUNT, PROVIDERS, self.count)) for name in PARTS}
        self.ends = np.zeros((2, COUNT, self.count + 1))

    def expected(self, running: np.ndarray) -> dict[str, np.ndarray]:
        """Of those who are `running`, or decided, at the close, and of all who come after."""
        if self.count:
            self._known(running)
            for at in range(self.count):
                self._begun(at)
        return self.parts

    def _known(self, run: np.ndarray) -> None:
        left = of_known(run, self.months, self.rates.hazard)
        unit, whole = UNIT[run["service"]], self._whole(run)
        used = left.alive * whole + left.free * self.mean[ENDED, unit, :-1]
        used += left.aged * self._until(run, "birthday") + left.told * self._until(run, "last")
        beyond = left.gone * self.mean[WHOLE, unit, 1:] * PLACED[run["service"]][:, None]
        self._add(run, used, left.here * whole, beyond)
        for number, found in ((0, left.free + left.told - left.told_aged), (1, left.aged + left.told_aged)):
            np.add.at(self.ends[number, :, :-1], run["service"], found)

    def _whole(self, run: np.ndarray) -> np.ndarray:
        """Units of a month from its own beginning to its end; none before."""
        unit, month = UNIT[run["service"]], int(self.months[0])
        found = self.mean[WHOLE, unit, :-1].copy()
        last = np.full(run.size, last_day(month))
        begun = self.rates.units.between(unit, run["first"].astype(np.int64), last, month)
        found[:, 0] = np.where(run["start"] == month, begun, found[:, 0])
        return found

    def _until(self, run: np.ndarray, day: str) -> np.ndarray:
        """Units from each month's first day to a day in it."""
        found = np.zeros((run.size, self.count))
        for at, month in enumerate(self.months):
            first = np.full(run.size, first_day(month))
            until = np.clip(run[day].astype(np.int64), first, last_day(month))
            found[:, at] = self.rates.units.between(UNIT[run["service"]], first, until, int(month))
        return found

    def _add(self, run: np.ndarray, used: np.ndarray, planned: np.ndarray, beyond: np.ndarray) -> None:
        """Units of those who are there, by what they cost now and by how it is changed on average."""
        service, provider = run["service"], run["provider"]
        price, after = self.price[service, provider], self.after[service, provider]
        passed = np.clip(self.months - run["start"][:, None], 0, np.arange(1, self.count + 1))
        size = run["level"] * run["extent"]
        scale = size[:, None] * GROWS[service][:, None] ** passed
        used = used * price * self.rates.use[service][:, None]
        claimed = [self._claimed(service, provider, size, passed[:, at], at) for at in range(self.count)]
        sums = {
            "delivered": scale * used, "planned": scale * planned * price, "beyond": scale * beyond * after,
            "shared": np.array(claimed).T * used, "owed": scale * used * run["others"][:, None],
        }  # fmt: skip
        for name, values in sums.items():
            np.add.at(self.parts[name], (service, provider), values)

    def _claimed(
        self, service: np.ndarray, provider: np.ndarray, size: np.ndarray, passed: np.ndarray, at: int
    ) -> np.ndarray:
        """The claimed part of a size, on average over what it may have been changed to in the months that passed."""
        sizes = size[..., None] * FACTORS
        share = self.rates.share(service[..., None], provider[..., None], sizes, int(self.months[at]))
        return np.asarray((CHANCES[service, passed] * sizes * share).sum(-1))

    def _begun(self, at: int) -> None:
        """Those who begin in a month: new ones on any day, those who follow another help on its first."""
        new = self.rates.inflow[:, self.months[at] - START] * (1 - AHEAD_STARTS if at == 0 else 1.0)
        before = self.ends[:, :, at - 1] if at else np.zeros((2, COUNT))
        follow = np.einsum("as,ast->t", before, self.rates.follow)
        mean, count = self.mean[:, UNIT, at:], (new + follow)[:, None]
        left = of_new(self.months[at:], self.rates.hazard)
        used = left.alive * mean[WHOLE, :, :-1] + left.free * mean[ENDED, :, :-1] + left.aged * mean[ANY_DAY, :, :-1]
        used, planned = count * used, count * left.here * mean[WHOLE, :, :-1]
        used[:, 0] = planned[:, 0] = new * mean[BEGUN, :, 0] + follow * mean[WHOLE, :, 0]
        self._spread(at, used, planned, count * left.gone * mean[WHOLE, :, 1:] * PLACED[:, None])
        self.ends[0, :, at:-1] += count * left.free
        self.ends[1, :, at:-1] += count * left.aged

    def _spread(self, at: int, used: np.ndarray, planned: np.ndarray, beyond: np.ndarray) -> None:
        """Units of those who begin, over providers and levels."""
        later = np.arange(self.count - at)
        grown = (GROWS[:, None] ** later)[:, None, :] * LEVEL
        weight, price = self.rates.weight[:, :, None], self.price[:, :, at:]
        used = weight * price * (used * self.rates.use[:, None])[:, None, :]
        others = OTHERS * PLACED[:, None, None] * self.town.habits.others
        self.parts["delivered"][:, :, at:] += grown * used
        self.parts["planned"][:, :, at:] += grown * weight * price * planned[:, None, :]
        self.parts["beyond"][:, :, at:] += grown * weight * self.after[:, :, at:] * beyond[:, None, :]
        self.parts["owed"][:, :, at:] += others * grown * used
        service, provider = np.indices((COUNT, PROVIDERS))
        for months in later:
            passed = np.full(service.shape, months)
            claimed = [self._claimed(service, provider, passed * 0 + level, passed, at + months) for level in LEVELS]
            mean = np.einsum("l,lsp->sp", LEVEL_SHARES, np.array(claimed))
            self.parts["shared"][:, :, at + months] += mean * used[:, :, months]
