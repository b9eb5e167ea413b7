"""Days and periods in words: in a file's name and in the title rows above its table."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import polars as pl

from cockpit.contracts.calendar import month_end, period
from cockpit.contracts.danish import MONTHS_SHORT
from cockpit.ingest import dates

T = TypeVar("T")
LAST_PERIOD = 13
_DAY = r"(\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\. ?[a-zæøå]+ \d{4})"
_PERIOD = r"(\d{1,3}[./-]\d{4}|\d{4}[./-]\d{2,3}|\d{6})"
_TO = r"\s*(?:-|–|til|t\.?o\.?m\.?)\s*"
_RANGE_DAYS = re.compile(rf"perioden?\b\D*?{_DAY}{_TO}{_DAY}", re.IGNORECASE)
_RANGE = re.compile(rf"perioden?\b\D*?{_PERIOD}(?:{_TO}{_PERIOD})?(?!\d)", re.IGNORECASE)
_RANGE_BARE = re.compile(rf"perioden?\b\D*?0{{0,2}}(\d{{1,2}})(?:{_TO}0{{0,2}}(\d{{1,2}}))?\s*$", re.IGNORECASE)
_YEAR_TITLE = re.compile(r"(?<![a-zæøå])(?:regnskabs|budget|finans)?år(?:et)?\s*[:=]?\s*(20\d\d)(?!\d)", re.IGNORECASE)
_MONTH = re.compile(rf"(?<![a-zæøå])({'|'.join(MONTHS_SHORT)})[a-zæøå]*\.?[ _-]*(20\d\d)", re.IGNORECASE)
_DRAWN_WORDS = "udtrukket|dannet|udskrevet|kørt|kørselsdato|udtræksdato|dato for udtræk"
_DRAWN = re.compile(rf"(?:{_DRAWN_WORDS})\b\D*?{_DAY}", re.IGNORECASE)
_STATE = re.compile(rf"(?:opgjort|status|\bpr\.?)(?=\W)\D*?{_DAY}", re.IGNORECASE)
_NAME_DAY = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NAME_LOCAL_DAY = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20\d\d)(?!\d)")
_NAME_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)")
_NAME_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def first(found: Iterable[T | None]) -> T | None:
    """The first that is there."""
    return next((item for item in found if item is not None), None)


def one_day(text: str) -> dt.date | None:
    """One text as a day."""
    day: dt.date | None = dates.date(pl.Series([text.strip()])).item()
    return day


def _one_period(text: str) -> str | None:
    period: str | None = dates.period(pl.Series([text])).item()
    return period


def _day_after(pattern: re.Pattern[str]) -> Callable[[str], dt.date | None]:
    def find(line: str) -> dt.date | None:
        match = pattern.search(line)
        return one_day(match.group(1)) if match else None

    return find


drawn_on = _day_after(_DRAWN)
"""`Udtrukket: 10.04.2026`."""
state_on = _day_after(_STATE)
"""`Opgjort pr. 31. marts 2026`."""


def month_in(text: str) -> dt.date | None:
    """`marts 2026` as its last day."""
    match = _MONTH.search(text)
    return month_end(int(match.group(2)), MONTHS_SHORT.index(match.group(1).lower()) + 1) if match else None


def stated_periods(line: str) -> tuple[str, str] | None:
    """`Periode: 000.2026 - 003.2026`, or two days; one period alone is a range of itself."""
    match = _RANGE_DAYS.search(line) or _RANGE.search(line)
    if match is None:
        return None
    start, end = _one_period(match.group(1)), _one_period(match.group(2) or match.group(1))
    return (start, end) if start and end else None


def stated_year(lines: Iterable[str]) -> int | None:
    """`År: 2026` or `Regnskabsår 2026` over the table; None where the lines tell no year, or several."""
    years = {int(found) for line in lines for found in _YEAR_TITLE.findall(line)}
    return years.pop() if len(years) == 1 else None


def stated_numbers(lines: Sequence[str]) -> tuple[str, str] | None:
    """`Periode: 1 - 3` in one line and `År: 2026` in another."""
    year, match = stated_year(lines), first(map(_RANGE_BARE.search, lines))
    if year is None or match is None:
        return None
    numbers = int(match.group(1)), int(match.group(2) or match.group(1))
    return (period(year, numbers[0]), period(year, numbers[1])) if max(numbers) <= LAST_PERIOD else None


def period_end(period: str) -> dt.date:
    """The last day of a period's month; supplement belongs to December, forsupplement to January."""
    return month_end(int(period[:4]), min(max(int(period[5:]), 1), 12))


def day_in_name(name: str) -> dt.date | None:
    """A day in a file's name as it is; a month means its last day."""
    if match := _NAME_DAY.search(name) or _NAME_LOCAL_DAY.search(name):
        return one_day("-".join(match.groups()))
    if match := _NAME_MONTH.search(name):
        return month_end(int(match.group(1)), int(match.group(2)))
    return month_in(name)


def year_in_name(name: str) -> int | None:
    """A year alone in a file's name."""
    match = _NAME_YEAR.search(name)
    return int(match.group(1)) if match else None
