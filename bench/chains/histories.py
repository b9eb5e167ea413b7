"""Histories of citizens in continuous time: who enters when, and the chain of stays that follows."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from bench.chains.catalogue import KINDS, NAMES, NUMBER
from bench.chains.stays import MONTH, Floats, Ints, Stays
from bench.chains.town import Town

YEAR = 365.25
EPOCH = dt.date(1970, 1, 1).toordinal()
WARM_UP = 30
LONGEST_CHAIN = 8
COUNT = len(NAMES)


def day(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return date.toordinal() - EPOCH


@dataclass(frozen=True)
class Spells:
    """One row a stay: `kind`, `person`, `born`, `start`, `end` (whole days), `beside` (it came with another stay and
    ends with it at the latest: `until`), `until`."""

    kind: Ints
    person: Ints
    born: Floats
    start: Ints
    end: Ints
    beside: np.ndarray
    until: Ints

    @classmethod
    def joined(cls, parts: "list[Spells]") -> "Spells":
        """All rows of the parts."""
        names = cls.__dataclass_fields__
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})

    def where(self, chosen: np.ndarray) -> "Spells":
        """The chosen rows."""
        return Spells(**{name: getattr(self, name)[chosen] for name in self.__dataclass_fields__})

    def __len__(self) -> int:
        return len(self.kind)


def _table(attribute: str) -> Floats:
    table = np.zeros((COUNT, COUNT))
    for name, kind in KINDS.items():
        for other, chance in getattr(kind, attribute).items():
            table[NUMBER[name], NUMBER[other]] = chance
    return table


UNTIL = np.array([KINDS[name].until for name in NAMES])
AGES = np.array([KINDS[name].ages for name in NAMES], dtype=float)
PATHS = _table("paths").cumsum(axis=1)
BRINGS = [
    (NUMBER[name], NUMBER[other], chance) for name, kind in KINDS.items() for other, chance in kind.brings.items()
]


def _entry_shares(town: Town) -> Floats:
    weights = np.array([KINDS[name].weight for name in NAMES]) * np.exp(town.stream("mix").normal(0, 0.25, COUNT))
    shares: Floats = weights / weights.sum()
    return shares


def intensity(town: Town, days: Ints) -> Floats:
    """Relative entry a day: trend, season and the turn of the year; 1 at the start of the year."""
    start = day(dt.date(town.year, 1, 1))
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    season = 1 + town.swing * np.cos(2 * np.pi * (months + 1 - town.peak) / 12)
    trend = np.exp(np.log1p(town.growth) * np.maximum(days - start, -6 * YEAR) / YEAR)
    return season * trend * np.where(days >= start + town.turn_day, town.turn if town.turn_day else 1.0, 1.0)


def fresh(town: Town, stays: Stays, starts: Ints, first_person: int, rng: np.random.Generator) -> Spells:
    """The whole histories of citizens who enter on these days."""
    kind = rng.choice(COUNT, len(starts), p=_entry_shares(town))
    age = rng.uniform(AGES[kind, 0], AGES[kind, 1] + 1)
    born = starts - age * YEAR
    person = first_person + np.arange(len(starts))
    return onwards(stays, kind, person, born, starts, None, rng)


def onwards(
    stays: Stays, kind: Ints, person: Ints, born: Floats, start: Ints, served: Floats | None, rng: np.random.Generator
) -> Spells:
    """Stays that begin on `start` (or have run for `served` days), what they bring along, and what follows."""
    parts = []
    for _ in range(LONGEST_CHAIN):
        if not len(kind):
            break
        limit = np.floor(born + UNTIL[kind] * YEAR) - 1
        end = np.minimum(start + stays.draw(kind, rng, served), limit).astype(np.int64)
        keep = end > start
        own = Spells(kind, person, born, start, end, np.zeros(len(kind), bool), limit.astype(np.int64)).where(keep)
        parts += [own, *_beside(stays, own, rng)] if served is None else [own]
        after = (PATHS[own.kind] <= rng.random((len(own), 1))).sum(axis=1)
        goes = after < COUNT
        kind, person, born, start, served = after[goes], own.person[goes], own.born[goes], own.end[goes] + 1, None
    return Spells.joined(parts)


def _beside(stays: Stays, own: Spells, rng: np.random.Generator) -> list[Spells]:
    parts = []
    for main, other, chance in BRINGS:
        with_it = own.where((own.kind == main) & (rng.random(len(own)) < chance))
        second = np.full(len(with_it), other)
        until = np.minimum(with_it.end, with_it.born + UNTIL[second] * YEAR - 1).astype(np.int64)
        end = np.minimum(with_it.start + stays.draw(second, rng), until).astype(np.int64)
        beside = np.ones(len(with_it), bool)
        both = Spells(second, with_it.person, with_it.born, with_it.start, end, beside, until)
        parts.append(both.where(end > with_it.start))
    return parts


def _rate(town: Town, stays: Stays) -> float:
    """Entries a day at the start of the year that keep the wanted number running, by a trial of 6,000 citizens."""
    trial = fresh(town, stays, np.zeros(6000, dtype=np.int64), 0, town.stream("trial"))
    growth = np.log1p(town.growth) / YEAR or 1e-9
    begun, ended = np.minimum(trial.start, 6 * YEAR), np.minimum(trial.end, 6 * YEAR)
    discounted = (np.exp(-growth * begun) - np.exp(-growth * ended)) / growth
    flat = np.exp(-growth * 6 * YEAR) * (np.maximum(trial.end, 6 * YEAR) - np.maximum(trial.start, 6 * YEAR))
    return float(town.active * 6000 / (discounted + flat).sum())


def entries(town: Town, stays: Stays, first: int, last: int, rng: np.random.Generator, *, clumped: bool = True) -> Ints:
    """Days on which citizens enter: a Poisson stream, its months more or less full than the rate says."""
    days = np.arange(first, last + 1)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(int)
    noise = np.ones(len(days))
    if clumped and town.clumps:
        shape = 1 / town.clumps**2
        noise = rng.gamma(shape, 1 / shape, month.max() - month.min() + 1)[month - month.min()]
    return np.repeat(days, rng.poisson(rate_of(town, stays) * intensity(town, days) * noise))


_RATES: dict[Town, float] = {}


def rate_of(town: Town, stays: Stays) -> float:
    """`_rate`, worked once a town."""
    if town not in _RATES:
        _RATES.clear()
        _RATES[town] = _rate(town, stays)
    return _RATES[town]


def histories(town: Town, stays: Stays) -> Spells:
    """Everything that happened until the end of the year, as far back as deliveries are followed."""
    rng = town.stream("histories")
    last = day(town.last)
    starts = entries(town, stays, day(town.first) - int(WARM_UP * YEAR), last, rng)
    spells = fresh(town, stays, starts, 0, rng)
    return spells.where((spells.end >= day(town.first)) & (spells.start <= last))


__all__ = ["MONTH", "Spells", "day", "entries", "fresh", "histories", "intensity", "onwards"]
