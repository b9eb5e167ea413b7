"""How well earlier forecasts have held: computed once per state of the data, in a process of its own, after acceptance.

Until it is there, ranges are wider.
"""

import os
import subprocess
import sys

import polars as pl

from cockpit.access import require
from cockpit.contracts.dataset import dataset
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.forecast import accuracy
from cockpit.usecases.checking import Progress
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import figures, newest
from cockpit.usecases.trying import backtested, closed_years

NAME = "backtest"
MOST_PROCESSES = 4
"""Each holds the municipality's data in memory."""


def errors(cockpit: Cockpit) -> pl.DataFrame | None:
    """The back-test of the data in force, or None where it is not computed yet. Areas and paragraphs only: no rows
    about citizens, so every reader's range may rest on it."""
    return cockpit.store.derived(cockpit.store.stamp().data_key, NAME, Scope.engine())


def backtest(
    cockpit: Cockpit, scope: Scope, by: str, progress: Progress = lambda _: None, processes: int = 1
) -> pl.DataFrame:
    """Earlier years forecast again from what was known each month, beside the final accounts and the naive methods;
    the closes are shared between `processes`. Refused where no earlier year is complete."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    found = errors(cockpit)
    if found is None:
        found = _computed(cockpit, progress, processes)
    every = with_all_methods(cockpit, found)
    return every.filter(pl.col("level") == by).sort("year", "as_of", "key", "method")


def with_all_methods(cockpit: Cockpit, found: pl.DataFrame) -> pl.DataFrame:
    """The back-test beside what the municipality published, and with the skøn that counted at each date; which area a
    skøn lies in is today's answer."""
    past = cockpit.store.read("past_forecasts", Scope.engine())
    dates = found["as_of"].unique().sort().to_list()
    laid = {day: frame for day in dates if (frame := cockpit.store.adjustments(day)).height}
    told = accuracy.with_published(found, past)
    if not laid:
        return told
    leaves = figures(cockpit, Scope.engine()).result.leaves
    return accuracy.with_skoen(told, laid, accuracy.inside_areas(leaves))


def start_worker(cockpit: Cockpit) -> "subprocess.Popen[bytes]":
    """Compute the back-test in processes of its own; the app and the command line go on meanwhile, with a core left
    for them."""
    processes = max(1, (os.cpu_count() or 1) - 1)
    command = [sys.executable, "-m", "cockpit", "--home", str(cockpit.store.home)]
    command += ["backtest", "--processes", str(min(processes, MOST_PROCESSES))]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)


def _computed(cockpit: Cockpit, progress: Progress, processes: int) -> pl.DataFrame:
    """The back-test of the data in force, kept where nobody has changed them meanwhile."""
    key = cockpit.store.stamp().data_key
    without = set(dataset("postings").polars_schema()) - {"period"}
    periods = cockpit.store.read("postings", Scope.engine(), without=without, alike=True)
    years = closed_years(periods, newest(cockpit))
    if not years:
        raise Refused(
            "Der er ikke to hele regnskabsår i data, så fremskrivningen kan endnu ikke prøves på et tidligere år. "
            "Indlæs posteringer for de tidligere år."
        )
    found = backtested(cockpit, years, progress, processes)
    if cockpit.store.stamp().data_key == key:
        cockpit.store.put_derived(key, NAME, found)
    return found
