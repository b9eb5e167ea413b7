"""Months and days as numbers, and how many units of a price lie between two days.

A month is counted from January 2000, a day from 1 January 1970.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from bench.desks.catalogue import DAY, HOURS, MONTH, OPEN
from cockpit.contracts.calendar import public_holidays

YEARS = range(2012, 2031)
HOLIDAYS = np.array(sorted(day for year in YEARS for day in public_holidays(year)), dtype="datetime64[D]")
ON_FIRST, ON_LAST = 0.6, 0.65
"""The share of helps that begin on a first, and that end on a last day of a month; the others do on any day of it."""


def month_of(year: int, month: int) -> int:
    """January 2000 is 0."""
    return (year - 2000) * 12 + month - 1


def year_of(month: int) -> int:
    """Of a month's number."""
    return 2000 + month // 12


def first_day(month: int | np.ndarray) -> np.ndarray:
    """The number of the first day of months."""
    return (np.asarray(month) + 360).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def last_day(month: int | np.ndarray) -> np.ndarray:
    """The number of the last day of months."""
    return first_day(np.asarray(month) + 1) - 1


def number(day: dt.date) -> int:
    """A date's number."""
    return (day - dt.date(1970, 1, 1)).days


def date(day: int) -> dt.date:
    """A number's date."""
    return dt.date(1970, 1, 1) + dt.timedelta(int(day))


def any_day(month: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A day of a month; `at` between 0 and 1."""
    first = first_day(month)
    return first + np.floor(at * (first_day(np.asarray(month) + 1) - first)).astype(np.int64)


def some_day(month: np.ndarray, which: np.ndarray, at: np.ndarray) -> np.ndarray:
    """An end: often a month's last day."""
    return np.where(which < ON_LAST, last_day(month), any_day(month, at))


def some_first(month: np.ndarray, which: np.ndarray, at: np.ndarray) -> np.ndarray:
    """A beginning: often a month's first day."""
    return np.where(which < ON_FIRST, first_day(month), any_day(month, at))


@dataclass(frozen=True)
class Units:
    """Counts units; `weeks` = 4.33 where hours are paid by 4.33 weeks a month, whatever the month's days."""

    weeks: float | None = None
    kept: dict[int, np.ndarray] = field(default_factory=dict, compare=False)

    def between(self, unit: np.ndarray, first: np.ndarray, last: np.ndarray, month: int) -> np.ndarray:
        """From `first` to `last` (both counted, both in `month`), for each unit."""
        days = np.maximum(last - first + 1, 0)
        full = int(last_day(month) - first_day(month)) + 1
        hours = days / 7 if self.weeks is None else self.weeks * days / full
        start = first.astype("datetime64[D]")
        ends = (np.maximum(last, first - 1) + 1).astype("datetime64[D]")
        opened = np.busday_count(start, ends, holidays=HOLIDAYS)
        return np.select([unit == DAY, unit == MONTH, unit == HOURS, unit == OPEN], [days, days / full, hours, opened])

    def means(self, month: int) -> np.ndarray:
        """`[what, unit]` of a month: whole, with a beginning in it, with an end in it, and with an end on any day."""
        if month not in self.kept:
            one, other = int(first_day(month)), int(last_day(month))
            days = np.arange(one, other + 1)
            rows = [self._mean(unit, days, one, other, month) for unit in (DAY, MONTH, HOURS, OPEN)]
            self.kept[month] = np.array(rows).T
        return self.kept[month]

    def _mean(self, unit: int, days: np.ndarray, one: int, other: int, month: int) -> tuple[float, ...]:
        units = np.full(days.size, unit)
        whole = float(self.between(units[:1], days[:1], np.array([other]), month)[0])
        begun = float(self.between(units, days, np.full(days.size, other), month).mean())
        ended = float(self.between(units, np.full(days.size, one), days, month).mean())
        return whole, ON_FIRST * whole + (1 - ON_FIRST) * begun, ON_LAST * whole + (1 - ON_LAST) * ended, ended
