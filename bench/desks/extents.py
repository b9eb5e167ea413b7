"""How the extent of a help is spread after some months: by how often it was changed, and by what."""

from itertools import product
from math import factorial, prod

import numpy as np

from bench.desks.catalogue import CHANGE, CHANGE_SHARES, CHANGES

MOST = 4
"""More changes than this in what is left of a year are as good as never: what chance they have counts as none."""
COUNTS = tuple(counts for counts in product(range(MOST + 1), repeat=CHANGES.size) if sum(counts) <= MOST)
FACTORS = np.array([prod(CHANGES ** np.array(counts)) for counts in COUNTS])
LONGEST = 14


def _ways(counts: tuple[int, ...], months: int) -> float:
    """In how many ways these changes can fall in so many months."""
    rest = months - sum(counts)
    return factorial(months) / prod(map(factorial, (*counts, rest))) if rest >= 0 else 0.0


def _table() -> np.ndarray:
    table = np.zeros((CHANGE.size, LONGEST, len(COUNTS)))
    for months in range(LONGEST):
        for at, counts in enumerate(COUNTS):
            kinds = float(np.prod(CHANGE_SHARES ** np.array(counts)))
            chance = CHANGE ** sum(counts) * (1 - CHANGE) ** max(months - sum(counts), 0)
            table[:, months, at] = _ways(counts, months) * kinds * chance
    return table


CHANCES = _table()
"""`[service, months, point of FACTORS]`."""
