"""How long a bill waits, by its provider's habit."""

from functools import cache

import numpy as np

from bench.patchwork.catalogue import FOSTER, KINDS, NEIGHBOURS, NUMBER
from bench.patchwork.town import Town
from bench.terse.stays import Floats, Ints

USUAL = ((0, 1, 2), (0.3, 0.6, 0.1))
"""Months from the service to the bill, and the share of providers that bill so."""
UNUSUAL = {"advance": -1, "late": 2}
UNUSUAL_SHARE = 0.6
MORE = ((0, 1, 2, 4), (0.86, 0.09, 0.03, 0.02))
"""Months that a bill waits beyond its provider's habit, and their chances."""
FORGOTTEN = 9
BACK = 0.85
"""Share of January's bills for the year before that go to its period 13."""
MOST_PROVIDERS = max(kind.providers for kind in KINDS)
FIRST_HALF = 6


def waits(town: Town) -> tuple[Ints, Floats]:
    """The months beyond the habit, and their chances."""
    months, chances = MORE
    return np.array([*months, FORGOTTEN]), np.array([*np.array(chances) * (1 - town.forgotten), town.forgotten])


@cache
def habits(town: Town) -> Ints:
    """The usual wait of each provider, by kind and number."""
    rng, shape = town.stream("habits"), (len(KINDS), MOST_PROVIDERS)
    found = rng.choice(USUAL[0], shape, p=USUAL[1])
    special = rng.random(shape) < UNUSUAL_SHARE
    found = np.where(special, UNUSUAL.get(town.habits.bills, found), found)
    found[NUMBER[FOSTER]] = 0
    return np.asarray(found, dtype=np.int64)


def is_neighbour(town: Town, kind: Ints, provider: Ints) -> np.ndarray:
    """Whether a provider is another municipality that bills by the half year."""
    theirs = np.isin(kind, [NUMBER[name] for name in NEIGHBOURS]) & (provider % 2 == 0)
    return np.asarray(theirs & town.habits.half_yearly)


def earliest(town: Town, kind: Ints, provider: Ints, month: Ints) -> tuple[Ints, np.ndarray]:
    """The month in which a month's bill comes if it does not wait beyond the habit, and whether it is sure to."""
    half = month // 12 * 12 + np.where(month % 12 < FIRST_HALF, FIRST_HALF, 12)
    sure = is_neighbour(town, kind, provider) | (kind == NUMBER[FOSTER])
    plain = month + habits(town)[kind, provider]
    return np.where(is_neighbour(town, kind, provider), half, plain), sure


def timely(town: Town, kind: Ints, provider: Ints, month: Ints, now: int) -> tuple[Floats, Floats]:
    """Of bills for a month: the chance that they come after the close of `now` and reach the year's books, and that
    they come after it at all. An accrual sets off what comes later."""
    first, sure = earliest(town, kind, provider, month)
    reached, comes = np.zeros(len(month)), np.zeros(len(month))
    for wait, chance in zip(*waits(town), strict=True):
        booked = first + np.where(sure, 0, wait)
        later, own = booked > now, month // 12 * 12 == town.january
        share = in_books(town, month, booked)
        share = np.where(own & (booked >= town.january + 12) & town.habits.accruals, 1.0, share)
        reached += np.where(later, chance * share, 0.0)
        comes += np.where(later, chance, 0.0)
    return reached, comes


def in_books(town: Town, month: Ints, booked: Ints) -> Floats:
    """Chance that a month's bill, booked in another, is of the year's books."""
    before = month < booked // 12 * 12
    goes_back = np.where(before & (booked % 12 == 0), BACK, 0.0)
    this = booked // 12 * 12 == town.january
    return np.asarray(np.where(this, 1 - goes_back, np.where(booked == town.january + 12, goes_back, 0.0)))
