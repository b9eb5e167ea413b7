"""The course of all helps, month by month: new cases, changes of extent, decided ends, and what follows.

A month hangs on the month before and on chance alone, so that any other future can be played from the same present.
"""

from dataclasses import dataclass

import numpy as np

from bench.desks.catalogue import (
    AHEAD,
    CHANGE,
    CHANGE_SHARES,
    CHANGES,
    CHILD,
    COUNT,
    FIRST_REST,
    LAST_REST,
    LEVEL_SHARES,
    LEVELS,
    OLDEST,
    PLACED,
    PROVIDERS,
    SERVICES,
    UNIT,
)  # fmt: skip
from bench.desks.days import any_day, first_day, last_day, some_day, some_first
from bench.desks.rates import AHEAD_STARTS, PAUSE, PAUSED, START, Rates, Streams
from bench.desks.town import Town

NEVER = 10**6
OTHERS = 0.08
SIBLING = 0.3
STAY = np.dtype([
    ("id", "i4"), ("citizen", "i4"), ("service", "i2"), ("provider", "i2"), ("level", "f8"),
    ("others", "?"), ("adult", "i4"), ("birthday", "i4"), ("made", "i4"), ("start", "i4"), ("first", "i4"),
    ("decided", "i4"), ("end", "i4"), ("last", "i4"), ("extent", "f8"),
])  # fmt: skip
"""`adult`: the month of the eighteenth birthday, `birthday` its day. `made`: the month in which the start was decided;
`decided`: that in which the end was. `level` at the start, `extent` what it is multiplied by now."""
MONTHS = np.dtype([
    ("stay", "i4"), ("service", "i2"), ("provider", "i2"), ("month", "i4"), ("delivered", "f8"), ("planned", "f8"),
    ("beyond", "f8"), ("share", "f8"), ("others", "?"), ("extent", "f8"),
])  # fmt: skip
"""A stay's month, kr.: `delivered`; `planned` by who does not know the end; `beyond`: what the month after an end would
have cost, where a notice is paid."""


@dataclass
class Courses:
    """All stays, and their months. `running[t]`: the stays that were there or decided at the end of month t."""

    stays: np.ndarray
    months: np.ndarray
    running: dict[int, np.ndarray]


