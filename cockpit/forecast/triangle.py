"""How bills arrive: the chain ladder on service month x lag.

A triangle is a list of rows, oldest origin first; each row holds the *accumulated* amounts at lag 0, 1, 2 … as far as
they have been seen. T. Mack, "Distribution-free calculation of the standard error of chain ladder reserve estimates",
ASTIN Bulletin 23/2 (1993), gives the formula and the check figure that the tests use.
"""

from collections.abc import Sequence

Triangle = Sequence[Sequence[float]]


def reported(triangle: Triangle) -> list[float]:
    """Share of the final amount that has come at each lag (1 / CDF), between 0 and 1, and 1 at the last lag seen.

    Worked from the oldest lag backwards, so that a lag at which nothing ever comes gives 0 and no division by it.
    """
    width = max((len(row) for row in triangle), default=0)
    shares = [1.0] * width
    for lag in range(width - 2, -1, -1):
        seen = [row for row in triangle if len(row) > lag + 1]
        before, after = (sum(row[column] for row in seen) for column in (lag, lag + 1))
        step = before / after if after > 0 else 1.0
        shares[lag] = min(1.0, max(0.0, step)) * shares[lag + 1]
    return shares


def reserve(triangle: Triangle) -> float:
    """What is still to come of all rows: each row's last amount grown to the end. A row at share 0 tells nothing."""
    shares = reported(triangle)
    ends = [(row[-1], shares[len(row) - 1]) for row in triangle if row]
    return sum(amount / share - amount for amount, share in ends if share > 0)
