"""How well earlier forecasts have held: computed once per state of the data, in a process of its own, after acceptance.

Until it is there, ranges are wider.
"""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator

import polars as pl

from cockpit import forecast
from cockpit.access import require
from cockpit.contracts.calendar import month_end
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.forecast import accuracy
from cockpit.forecast.state import HISTORY_YEARS
from cockpit.usecases.checking import Progress
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import newest, read_data

NAME = "backtest"


def errors(cockpit: Cockpit) -> pl.DataFrame | None:
    """The back-test of the data in force, or None where it is not computed yet. Areas and paragraphs only: no rows
    about citizens, so every reader's range may rest on it."""
    return cockpit.store.derived(cockpit.store.stamp().data_key, NAME, Scope.engine())


def backtest(cockpit: Cockpit, scope: Scope, by: str, progress: Progress = lambda _: None) -> pl.DataFrame:
    """Earlier years forecast again from what was known each month, beside the final accounts and the naive methods.
    Refused where no earlier year is complete."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    found = errors(cockpit)
    if found is None:
        found = _compute(cockpit, progress)
        cockpit.store.put_derived(cockpit.store.stamp().data_key, NAME, found)
    every = with_all_methods(cockpit, found)
    return every.filter(pl.col("level") == by).sort("year", "as_of", "key", "method")


def with_all_methods(cockpit: Cockpit, found: pl.DataFrame) -> pl.DataFrame:
    """The back-test beside what the municipality published, and with the skøn that counted at each date."""
    past = cockpit.store.read("past_forecasts", Scope.engine())
    dates = found["as_of"].unique().sort().to_list()
    laid = {day: frame for day in dates if (frame := cockpit.store.adjustments(day)).height}
    return accuracy.with_skoen(accuracy.with_published(found, past), laid)


def start_worker(cockpit: Cockpit) -> "subprocess.Popen[bytes]":
    """Compute the back-test in a process of its own; the app and the command line go on meanwhile."""
    command = [sys.executable, "-m", "cockpit", "--home", str(cockpit.store.home), "backtest"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)


def _compute(cockpit: Cockpit, progress: Progress) -> pl.DataFrame:
    whole = read_data(cockpit, Scope.engine(), None)
    years = closed_years(whole.postings, newest(cockpit))
    if not years:
        raise Refused(
            "Der er ikke to hele regnskabsår i data, så fremskrivningen kan endnu ikke prøves på et tidligere år. "
            "Indlæs posteringer for de tidligere år."
        )
    return forecast.backtest(_states(cockpit, years, progress), whole, cockpit.settings)


def closed_years(postings: pl.DataFrame, as_of: dt.date) -> tuple[int, ...]:
    """Years before `as_of`'s with postings in all twelve months, whose year before is complete too."""
    months = postings.select(
        pl.col("period").str.slice(0, 4).cast(pl.Int32).alias("year"),
        pl.col("period").str.slice(5).cast(pl.Int8).alias("month"),
    ).filter(pl.col("month").is_between(1, 12), pl.col("year") < as_of.year)
    full = months.unique().group_by("year").len().filter(pl.col("len") == 12)["year"].to_list()
    return tuple(sorted(year for year in full if year - 1 in full))


def _states(
    cockpit: Cockpit, years: tuple[int, ...], progress: Progress
) -> Iterator[tuple[dt.date, int, MunicipalityData]]:
    for year in years:
        for month in range(1, 13):
            as_of = month_end(year, month)
            progress(f"Prøver fremskrivningen pr. {as_of:%d-%m-%Y}")
            yield as_of, year, read_data(cockpit, Scope.engine(), as_of, since=year - HISTORY_YEARS)
