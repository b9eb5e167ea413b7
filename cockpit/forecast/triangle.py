"""How bills arrive: the chain ladder on service month x lag.

A triangle is a list of rows, oldest origin first; each row holds the *accumulated* amounts at lag 0, 1, 2 … as far as
they have been seen. T. Mack, "Distribution-free calculation of the standard error of chain ladder reserve estimates",
ASTIN Bulletin 23/2 (1993), gives the formula and the check figure that the tests use.
"""

import math
import statistics
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Triangle = Sequence[Sequence[float]]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
MOST = 1.1
"""More than a tenth too much billed is a single case and no course."""


def reported(triangle: Triangle) -> list[float]:
    """Share of the final amount that has come at each lag (1 / CDF), and 1 at the last lag seen. Never below 0; above
    1 where what comes later is credit notes, to at most `MOST`."""
    width = max((len(row) for row in triangle), default=0)
    grid, seen = np.zeros((len(triangle), width)), np.zeros((len(triangle), width), dtype=bool)
    for number, row in enumerate(triangle):
        grid[number, : len(row)], seen[number, : len(row)] = row, True
    return [float(share) for share in reported_of_each(grid, seen)]


def reported_of_each(grid: Floats, seen: Flags) -> Floats:
    """`reported` of many triangles at once: `grid` holds origin x (triangles) x lag, of which only what is `seen`
    counts. 1 at lags that a triangle has not seen.

    Worked from the oldest lag backwards, so that a lag at which nothing ever comes gives 0 and no division by it.
    """
    shares = np.ones(grid.shape[1:])
    for lag in range(grid.shape[-1] - 2, -1, -1):
        before, after = (np.where(seen[..., lag + 1], grid[..., at], 0.0).sum(axis=0) for at in (lag, lag + 1))
        step = np.divide(before, after, out=np.ones_like(before), where=after > 0)
        shares[..., lag] = np.minimum(MOST, np.maximum(0.0, step) * shares[..., lag + 1])
    return shares


def reserve(triangle: Triangle) -> float:
    """What is still to come of all rows: each row's last amount grown to the end. A row at share 0 tells nothing."""
    shares = reported(triangle)
    ends = [(row[-1], shares[len(row) - 1]) for row in triangle if row]
    return sum(amount / share - amount for amount, share in ends if share > 0)


def standard_error(triangle: Triangle) -> float:
    """Mack's standard error of the reserve of all rows: of the process and of the estimated factors together.

    `sigma^2` of the last step, which one row alone shows, is carried on from those before it by the line through their
    logarithms. 0 where a lag says nothing.
    """
    rows = [row for row in triangle if row]
    width = max((len(row) for row in rows), default=0)
    factors: list[float] = []
    sigmas: list[float] = []
    sums: list[float] = []
    for lag in range(width - 1):
        pairs = [(row[lag], row[lag + 1]) for row in rows if len(row) > lag + 1]
        before, after = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        if before <= 0 or any(pair[0] <= 0 for pair in pairs):
            return 0.0
        factors.append(after / before)
        sums.append(before)
        sigmas.append(_sigma_squared(pairs, factors[-1], sigmas))
    return _total_error(rows, factors, sigmas, sums)


def _sigma_squared(pairs: Sequence[tuple[float, float]], factor: float, earlier: Sequence[float]) -> float:
    if len(pairs) > 1:
        return sum(c * (d / c - factor) ** 2 for c, d in pairs) / (len(pairs) - 1)
    return _carried_on(earlier)


def _carried_on(sigmas: Sequence[float]) -> float:
    """The next of a falling series: the straight line through the logarithms, else the last one."""
    told = [(step, math.log(value)) for step, value in enumerate(sigmas) if value > 0]
    if len(told) < 2:
        return sigmas[-1] if sigmas else 0.0
    line = statistics.linear_regression(*zip(*told, strict=True))
    return math.exp(line.intercept + line.slope * len(sigmas))


def _ultimates(rows: Triangle, factors: Sequence[float]) -> list[list[float]]:
    """Each row with its future filled in by the factors."""
    filled = []
    for row in rows:
        full = list(row)
        for factor in factors[len(row) - 1 :]:
            full.append(full[-1] * factor)
        filled.append(full)
    return filled


def _total_error(rows: Triangle, factors: Sequence[float], sigmas: Sequence[float], sums: Sequence[float]) -> float:
    """Mack (1993), theorem 3 and its corollary: rows share the estimated factors, so their errors go together."""
    filled = _ultimates(rows, factors)
    last = [full[-1] for full in filled]
    total = 0.0
    for number, row in enumerate(rows):
        steps = range(len(row) - 1, len(factors))
        relative = [sigmas[k] / factors[k] ** 2 for k in steps]
        own = sum(part * (1 / filled[number][k] + 1 / sums[k]) for k, part in zip(steps, relative, strict=True))
        shared = sum(2 * part / sums[k] for k, part in zip(steps, relative, strict=True))
        total += last[number] ** 2 * own + last[number] * sum(last[number + 1 :]) * shared
    return float(total**0.5)