class Play:
    """Plays a town from `START` to the end of a month."""

    def __init__(self, town: Town, rates: Rates, streams: Streams) -> None:
        self.town, self.rates, self.streams, self.count = town, rates, streams, 0
        self.pool = self._settled(streams.of(0, START - 1))
        self.gone: list[np.ndarray] = []
        self.told: list[np.ndarray] = []
        self.running: dict[int, np.ndarray] = {}

    def to(self, until: int) -> Courses:
        """All months until `until`."""
        for month in range(START, until + 1):
            self._step(month)
        return Courses(np.concatenate([*self.gone, self.pool]), np.concatenate(self.told), self.running)

    def _step(self, month: int) -> None:
        rng, run = self.streams.of(1, month), self.pool
        self._change(run, month, rng)
        self._decide(run, month, rng)
        self.told.append(self._deliver(run[run["start"] <= month], month, rng))
        ended = run["end"] == month
        self.gone.append(run[ended])
        self.pool = np.concatenate([run[~ended], self._following(run[ended], month, rng), *self._coming(month, rng)])
        self.running[month] = self.pool.copy()

    def _change(self, run: np.ndarray, month: int, rng: np.random.Generator) -> None:
        hit = (rng.random(run.size) < CHANGE[run["service"]]) & (run["start"] < month)
        run["extent"] *= np.where(hit, rng.choice(CHANGES, run.size, p=CHANGE_SHARES), 1.0)

    def _decide(self, run: np.ndarray, month: int, rng: np.random.Generator) -> None:
        age = np.clip(month - run["start"], 0, OLDEST - 1)
        chance = self.rates.hazard[run["service"], age, month % 12]
        hit = (rng.random(run.size) < chance) & (run["start"] < month) & (run["decided"] == NEVER)
        ahead = (rng.random(run.size)[:, None] > np.cumsum(AHEAD, axis=1)[run["service"]]).sum(1)
        end = month + np.minimum(ahead, AHEAD.shape[1] - 1)
        last = some_day(end, rng.random(run.size), rng.random(run.size))
        born = run["adult"] <= np.where(hit, end, np.where(run["decided"] == NEVER, month, -1))
        run["last"] = np.where(born, run["birthday"], np.where(hit, last, run["last"]))
        run["end"] = np.where(born, run["adult"], np.where(hit, end, run["end"]))
        run["decided"] = np.where(hit | born, np.minimum(run["decided"], month), run["decided"])

    def _deliver(self, run: np.ndarray, month: int, rng: np.random.Generator) -> np.ndarray:
        service, provider, size = run["service"], run["provider"], run["level"] * run["extent"]
        unit, units, whole = UNIT[service], self.rates.units, np.full(run.size, last_day(month))
        first = np.maximum(run["first"], first_day(month))
        rate, after = (self.rates.price[service, provider, at - START] * size for at in (month, month + 1))
        used = rate * units.between(unit, first, np.minimum(run["last"], whole), month)
        ending = (run["end"] == month) * PLACED[service]
        told = np.zeros(run.size, MONTHS)
        for name in ("service", "provider", "others", "extent"):
            told[name] = run[name]
        told["stay"], told["month"], told["delivered"] = run["id"], month, used * self._use(service, rng)
        told["planned"] = rate * units.between(unit, first, whole, month)
        told["beyond"] = after * units.means(month + 1)[0][unit] * ending
        told["share"] = self.rates.share(service, provider, size, month)
        return told

    def _use(self, service: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        mean = self.rates.use[service]
        spread = mean + rng.uniform(-0.15, 0.15, service.size) * (mean < 1)
        paused = np.where(rng.random(service.size) < PAUSE, PAUSED, 1.0)
        resident = (UNIT[service] == 0) & (mean < 1)
        return np.where(resident, paused, spread)

    def _following(self, ended: np.ndarray, month: int, rng: np.random.Generator) -> np.ndarray:
        by_age = (ended["end"] == ended["adult"]).astype(int)
        chances = np.cumsum(self.rates.follow[by_age, ended["service"]], axis=1)
        chosen = (rng.random(ended.size)[:, None] > chances).sum(1)
        new = self._new(chosen[chosen < COUNT], month + 1, month, rng)
        new["first"], new["citizen"] = first_day(month + 1), ended["citizen"][chosen < COUNT]
        return new

    def _coming(self, month: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        now, then = self.rates.inflow[:, month - START], self.rates.inflow[:, month + 1 - START]
        return self._cases((1 - AHEAD_STARTS) * now, month, month, rng), self._cases(
            AHEAD_STARTS * then, month + 1, month, rng
        )

    def _cases(self, flow: np.ndarray, start: int, made: int, rng: np.random.Generator) -> np.ndarray:
        """New cases; children come as siblings now and then. One that begins in the running month is told at once."""
        events = rng.poisson(np.where(CHILD, flow / (1 + SIBLING), flow))
        counts = events + np.where(CHILD, rng.binomial(events, SIBLING), 0)
        new = self._new(np.repeat(np.arange(COUNT), counts), start, made, rng)
        if start == made:
            self.told.append(self._deliver(new, start, rng))
        return new

    def _new(self, service: np.ndarray, start: int, made: int, rng: np.random.Generator) -> np.ndarray:
        count, new = service.size, np.zeros(service.size, STAY)
        draw = rng.random(count)
        new["id"] = new["citizen"] = self.count + np.arange(count)
        self.count += count
        new["service"], new["start"], new["made"], new["extent"] = service, start, made, 1.0
        edges = np.cumsum(self.rates.weight[service], axis=1)
        new["provider"] = np.minimum((draw[:, None] > edges).sum(1), PROVIDERS - 1)
        new["level"] = rng.choice(LEVELS, count, p=LEVEL_SHARES)
        new["others"] = (rng.random(count) < OTHERS) & PLACED[service] & self.town.habits.others
        new["first"] = some_first(np.full(count, start), rng.random(count), rng.random(count))
        rest = rng.integers(FIRST_REST, LAST_REST + 1, count)
        new["adult"] = np.where(CHILD[service], start + rest, NEVER)
        new["birthday"] = np.where(CHILD[service], any_day(start + rest, rng.random(count)), NEVER)
        new["decided"] = new["end"] = new["last"] = NEVER
        return new

    def _settled(self, rng: np.random.Generator) -> np.ndarray:
        """Those who are there when the play begins, as long as such helps have lasted when one looks in."""
        parts = []
        for number, service in enumerate(SERVICES):
            kept = np.cumprod(1 - self.rates.hazard[number].mean(1))[:120]
            count = rng.poisson(service.stock * self.town.size)
            age = rng.choice(120, count, p=kept / kept.sum()) + 1
            parts += [self._new(np.full(1, number), START - int(months), START - 1, rng) for months in age]
        pool = np.concatenate(parts)
        return pool[(pool["adult"] >= START)]
