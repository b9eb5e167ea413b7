"""What a file is the state of, and when it was drawn: from the person, the content, the name, in that order."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts.calendar import month_end
from cockpit.contracts.danish import MONTHS_SHORT
from cockpit.contracts.danish import date as danish_date
from cockpit.ingest import dates

TIMELESS = ("accounts", "account_rules", "prices", "budget")
"""Lists that hold from the beginning of what they name, whenever they were drawn."""
BEGINNING = dt.date(2000, 1, 1)
_DAY = r"(\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\. ?[a-zæøå]+ \d{4})"
_PERIOD = r"(\d{1,3}[./-]\d{4}|\d{4}[./-]\d{2,3}|\d{6})"
_TO = r"\s*(?:-|–|til|t\.?o\.?m\.?)\s*"
_RANGE_DAYS = re.compile(rf"perioden?\b\D*?{_DAY}{_TO}{_DAY}", re.IGNORECASE)
_RANGE = re.compile(rf"perioden?\b\D*?{_PERIOD}(?:{_TO}{_PERIOD})?(?!\d)", re.IGNORECASE)
_MONTH = re.compile(rf"(?<![a-zæøå])({'|'.join(MONTHS_SHORT)})[a-zæøå]*\.?[ _-]*(20\d\d)", re.IGNORECASE)
_DRAWN = re.compile(
    rf"(?:udtrukket|dannet|udskrevet|kørt|kørselsdato|udtræksdato|dato for udtræk)\b\D*?{_DAY}", re.IGNORECASE
)
_STATE = re.compile(rf"(?:opgjort|status|\bpr\.?)\b\D*?{_DAY}", re.IGNORECASE)
_NAME_DAY = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NAME_LOCAL_DAY = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.](20\d\d)(?!\d)")
_NAME_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)")
_NAME_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Dated:
    """`effective` is None where nothing tells it. `periods`: the range of accounting periods that the title states."""

    effective: dt.date | None
    reason: str
    extraction: dt.date | None = None
    periods: tuple[str, str] | None = None
    guessed: bool = False
    """Only the day of extraction is known: a person must confirm."""


def dated(
    dataset: str, name: str, titles: Sequence[Sequence[str]], as_of: dt.date | None, days: Iterable[dt.date]
) -> Dated:
    """The dates of one reading. `days`: what the rows themselves say: the state column's days, or for lists that hold
    from a day on, those days."""
    lines = [" ".join(row) for row in titles]
    extraction = _first(map(_day_after(_DRAWN), lines))
    periods = _first(map(_stated_periods, lines))
    effective, reason, guessed = _effective(dataset, name, lines, as_of, (sorted(days), extraction, periods))
    return Dated(effective, reason, extraction, periods, guessed)


def _effective(
    dataset: str,
    name: str,
    lines: list[str],
    as_of: dt.date | None,
    content: tuple[list[dt.date], dt.date | None, tuple[str, str] | None],
) -> tuple[dt.date | None, str, bool]:
    days, extraction, periods = content
    if as_of is not None:
        return as_of, f"{danish_date(as_of)}: angivet af brugeren", False
    if dataset in TIMELESS:
        return *_timeless(name, days), False
    if periods is not None:
        end = period_end(periods[1])
        return end, f"{danish_date(end)}: filens titel angiver periode {periods[0]} til {periods[1]}", False
    stated = _first(map(_day_after(_STATE), lines)) or _first(map(_month_in, lines))
    if stated is not None:
        return stated, f"{danish_date(stated)}: står i filens titel", False
    named = day_in_name(name)
    if named is not None:
        return named, f"{danish_date(named)}: filens navn", False
    if days:
        return days[-1], f"{danish_date(days[-1])}: filens datokolonne", False
    if extraction is not None:
        return extraction, f"{danish_date(extraction)}: dagen filen blev trukket", True
    return None, "Hverken navn eller indhold siger, hvilken dato filen viser.", False


def _timeless(name: str, days: list[dt.date]) -> tuple[dt.date, str]:
    month = _NAME_DAY.search(name) or _NAME_LOCAL_DAY.search(name) or _NAME_MONTH.search(name) or _MONTH.search(name)
    named = day_in_name(name)
    if month is not None and named is not None:
        return named, f"{danish_date(named)}: filens navn"
    if days:
        return days[0], f"{danish_date(days[0])}: første dag i indholdet"
    if named is not None:
        first = dt.date(named.year, 1, 1)
        return first, f"{danish_date(first)}: året i filens navn"
    return BEGINNING, "Gælder fra begyndelsen: hverken navn eller indhold siger et år"


def _first(found: Iterable[object]) -> object | None:
    return next((item for item in found if item is not None), None)


def one_day(text: str) -> dt.date | None:
    """One text as a day."""
    return dates.date(pl.Series([text.strip()])).item()


def _day_after(pattern: re.Pattern[str]):
    def find(line: str) -> dt.date | None:
        match = pattern.search(line)
        return one_day(match.group(1)) if match else None

    return find


def _month_in(line: str) -> dt.date | None:
    match = _MONTH.search(line)
    return _named_month(match) if match else None


def _named_month(match: re.Match[str]) -> dt.date:
    return month_end(int(match.group(2)), MONTHS_SHORT.index(match.group(1).lower()) + 1)


def _stated_periods(line: str) -> tuple[str, str] | None:
    days = _RANGE_DAYS.search(line)
    match = days or _RANGE.search(line)
    if match is None:
        return None
    first, last = (
        dates.period(pl.Series([text])).item() for text in (match.group(1), match.group(2) or match.group(1))
    )
    return (first, last) if first and last else None


def period_end(period: str) -> dt.date:
    """The last day of a period's month; supplement belongs to December, forsupplement to January."""
    return month_end(int(period[:4]), min(max(int(period[5:]), 1), 12))


def day_in_name(name: str) -> dt.date | None:
    """A day in a file's name as it is; a month means its last day; a year alone means 31 December."""
    if match := _NAME_DAY.search(name):
        return one_day("-".join(match.groups()))
    if match := _NAME_LOCAL_DAY.search(name):
        return one_day("-".join(match.groups()))
    if match := _NAME_MONTH.search(name):
        return month_end(int(match.group(1)), int(match.group(2)))
    if match := _MONTH.search(name):
        return _named_month(match)
    if match := _NAME_YEAR.search(name):
        return dt.date(int(match.group(1)), 12, 31)
    return None
