"""`python -m bench.every_month [towns]`: how far the forecast of the total misses at the end of every month.

`bench.quality` measures three closes with oracle, ranges and simple methods; this looks at all twelve, for a fault of a
single month shows at no other. Writes `docs/forecast-every-month.md`.
"""

import argparse
import calendar
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from bench.towns import GENERATORS, case
from cockpit.contracts.calendar import month_end
from cockpit.contracts.settings import Settings
from cockpit.forecast import backtest
from cockpit.forecast.persons import TOTAL
from cockpit.forecast.ranges import MODEL

TARGET = Path(__file__).resolve().parents[1] / "docs" / "forecast-every-month.md"
KR = ("forecast_kr", "actual_kr")
HEAD = """# The forecast at the end of every month

Made by `python -m bench.every_month`; not written by hand. {towns} municipalities of each of the bench's {generators}
generators (seeds {first}–{last}). The total's forecast less the final accounts, in percent of these: the *mean* tells
of faults that all towns share, the *median miss* how far one is off. What the generators are, and what such figures
prove and what not, stands in [forecast-quality.md](forecast-quality.md).
"""


def measure(key: tuple[str, int]) -> pl.DataFrame:
    """One town: `generator`, `month`, `error_pct`."""
    town = case(*key)
    days = [month_end(town.year, month) for month in range(1, 13)]
    held = backtest(((day, town.year, town.state(day)) for day in days), town.final(), Settings())
    told = held.filter(pl.col("level") == TOTAL, pl.col("method") == MODEL).cast(dict.fromkeys(KR, pl.Float64))
    error = 100 * (pl.col("forecast_kr") / pl.col("actual_kr") - 1)
    return told.select(generator=pl.lit(town.generator), month=pl.col("as_of").dt.month(), error_pct=error)


def table(found: pl.DataFrame) -> str:
    """A row a month: mean (with its standard error) and median miss of all towns, and the mean of each generator's."""
    error = pl.col("error_pct")
    each = [error.filter(pl.col("generator") == name).mean().alias(name) for name in GENERATORS]
    sums = found.group_by("month").agg(
        *each, mean=error.mean(), chance=error.std() / pl.len().sqrt(), miss=error.abs().median()
    )  # fmt: skip
    heads = ["Close of", "Mean (± its standard error)", "Median miss", *(f"Mean, {name}" for name in GENERATORS)]
    lines = [heads, ["---"] * len(heads)]
    for row in sums.sort("month").iter_rows(named=True):
        means = [f"{row[name]:+.2f} %" for name in GENERATORS]
        whole = f"{row['mean']:+.2f} ± {row['chance']:.2f} %"
        lines.append([calendar.month_name[row["month"]], whole, f"{row['miss']:.2f} %", *means])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Measure, print, and write the document."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("towns", nargs="?", type=int, default=20, help="of each generator")
    parser.add_argument("--first-seed", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    last = asked.first_seed + asked.towns - 1
    keys = list(product(GENERATORS, range(asked.first_seed, last + 1)))
    with ProcessPoolExecutor(asked.processes, get_context("spawn")) as pool:
        found = pl.concat(pool.map(measure, keys))
    head = HEAD.format(towns=asked.towns, generators=len(GENERATORS), first=asked.first_seed, last=last)
    text = f"{head}\n{table(found)}"
    sys.stdout.write(text)
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
