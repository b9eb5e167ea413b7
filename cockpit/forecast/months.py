"""Months as whole numbers, so that lags and ages are plain subtraction."""

import datetime as dt

import polars as pl


def index_of(day: dt.date) -> int:
    """Months since year 0: January 2026 is 24312."""
    return day.year * 12 + day.month - 1


def index(day: pl.Expr) -> pl.Expr:
    """Months since year 0 of a date column."""
    return day.dt.year() * 12 + day.dt.month().cast(pl.Int32) - 1


def first_day(month_index: int) -> dt.date:
    """The first day of a month."""
    return dt.date(month_index // 12, month_index % 12 + 1, 1)


def booked_index(year: pl.Expr, number: pl.Expr) -> pl.Expr:
    """The month in which a period's postings became known: 00 with January, 13 with next year's January."""
    return year.cast(pl.Int32) * 12 + number.cast(pl.Int32).clip(lower_bound=1) - 1
