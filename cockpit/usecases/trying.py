"""Forecasting earlier closes again, shared between processes: each close is worked from what was known then alone."""

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from cockpit import forecast
from cockpit.contracts.calendar import month_end
from cockpit.contracts.scope import Scope
from cockpit.forecast.state import HISTORY_YEARS
from cockpit.usecases.checking import Progress
from cockpit.usecases.cockpit import Cockpit, open_cockpit
from cockpit.usecases.figures import read_data

MONTHS = range(1, 13)
POLARS_THREADS = "POLARS_MAX_THREADS"


def closed_years(postings: pl.DataFrame, as_of: dt.date) -> tuple[int, ...]:
    """Years before `as_of`'s with postings in all twelve months, whose year before is complete too."""
    months = postings.select(
        pl.col("period").str.slice(0, 4).cast(pl.Int32).alias("year"),
        pl.col("period").str.slice(5).cast(pl.Int8).alias("month"),
    ).filter(pl.col("month").is_between(1, 12), pl.col("year") < as_of.year)
    full = months.unique().group_by("year").len().filter(pl.col("len") == 12)["year"].to_list()
    return tuple(sorted(year for year in full if year - 1 in full))


def tried(cockpit: Cockpit, years: tuple[int, ...], progress: Progress, processes: int) -> pl.DataFrame:
    """Every method's forecast at every close of the years (`forecast.tried`), whichever process works which."""
    days = [month_end(year, month) for year, month in product(years, MONTHS)]
    if processes == 1:
        return pl.concat(_told(days, map(partial(_tried, cockpit), days), progress))
    with _one_thread_each(), ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return pl.concat(_told(days, pool.map(partial(_tried_in, cockpit.store.home), days), progress))


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """New processes run polars on one thread: several of many threads each would wait for each other."""
    before = os.environ.get(POLARS_THREADS)
    os.environ[POLARS_THREADS] = "1"
    try:
        yield
    finally:
        os.environ.pop(POLARS_THREADS)
        os.environ.update({POLARS_THREADS: before} if before else {})


def _told(days: list[dt.date], parts: Iterator[pl.DataFrame], progress: Progress) -> Iterator[pl.DataFrame]:
    for day in days:
        progress(f"Prøver fremskrivningen pr. {day:%d-%m-%Y}")
        yield next(parts)


def _tried_in(home: Path, day: dt.date) -> pl.DataFrame:
    return _tried(open_cockpit(home), day)


def _tried(cockpit: Cockpit, day: dt.date) -> pl.DataFrame:
    data = read_data(cockpit, Scope.engine(), day, since=day.year - HISTORY_YEARS)
    return forecast.tried(data, day, day.year, cockpit.settings)
