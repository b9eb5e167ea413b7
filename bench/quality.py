"""`python -m bench.quality [towns]`: the forecast and the simple methods against the truth of many synthetic towns.

Writes `docs/forecast-quality.md`. Each town is a small municipality (about 400 active grants) with parameters of its
own, in one of five scenarios. What is forecast from is what was known at the close; the truth is held apart.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from bench.quality_report import report
from cockpit.contracts.calendar import month_end
from cockpit.contracts.settings import Settings
from cockpit.demo import Municipality
from cockpit.demo.generate import build
from cockpit.demo.parameters import Parameters, Size
from cockpit.demo.state import state
from cockpit.forecast import backtest, compute, rows

TARGET = Path(__file__).resolve().parents[1] / "docs" / "forecast-quality.md"
MONTHS = (3, 6, 9)
PROCESSES = 2
LEVELS = ("total", "function", "paragraph")
BOUNDS = ("low80", "high80", "low95", "high95")
SCENARIOS = {
    "steady": {"growth": 0.01, "late_registration": 0.08, "end_date_noise": 0.8},
    "growth": {"growth": 0.06},
    "shrinkage": {"growth": -0.04},
    "turn": {},
    "untidy": {"late_registration": 0.25, "end_date_noise": 2.0, "invoice_delay": 2.0, "prior_year_bills": 0.1},
}
"""What a scenario fixes; everything else varies by seed. In a turn the year's new cases are 1.7 times the usual or
0.5 times, every second town each."""


def parameters(seed: int) -> tuple[str, Parameters]:
    """The scenario and parameters of a seed. Every second town's year is 2025, the others' 2026."""
    names = tuple(SCENARIOS)
    scenario, turn = names[seed % len(names)], seed // len(names)
    year = 2025 + turn % 2
    drawn = Parameters.varied(seed, size=Size.SMALL, last_month=dt.date(year, 9, 30))
    shock = {year: 1.7 if turn // 2 % 2 else 0.5} if scenario == "turn" else {}
    return scenario, replace(drawn, inflow_shock=shock, **SCENARIOS[scenario])


def _history(town: Municipality, year: int) -> pl.DataFrame:
    """The town's own back-test of its closed years, in the months that its ranges ask for."""
    first = town.parameters.first_year + 1
    asked = [month + step for month in MONTHS for step in (-1, 0, 1)]
    days = [month_end(earlier, month) for earlier in range(first, year) for month in asked]
    return backtest(((day, day.year, state(town, day)) for day in days), state(town, month_end(year, 3)), Settings())


def _ranges(town: Municipality, errors: pl.DataFrame, day: dt.date) -> Iterator[pl.DataFrame]:
    data = state(town, day)
    result = compute(data, day, day.year, Settings())
    for level in LEVELS:
        found = rows(result, data, level, errors=errors)
        yield found.select("as_of", "level", "key", *BOUNDS).cast(dict.fromkeys(BOUNDS, pl.Float64))


def measure(seed: int, *, with_ranges: bool = True) -> pl.DataFrame:
    """One town: `seed, scenario, as_of, level, key, method, forecast_kr, actual_kr` and the model's ranges."""
    scenario, drawn = parameters(seed)
    town = build(drawn)
    year = drawn.last_month.year
    days = [month_end(year, month) for month in MONTHS]
    held = backtest(((day, year, state(town, day)) for day in days), state(town, dt.date(year + 1, 2, 28)), Settings())
    told = held.filter(pl.col("level").is_in(LEVELS)).cast({"forecast_kr": pl.Float64, "actual_kr": pl.Float64})
    if with_ranges:
        errors = _history(town, year)
        ranged = pl.concat([part for day in days for part in _ranges(town, errors, day)])
        mine = ranged.with_columns(method=pl.lit("model"))
        told = told.join(mine, on=["as_of", "level", "key", "method"], how="left")
    return told.with_columns(seed=pl.lit(seed), scenario=pl.lit(scenario))


def measured(seeds: range, processes: int, *, with_ranges: bool = True) -> pl.DataFrame:
    """All towns, in a few processes; which process takes which town makes no difference."""
    work = partial(measure, with_ranges=with_ranges)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return pl.concat(_told(pool.map(work, seeds), len(seeds)))


def _told(parts: Iterable[pl.DataFrame], count: int) -> Iterator[pl.DataFrame]:
    for number, part in enumerate(parts, start=1):
        print(f"{number}/{count}", end="\r", file=sys.stderr, flush=True)
        yield part


def main() -> None:
    """Measure, print, and write the document where all of it was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("towns", nargs="?", type=int, default=40)
    parser.add_argument("--first-seed", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--no-ranges", action="store_true", help="errors only: four times as fast, nothing is written")
    parser.add_argument("--keep", type=Path, help="write the single results here (parquet)")
    asked = parser.parse_args()
    seeds = range(asked.first_seed, asked.first_seed + asked.towns)
    found = measured(seeds, asked.processes, with_ranges=not asked.no_ranges)
    if asked.keep:
        found.write_parquet(asked.keep)
    text = report(found)
    print(text)
    if not asked.no_ranges:
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
