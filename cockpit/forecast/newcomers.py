"""Those who come anew: first decisions of a chain, counted by the month in which they became known.

A month's newcomers are all told when it is closed, however late some were registered, so that nothing has to be
guessed of the latest months. How many come now is what came over three years, at the level that the latest months are
at (`level`), and rising or falling as over all of them: first the whole municipality's, then each area's beside it. A
list that has forgotten those who left before `State.ends_seen_from` tells of the part of its older newcomers that was
still there by then (`survival`).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from cockpit.forecast import level, months
from cockpit.forecast.chains import known_month
from cockpit.forecast.level import Floats
from cockpit.forecast.state import MODEL_DIMS, State

REACH = 36
"""Months of new knowledge that rates and prices are learnt from."""
EARLIEST, LATEST = -12, 6
"""A grant known a year after it began is an old one, registered anew; one that is to begin in over half a year counts
as beginning then."""
CROWD_SHARE = 0.2
"""A month that holds a fifth of all newcomers is a change of case system."""
TREND_SD = 0.05 / 12
"""Newcomers become five percent more or fewer in a year as often as not."""
FEWEST_MONTHS = 24
"""In less than two years a trend and a season can not be told apart."""
SEASON_SD = (0.10, 0.05)
"""A wave once and one twice a year swing so much, as often as not."""
MONTH_SD = 0.08
"""By so much a calendar month stands out from the waves: July."""


@dataclass(frozen=True, eq=False)
class Newcomers:
    """`came`: each first decision that became known in the counted months `first` to `last`, with `grant_id`, `chain`,
    `area`, `kind`, `known` and `born` (months since year 0), `first_share` (of the first month that is served) and
    `MODEL_DIMS`. `listed`: of each counted month, the part of its newcomers that the list still tells of."""

    came: pl.DataFrame
    first: int
    last: int
    listed: Floats

    @property
    def months(self) -> float:
        """How many months' newcomers are told of."""
        return float(self.listed.sum())


def newcomers(state: State, table: pl.DataFrame) -> Newcomers:
    """Those of the last three years, or as far back as any decision or the ledger is known: a list that tells of older
    decisions and of one newcomer has seen one in all that time. `table`: `survival.table`."""
    firsts = state.chains.filter(pl.col("follows").is_null()).select("grant_id", "chain")
    asked = ("grant_id", *MODEL_DIMS, "kind", "start_date", "registered_on", "decided_on")
    dated = state.grants.select(asked).join(firsts, on="grant_id").select(
        "grant_id", "chain", *MODEL_DIMS, "kind", known=known_month(state.closing_days),
        born=months.index(pl.col("start_date")),
        first_share=1 - (pl.col("start_date").dt.day() - 1) / pl.col("start_date").dt.month_end().dt.day(),
    )  # fmt: skip
    recent = dated.filter(
        pl.col("known").is_between(max(state.now - REACH + 1, months.index_of(state.first)), state.now)
        & (pl.col("born") - pl.col("known") >= EARLIEST)
    )
    crowd = (pl.len().over("known") > CROWD_SHARE * pl.len()) & (pl.len() > REACH)
    came = recent.filter(~crowd).sort("grant_id")
    told = dated.filter(pl.col("known") <= state.now)["known"].min()
    first = max(min(told if isinstance(told, int) else state.now, state.ledger_from), state.now - REACH + 1)
    return Newcomers(came, first, state.now, _listed(state, came, table, first))


def _listed(state: State, came: pl.DataFrame, table: pl.DataFrame, first: int) -> Floats:
    """The share that outlived the time until ends could be seen, over the kinds of help that came."""
    age = np.maximum(state.ends_seen_from - np.arange(first, state.now + 1), 0)
    counted = came.group_by("area", "kind").agg(n=pl.len())
    outlived = table.join(counted, on=["area", "kind"]).group_by("age").agg(
        share=(pl.col("log_s").exp() * pl.col("n")).sum() / pl.col("n").sum()
    ).sort("age")  # fmt: skip
    if outlived.is_empty():
        return np.ones(age.size)
    return np.where(age > 0, outlived["share"].to_numpy()[age], 1.0)


def _by_month(found: Newcomers, known: pl.Series) -> Floats:
    return np.bincount(known.to_numpy() - found.first, minlength=found.listed.size).astype(np.float64)


def _season(found: Newcomers, counts: Floats) -> Floats:
    """What the twelve calendar months have against an even year, 1 on average: waves and single months as far as the
    counts are surer of them than what is usual (the mean of a Gaussian process; C. E. Rasmussen and C. K. I. Williams,
    "Gaussian Processes for Machine Learning", 2006, formula 2.23)."""
    numbers = (found.first + np.arange(counts.size)) % 12
    came = np.bincount(numbers, weights=counts, minlength=12)
    usual = found.listed * counts.sum() / found.months
    even = np.maximum(np.bincount(numbers, weights=usual, minlength=12), 1e-9)
    apart = 2 * np.pi * np.subtract.outer(np.arange(12), np.arange(12)) / 12
    waves = sum(sd**2 * np.cos(wave * apart) for wave, sd in enumerate(SEASON_SD, start=1))
    believed = waves + MONTH_SD**2 * np.eye(12)
    doubt = np.diag(level.dispersion(counts, usual) / even)
    season = 1 + believed @ np.linalg.solve(believed + doubt, came / even - 1)
    return np.asarray(season / season.mean(), dtype=np.float64)


def _trend(counts: Floats, usual: Floats) -> float:
    """By how much a month the logarithm of the count rises: Poisson regression on time from no trend at all, drawn to
    none by what is usual (`TREND_SD`) and by how much the counts scatter."""
    months = np.arange(counts.size) - np.average(np.arange(counts.size), weights=usual)
    told = float((usual * months**2).sum())
    rise = float((months * (counts - usual)).sum()) / told
    doubt = level.dispersion(counts, usual) / told
    return rise * TREND_SD**2 / (TREND_SD**2 + doubt)


@dataclass(frozen=True, eq=False)
class Rates:
    """`levels`: `area`, `level`, newcomers a month now against the mean of the counted months. `season`: of the twelve
    calendar months. `growth`: by how much their number is multiplied from month to month."""

    levels: pl.DataFrame
    season: Floats
    growth: float


def rates(found: Newcomers) -> Rates:
    """How many come now. Not for no newcomers."""
    counts = _by_month(found, found.came["known"])
    season = _season(found, counts)
    usual = season[(found.first + np.arange(counts.size)) % 12] * found.listed / found.months
    trend = _trend(counts, counts.sum() * usual) if counts.size >= FEWEST_MONTHS else 0.0
    rising = np.exp(trend * (np.arange(counts.size) - (counts.size - 1) / 2))
    rising = rising * usual.sum() / (usual * rising).sum()
    whole = rising * level.levels(counts, counts.sum() * usual * rising)
    lines = []
    for (area,), part in sorted(found.came.partition_by("area", as_dict=True).items()):
        apart = level.levels(_by_month(found, part["known"]), part.height * usual * whole)
        lines.append((area, float(whole[-1] * apart[-1])))
    levels = pl.DataFrame(lines, schema={"area": pl.String, "level": pl.Float64}, orient="row")
    return Rates(levels, season, float(np.exp(trend)))
