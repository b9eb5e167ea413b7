"""`python -m bench.quality [towns]`: the forecast, the simple methods, an oracle and a Markov model against the truth.

Writes `docs/forecast-quality.md`. The towns come from five generators that share no code of how citizens, case workers
and books behave (`cockpit.demo`, `bench.chains`, `bench.terse`, `bench.patchwork` and `bench.desks`); each is a small
municipality (about 400 active grants) in one of six scenarios. What is forecast from is what was known at the close;
the truth is held apart.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from bench import markov
from bench.quality_report import report
from bench.towns import GENERATORS, Case, case
from cockpit.contracts.calendar import month_end
from cockpit.contracts.settings import Settings
from cockpit.forecast import backtest, compute, rows
from cockpit.forecast.state import prepare

TARGET = Path(__file__).resolve().parents[1] / "docs" / "forecast-quality.md"
MONTHS = (3, 6, 9)
LEVELS = ("total", "function", "paragraph")
BOUNDS = ("low80", "high80", "low95", "high95")
KEYS = ("as_of", "level", "key", "method")


def _history(town: Case) -> pl.DataFrame:
    """The town's own back-test of its closed years, at the closes that are measured."""
    days = [month_end(year, month) for year in range(town.first_closed, town.year) for month in MONTHS]
    return backtest(((day, day.year, town.state(day)) for day in days), town.state(month_end(town.year, 3)), Settings())


def _ranges(town: Case, errors: pl.DataFrame, day: dt.date) -> Iterator[pl.DataFrame]:
    data = town.state(day)
    result = compute(data, day, day.year, Settings())
    for level in LEVELS:
        found = rows(result, data, level, errors=errors)
        yield found.select("as_of", "level", "key", *BOUNDS).cast(dict.fromkeys(BOUNDS, pl.Float64))


def _yardsticks(town: Case, day: dt.date) -> Iterator[pl.DataFrame]:
    """The oracle's and the Markov model's forecasts at a close."""
    known = town.oracle(day)
    yield known.select(pl.lit(day).alias("as_of"), "level", "key", pl.lit("oracle").alias("method"), "forecast_kr")
    middle, low, high = markov.forecast(prepare(town.state(day), day, day.year, Settings()))
    yield pl.DataFrame(
        {"as_of": [day], "level": ["total"], "key": ["total"], "method": ["markov"], "forecast_kr": [middle],
         "low95": [low], "high95": [high]}
    )  # fmt: skip


def measure(key: tuple[str, int], *, with_ranges: bool = True) -> pl.DataFrame:
    """One town: `generator, seed, scenario, year`, `KEYS`, `forecast_kr, actual_kr` and the ranges."""
    town = case(*key)
    days = [month_end(town.year, month) for month in MONTHS]
    held = backtest(((day, town.year, town.state(day)) for day in days), town.final(), Settings())
    told = held.filter(pl.col("level").is_in(LEVELS)).select(*KEYS, "forecast_kr", "actual_kr", "sd_kr")
    told = told.cast({"forecast_kr": pl.Float64, "actual_kr": pl.Float64})
    final = told.select("as_of", "level", "key", "actual_kr").unique()
    more = pl.concat([part for day in days for part in _yardsticks(town, day)], how="diagonal")
    told = pl.concat([told, more.join(final, on=["as_of", "level", "key"])], how="diagonal")
    if with_ranges:
        errors = _history(town)
        mine = pl.concat([part for day in days for part in _ranges(town, errors, day)])
        told = _with(told, mine)
    return told.with_columns(
        generator=pl.lit(town.generator), seed=town.seed, scenario=pl.lit(town.scenario), year=town.year
    )


def _with(told: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    """The model's ranges beside those that are there."""
    joined = told.join(mine.with_columns(method=pl.lit("model")), on=KEYS, how="left", suffix="_own")
    same = [name for name in BOUNDS if f"{name}_own" in joined.columns]
    return joined.with_columns(pl.coalesce(f"{name}_own", name).alias(name) for name in same).drop(
        f"{name}_own" for name in same
    )


def kept_or_measured(key: tuple[str, int], keep: Path | None, *, with_ranges: bool = True) -> pl.DataFrame:
    """`measure`, read from the folder `keep` where an earlier run has left it there, else left there for a later one.
    A run that dies half-way leaves whole towns only."""
    if keep is None:
        return measure(key, with_ranges=with_ranges)
    there = keep / f"{key[0]}-{key[1]}{'' if with_ranges else '-no-ranges'}.parquet"
    if not there.exists():
        half = there.with_suffix(".half")
        measure(key, with_ranges=with_ranges).write_parquet(half)
        half.replace(there)
    return pl.read_parquet(there)


def measured(
    keys: list[tuple[str, int]], processes: int, *, with_ranges: bool = True, keep: Path | None = None
) -> pl.DataFrame:
    """All towns, in a few processes; which process takes which town makes no difference."""
    work = partial(kept_or_measured, keep=keep, with_ranges=with_ranges)
    if processes == 1:
        return pl.concat(_told(map(work, keys), len(keys)), how="diagonal")
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return pl.concat(_told(pool.map(work, keys), len(keys)), how="diagonal")


def _told(parts: Iterable[pl.DataFrame], count: int) -> Iterator[pl.DataFrame]:
    for number, part in enumerate(parts, start=1):
        print(f"{number}/{count}", end="\r", file=sys.stderr, flush=True)
        yield part


def _kept(files: list[Path]) -> pl.DataFrame:
    """Single results of earlier runs, of towns that every generator was measured on."""
    parts = pl.concat([pl.read_parquet(path) for path in files], how="diagonal").unique(maintain_order=True)
    seeds = parts.group_by("seed").agg(pl.col("generator").n_unique())
    whole = seeds.filter(pl.col("generator") == pl.col("generator").max())["seed"]
    return parts.filter(pl.col("seed").is_in(whole.implode()))


def main() -> None:
    """Measure, print, and write the document where all of it was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("towns", nargs="?", type=int, default=40, help="of each generator")
    parser.add_argument("--generator", choices=GENERATORS, action="append", help="default: all")
    parser.add_argument("--first-seed", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--no-ranges", action="store_true", help="errors only: three times as fast, nothing is written")
    parser.add_argument("--kept", type=Path, action="append", help="measure nothing: tell what was kept here")
    parser.add_argument("--keep", type=Path, help="folder for each town's results; a second run goes on where it died")
    asked = parser.parse_args()
    seeds = range(asked.first_seed, asked.first_seed + asked.towns)
    keys = list(product(asked.generator or GENERATORS, seeds))
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    with_ranges = not asked.no_ranges
    found = (
        _kept(asked.kept) if asked.kept else measured(keys, asked.processes, with_ranges=with_ranges, keep=asked.keep)
    )
    text = report(found)
    print(text)
    if not asked.no_ranges:
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
