"""Periods and months. A period is `YYYY-PP` with PP 00 (forsupplement), 01-12, 13 (supplement)."""

import calendar
import datetime as dt
from functools import cache
from itertools import count, islice

import holidays


def month_end(year: int, month: int) -> dt.date:
    """Last day of the month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def days_in_year(year: int) -> int:
    """365 or 366."""
    return 366 if calendar.isleap(year) else 365


def period(year: int, number: int) -> str:
    """`2026-03`; ValueError outside 0-13."""
    if not 0 <= number <= 13:
        raise ValueError(f"period number {number}")
    return f"{year:04d}-{number:02d}"


def period_year(text: str) -> int:
    """The accounting year of a period."""
    return int(text[:4])


def period_number(text: str) -> int:
    """0-13."""
    return int(text[5:])


def last_period(as_of: dt.date) -> str:
    """The newest period that counts at the close of `as_of`'s month."""
    return period(as_of.year, as_of.month)


@cache
def public_holidays(year: int) -> frozenset[dt.date]:
    """Danish public holidays, plus 24 and 31 December and 5 June: days on which day services are closed."""
    closed = {dt.date(year, 6, 5), dt.date(year, 12, 24), dt.date(year, 12, 31)}
    return frozenset(holidays.country_holidays("DK", years=year).keys()) | closed


def is_working_day(day: dt.date) -> bool:
    """A weekday that is no public holiday."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


def working_day(first: dt.date, number: int) -> dt.date:
    """The `number`-th working day on or after `first`."""
    days = (first + dt.timedelta(days=step) for step in count())
    return next(islice(filter(is_working_day, days), number - 1, None))
