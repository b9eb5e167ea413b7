"""How long a bill waits: by kernel, the chances of 0, 1, 2 ... months between the month that it is for and booking."""

import numpy as np

LONGEST = 16
QUICK, SLOW, AT_ONCE, NEXT, QUARTER, HALF, DECEMBER, SETTLED, APRIL = range(9)
CLAIM_QUARTER, CLAIM_MONTH, CLAIM_YEAR, INCOME = range(9, 13)
CLOSING = np.array([[0.85, 0.35], [1.0, 1.0], [0.6, 0.3]])
"""The chance that what is booked in January, and in February, still is the old year's: of bills, claims and incomes."""
BILL, CLAIM, DUE = range(3)


def _fixed(months: list[int], later: float = 0.0) -> np.ndarray:
    """Months until booking for each month of the year; a share comes a month later."""
    table = np.zeros((12, LONGEST))
    for month, wait in enumerate(months):
        table[month, wait] += 1 - later
        table[month, wait + 1] += later
    return table


def _waiting(at_once: float, next_month: float, stays: float) -> np.ndarray:
    """A share comes within the days until the month is closed, another in the next month, the rest a share each."""
    tail = stays ** np.arange(LONGEST - 2)
    chances = np.array([at_once, next_month, *((1 - at_once - next_month) * tail / tail.sum())])
    return np.tile(chances, (12, 1))


def kernels(untidy: bool) -> np.ndarray:
    """`[kernel, month of the year, wait]`; in an untidy town bills wait longer."""
    to_quarter = [3 - month % 3 for month in range(12)]
    to_half = [5 - month % 6 for month in range(12)]
    settled = [(7 if month < 6 else 13) - month for month in range(12)]
    later = 0.25 if untidy else 0.0
    return np.array([
        _waiting(0.35 - later, 0.5, 0.35 + later), _waiting(0.05, 0.6 - later, 0.55), _fixed([0] * 12),
        _fixed([1] * 12, 0.08), _fixed(to_quarter, 0.2), _fixed(to_half, 0.4), _fixed([11 - m for m in range(12)]),
        _fixed(settled), _fixed([max(3 - month, 0) for month in range(12)]), _fixed(to_quarter), _fixed([1] * 12),
        _fixed([12 - month for month in range(12)]), _fixed([(6 if m < 6 else 12) - m for m in range(12)]),
    ])  # fmt: skip


def in_year(month: np.ndarray, booked: np.ndarray, closing: np.ndarray, year: int) -> np.ndarray:
    """The chance that what is for a month and booked in another stands in a year's accounts."""
    of, in_, at = 2000 + month // 12, 2000 + booked // 12, booked % 12
    kept = np.where(at < 2, CLOSING[closing, np.minimum(at, 1)], 0.0) * (of < in_)
    return np.where(in_ == year, 1 - kept * (of == in_ - 1), np.where(in_ == year + 1, kept * (of == year), 0.0))


def reaches(
    table: np.ndarray, month: np.ndarray, kernel: np.ndarray, closing: np.ndarray, now: int, year: int
) -> np.ndarray:
    """The chance that what is for a month, and is not booked at the close of `now`, comes to stand in `year`."""
    wait = np.arange(LONGEST)
    chances = table[kernel, month % 12] * (month[:, None] + wait > now)
    rest = chances.sum(1, keepdims=True)
    found = in_year(month[:, None], month[:, None] + wait, closing[:, None], year)
    return (chances * found).sum(1) / np.where(rest > 0, rest, 1)[:, 0]
