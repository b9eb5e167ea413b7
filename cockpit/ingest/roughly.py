"""A time that is named instead of a day: `juli 2026`, `2026-07`, `Q2 2027`, `sommer 27`, `ultimo maj 26`.

Which of its days is meant is the field's to say (`DatasetField.span`).
"""

import calendar
import datetime as dt
import re
from typing import Literal

import polars as pl

from cockpit.ingest.values import MONTH_NUMBER, MONTH_WORD

Span = tuple[dt.date, dt.date]
MONTHS = {
    "": (1, 12), "forår": (3, 5), "foråret": (3, 5), "sommer": (6, 8), "sommeren": (6, 8), "efterår": (9, 11),
    "efteråret": (9, 11), "primo": (1, 1), "medio": (6, 7), "ultimo": (12, 12), "1 halvår": (1, 6), "2 halvår": (7, 12),
}  # fmt: skip
ACROSS = {"vinter": (12, 1, 2, 28), "årsskiftet": (12, 31, 1, 1), "skoleår": (8, 1, 7, 31), "skoleåret": (8, 1, 7, 31)}
"""First month and day of the one year, last of the next."""
THIRDS = {"primo": (1, 10), "medio": (11, 20), "ultimo": (21, 31), "": (1, 31)}
_ABOUT = re.compile(r"^(?:(?:ca|cirka|omkring|omk|forventet|forv|senest|tidligst|i løbet af|ved|i)\b\.?\s*)+")
_PACKED = re.compile(r"(20\d\d)(0[1-9]|1[0-2])")
_YEARS = re.compile(r"(?<!\d)(?:20)?(\d\d)\s*[/-]\s*(?:20)?(\d\d)$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)|(?<!\d)[' ](\d\d)$|(?<=[a-zæøå])[-.'](\d\d)$")
_MONTH = re.compile(rf"(primo|medio|ultimo|) ?{MONTH_WORD}")
_QUARTER = re.compile(r"(?:kvt?|kvartal|q|k) ?([1-4])|([1-4]) ?(?:kvt?|kvartal|q)")
_WEEK = re.compile(r"uge ?(\d\d?)")
_GAPS = re.compile(r"[\s.,/-]+")


def days_of(text: pl.Series, which: Literal["first", "last"]) -> pl.Series:
    """The first or the last day of the time that each text names; null where it names none."""
    keys = text.drop_nulls().unique()
    spans = [span_of(key) for key in keys]
    days = [None if span is None else span[which == "last"] for span in spans]
    return text.replace_strict(keys, pl.Series(days, dtype=pl.Date), default=None, return_dtype=pl.Date)


def span_of(text: str) -> Span | None:
    """First and last day of the time that the text names; None where it names none, or one that may be two."""
    said = _ABOUT.sub("", text.casefold().strip())
    if packed := _PACKED.fullmatch(said):
        return _months(int(packed[1]), int(packed[2]), int(packed[2]))
    if (years := _YEARS.search(said)) and (what := _plain(said[: years.start()])) in ACROSS:
        return _across(what, int(years[1]), int(years[2]))
    found = _YEAR.search(said)
    if found is None:
        return None
    year = int(found[1] or f"20{found[2] or found[3]}")
    return _within(year, _plain(said[: found.start()] + " " + said[found.end() :]), spelt=bool(found[1]))


def _plain(text: str) -> str:
    return _GAPS.sub(" ", text).strip()


def _across(what: str, year: int, following: int) -> Span | None:
    if following != year + 1:
        return None
    month, day, last_month, last_day = ACROSS[what]
    return dt.date(2000 + year, month, day), dt.date(2000 + following, last_month, last_day)


def _within(year: int, what: str, *, spelt: bool) -> Span | None:
    if (month := _MONTH.fullmatch(what)) is not None:
        return _part_of_month(year, int(MONTH_NUMBER[month[2]]), month[1])
    if (quarter := _QUARTER.fullmatch(what)) is not None:
        number = int(quarter[1] or quarter[2])
        return _months(year, 3 * number - 2, 3 * number)
    if (week := _WEEK.fullmatch(what)) is not None and 1 <= int(week[1]) <= dt.date(year, 12, 28).isocalendar().week:
        return dt.date.fromisocalendar(year, int(week[1]), 1), dt.date.fromisocalendar(year, int(week[1]), 7)
    if spelt and re.fullmatch(r"0{0,2}([1-9]|1[0-2])", what):
        return _months(year, int(what), int(what))
    return _months(year, *MONTHS[what]) if what in MONTHS and (what or spelt) else None


def _part_of_month(year: int, month: int, part: str) -> Span:
    first, last = THIRDS[part]
    return dt.date(year, month, first), dt.date(year, month, min(last, calendar.monthrange(year, month)[1]))


def _months(year: int, first: int, last: int) -> Span:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
