"""The level that counts are at now: followed when it turns, not when it trembles.

A month's count is Poisson around what is usual times a level. From month to month the level drifts a little, and now
and then it jumps: a flood of cases, a new practice. The level is found on a grid by filtering forwards and smoothing
backwards (L. R. Rabiner, "A Tutorial on Hidden Markov Models", Proc. IEEE 77 (1989)): two or three months that all
lie far off move it, a single one hardly does. Counts that scatter more than Poisson's say correspondingly less.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
GRID: Floats = np.arange(-1.6, 1.6001, 0.05)
"""Logarithms of the level."""
DRIFT = 0.025
"""Standard deviation of a month's drift: about nine percent in a year."""
JUMP_CHANCE = 1 / 36
JUMP = 0.5
"""Standard deviation of a jump: half up or a third down is nothing unusual, once every three years."""
START = 0.2


def _normal(distance: Floats, sd: float) -> Floats:
    weights = np.exp(-0.5 * (distance / sd) ** 2)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True), dtype=np.float64)


def _steps() -> Floats:
    """From (row) to (column): the chance of each level next month."""
    apart = GRID[None, :] - GRID[:, None]
    return (1 - JUMP_CHANCE) * _normal(apart, DRIFT) + JUMP_CHANCE * _normal(apart, JUMP)


def dispersion(counts: Floats, usual: Floats) -> float:
    """How much more than Poisson's the counts scatter from month to month: mean squared difference of neighbours over
    what Poisson gives, at least 1."""
    known = usual > 0
    scaled = counts[known] / usual[known]
    if scaled.size < 2:
        return 1.0
    expected = 1 / usual[known][1:] + 1 / usual[known][:-1]
    mean = max(float(scaled.mean()), 1e-9)
    return max(1.0, float(np.mean(np.diff(scaled) ** 2 / (expected * mean))))


def levels(counts: Floats, usual: Floats) -> Floats:
    """The expected level of each month (1 = usual), given all of them; `usual` is the expected count at level 1. All
    months together are at the level that they came at."""
    rates = usual[:, None] * np.exp(GRID)[None, :]
    told = (counts[:, None] * np.log(np.maximum(rates, 1e-12)) - rates) / dispersion(counts, usual)
    seen = np.exp(told - told.max(axis=1, keepdims=True))
    steps, size = _steps(), len(counts)
    forward, backward = np.empty((size, GRID.size)), np.ones((size, GRID.size))
    state = _normal(GRID, START)
    for month in range(size):
        state = (state @ steps if month else state) * seen[month]
        state = state / state.sum()
        forward[month] = state
    for month in range(size - 2, -1, -1):
        back = steps @ (seen[month + 1] * backward[month + 1])
        backward[month] = back / back.sum()
    chance = forward * backward
    found = np.exp((chance / chance.sum(axis=1, keepdims=True)) @ GRID)
    return np.asarray(found * counts.sum() / (usual * found).sum(), dtype=np.float64)
