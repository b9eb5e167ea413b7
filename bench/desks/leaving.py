"""The true chances that a help ends in each month after a close."""

from dataclasses import dataclass

import numpy as np

from bench.desks.catalogue import AHEAD, CHILD, COUNT, FIRST_REST, LAST_REST, OLDEST
from bench.desks.stays import NEVER

WAIT = AHEAD.shape[1]


@dataclass(frozen=True)
class Leaving:
    """Chances `[help, month]`: that it runs on after the month (`alive`), that it ends in it by itself (`free`), at a
    birthday (`aged`), or on a day that is decided already (`told`, of which `told_aged` on the birthday)."""

    alive: np.ndarray
    free: np.ndarray
    aged: np.ndarray
    told: np.ndarray
    told_aged: np.ndarray

    @property
    def gone(self) -> np.ndarray:
        """That it ends in the month."""
        return self.free + self.aged + self.told

    @property
    def here(self) -> np.ndarray:
        """That it runs at the month's beginning."""
        return self.alive + self.gone


def ends(chance: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """The chance that an end comes in each month, from that of its decision in each."""
    undecided = np.cumprod(1 - chance, axis=1)
    decided = np.concatenate([np.ones((chance.shape[0], 1)), undecided[:, :-1]], axis=1) * chance
    found = np.zeros_like(decided)
    for wait in range(min(WAIT, chance.shape[1])):
        found[:, wait:] += decided[:, : chance.shape[1] - wait] * ahead[:, wait : wait + 1]
    return found


def of_known(run: np.ndarray, months: np.ndarray, hazard: np.ndarray) -> Leaving:
    """Of those who are there, or decided to come. A decided end comes; the others' by their chances, at the birthday at
    the latest."""
    at, age = np.arange(months.size), months - run["start"][:, None]
    chance = hazard[run["service"][:, None], np.clip(age, 0, OLDEST - 1), months % 12]
    decided = (run["decided"] != NEVER)[:, None]
    free = ends(chance * (age > 0) * ~decided, AHEAD[run["service"]])
    birth = run["adult"][:, None] - months[0]
    free = free * (at < birth)
    aged = (at == birth) * (1 - free.sum(1, keepdims=True)) * ~decided
    told = (months == run["end"][:, None]) & decided
    told_aged = told & (run["end"] == run["adult"])[:, None]
    return Leaving(1 - np.cumsum(free + aged + told, axis=1), free, aged, told * 1.0, told_aged * 1.0)


def of_new(months: np.ndarray, hazard: np.ndarray) -> Leaving:
    """Of one new help of each service that begins in the first of `months`; children are some months from eighteen."""
    later = np.arange(months.size)
    free = ends(hazard[:, later, months % 12] * (later > 0), AHEAD)
    count = LAST_REST - FIRST_REST + 1
    minor = np.where(CHILD[:, None], np.clip((LAST_REST - later) / count, 0, 1), 1.0)
    birthday = np.where(CHILD[:, None] & (later >= FIRST_REST), 1 / count, 0.0)
    before = 1 - np.concatenate([np.zeros((COUNT, 1)), np.cumsum(free, axis=1)[:, :-1]], axis=1)
    aged, free = birthday * before, free * minor
    none = np.zeros_like(free)
    return Leaving(before * (minor + birthday) - free - aged, free, aged, none, none)
