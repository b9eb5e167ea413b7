"""What the case system says of a grant's end, and since when: a plan that is moved, and in the end the truth."""

from typing import NamedTuple

import numpy as np

from bench.patchwork.catalogue import KINDS
from bench.patchwork.prices import month_of
from bench.patchwork.town import Town
from bench.terse.stays import first_day

FIRST_PLANS, LATER_PLANS = (182, 365, 365, 730), (182, 365)
"""Days that a plan runs, and that it is moved on by."""
TOLD = (-30, 26)
"""Days from an end to its registration."""
MOVED, MOVED_AT_NEW_YEAR = (-25, 35), (-46, 46)
"""Days from a plan to its being moved."""
OCTOBER = 9


class Told(NamedTuple):
    """From `known` on the case system says that the grant ends on `end` (None: it has no end)."""

    known: int
    end: int | None


class Stay(NamedTuple):
    """A stay as the case worker meets it; days since 1970."""

    number: int
    kind: int
    start: int
    end: int
    known: int


def new_year(day: int, later: int = 0) -> int:
    """31 December of the day's year, or of a later one."""
    return int(first_day((int(month_of(np.array(day))) // 12 + 1 + later) * 12)) - 1


def _first_plan(town: Town, stay: Stay, rng: np.random.Generator) -> int | None:
    if town.habits.ends == "open":
        return None
    if town.habits.ends == "year_end":
        return new_year(stay.start, int(month_of(np.array(stay.start)) % 12 >= OCTOBER))
    planned = rng.random() < KINDS[stay.kind].planned
    return stay.start + int(rng.choice(FIRST_PLANS)) if planned else None


def plans(town: Town, stay: Stay, rng: np.random.Generator) -> list[Told]:
    """What is said of the end, from the registration on."""
    told = max(stay.end + int(rng.integers(*TOLD)), stay.known)
    planned, known, said = _first_plan(town, stay, rng), stay.known, []
    at_new_year = town.habits.ends == "year_end"
    while planned is not None and planned < stay.end:
        said.append(Told(known, planned))
        known = max(planned + int(rng.integers(*(MOVED_AT_NEW_YEAR if at_new_year else MOVED))), known + 1)
        planned = new_year(planned, 1) if at_new_year else planned + int(rng.choice(LATER_PLANS))
    said.append(Told(known, planned))
    before = [one for one in said if one.known < told]
    return [*before, Told(told, stay.end)] if before else [Told(stay.known, stay.end)]
