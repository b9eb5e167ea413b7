"""Forecasting earlier closes again, shared between processes: each close is worked from what was known then alone."""

import datetime as dt
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

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
SHARES = 2
"""A process works the closes in so many parts, each of closes in a row, between which little need be read again."""


def closed_years(postings: pl.DataFrame, as_of: dt.date) -> tuple[int, ...]:
    """Years before `as_of`'s with postings in all twelve months, whose year before is complete too."""
    months = postings.select(
        pl.col("period").str.slice(0, 4).cast(pl.Int32).alias("year"),
        pl.col("period").str.slice(5).cast(pl.Int8).alias("month"),
    ).filter(pl.col("month").is_between(1, 12), pl.col("year") < as_of.year)
    full = months.unique().group_by("year").len().filter(pl.col("len") == 12)["year"].to_list()
    return tuple(sorted(year for year in full if year - 1 in full))


def backtested(cockpit: Cockpit, years: tuple[int, ...], progress: Progress, processes: int) -> pl.DataFrame:
    """Every method's forecast at every close of the years beside their final accounts (`forecast.held`), whichever
    process works which. The newest year, which takes longest, is begun with."""
    days = [month_end(year, month) for year, month in product(sorted(years, reverse=True), MONTHS)]
    if processes == 1:
        closes = Closes(cockpit)
        with cockpit.store.kept_open():
            forecasts = pl.concat(_told(days, map(closes.tried, days), progress))
            return forecast.held(forecasts, closes.final(years))
    home = cockpit.store.home
    with _one_thread_each(), ProcessPoolExecutor(processes, get_context("spawn"), _keep_open, (home,)) as pool:
        final = pool.submit(_final_in, home, years)
        in_a_row = max(1, len(days) // (SHARES * processes))
        parts = pool.map(partial(_tried_in, home), days, chunksize=in_a_row)
        forecasts = pl.concat(_told(days, parts, progress))
        return forecast.held(forecasts, final.result())


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


class Closes:
    """The closes of one home. What has not changed from one close to the next is not read again."""

    def __init__(self, cockpit: Cockpit) -> None:
        self._cockpit = cockpit
        self._last: dict[str, tuple[object, pl.DataFrame]] = {}

    def tried(self, day: dt.date) -> pl.DataFrame:
        """Every method's forecast at a close (`forecast.tried`)."""
        data = read_data(self._cockpit, Scope.engine(), day, since=day.year - HISTORY_YEARS, read=self._read)
        return forecast.tried(data, day, day.year, self._cockpit.settings)

    def final(self, years: tuple[int, ...]) -> pl.DataFrame:
        """The final accounts of the years (`forecast.final`), as the books stand now."""
        data = read_data(self._cockpit, Scope.engine(), None, since=min(*years, max(years) - HISTORY_YEARS))
        return forecast.final(data, set(years), self._cockpit.settings)

    def _read(self, name: str, scope: Scope, day: dt.date, **how: Any) -> pl.DataFrame:
        key = self._cockpit.store.state_key(name, day), how
        if self._last.get(name, (None,))[0] != key:
            self._last[name] = key, self._cockpit.store.read(name, scope, day, **how)
        return self._last[name][1]


_OPEN = ExitStack()
"""What a process of the back-test keeps open as long as it lives."""


def _keep_open(home: Path) -> None:
    """Have every close of this process read the snapshot without opening it again."""
    _OPEN.enter_context(open_cockpit(home).store.kept_open())


@cache
def _closes(home: Path) -> Closes:
    return Closes(open_cockpit(home))


def _tried_in(home: Path, day: dt.date) -> pl.DataFrame:
    return _closes(home).tried(day)


def _final_in(home: Path, years: tuple[int, ...]) -> pl.DataFrame:
    return _closes(home).final(years)
