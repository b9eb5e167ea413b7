"""What a day of each kind of help counts, and at which price level."""

import datetime as dt
from functools import cache

import numpy as np

from bench.patchwork.catalogue import KINDS, NUMBER
from bench.patchwork.town import Town
from bench.terse.stays import EPOCH, Floats, Ints, first_day
from cockpit.contracts.calendar import is_working_day

OLDEST = 1940
OLD_STEP = 0.02
"""A year's rise before the years with a ledger."""
WORKDAYS_A_MONTH = 20.75
JULY = 6


def month_of(days: Ints) -> Ints:
    """The month of each day, both counted since 1970."""
    return np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


@cache
def _is_open(first: int, last: int) -> Floats:
    days = (dt.date.fromordinal(EPOCH + day) for day in range(first, last + 1))
    return np.array([is_working_day(day) for day in days], dtype=np.float64)


def of_month(first: int, last: int) -> Floats:
    """The part of its month that each day from `first` to `last` is."""
    month = month_of(np.arange(first, last + 1))
    return np.asarray(1.0 / (first_day(month + 1) - first_day(month)), dtype=np.float64)


def day_units(town: Town, kind: int, first: int, last: int) -> Floats:
    """How many of the kind's prices each day from `first` to `last` costs."""
    unit, counting, part = KINDS[kind].unit, town.habits.counting, of_month(first, last)
    if unit == "døgn":
        return part * 30 if counting == "thirty_days" else np.ones(len(part))
    if unit != "åbningsdag":
        return np.full(len(part), 1 / 7) if unit == "time" else part
    if counting != "closed_in_july":
        return _is_open(first, last)
    whole = part * WORKDAYS_A_MONTH if kind == NUMBER["Beskyttet beskæftigelse"] else _is_open(first, last)
    return np.where(month_of(np.arange(first, last + 1)) % 12 == JULY, 0.0, whole)


def fee(town: Town, kind: int) -> float:
    """What a citizen pays a month."""
    return float(KINDS[kind].fee) if town.habits.citizens_pay else 0.0


@cache
def levels(town: Town) -> Floats:
    """The price level by kind and year since `OLDEST`; 1 in the first year with a ledger."""
    low, high = (0.03, 0.05) if town.habits.high_prices else (0.018, 0.032)
    years = np.arange(OLDEST, town.year + 2)
    drawn = town.stream("steps").uniform(low, high, (len(KINDS), len(years)))
    steps = 1 + np.where(years >= town.first, drawn, OLD_STEP)
    found = np.cumprod(steps, axis=1)
    return np.asarray(found / found[:, [town.first - OLDEST]], dtype=np.float64)


@cache
def heard(town: Town) -> Ints:
    """The day on which each kind's prices of a year become known, by kind and year since `OLDEST`."""
    new_year = first_day((np.arange(OLDEST, town.year + 2) - 1970) * 12)
    wait = town.stream("heard").integers(45, 80, (len(KINDS), len(new_year)))
    return new_year + wait * town.habits.late_prices
