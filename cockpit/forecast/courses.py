"""What earlier years' books teach about the rest of a year, for accounts that no grant drives."""

from collections.abc import Sequence

import polars as pl

from cockpit.forecast.state import MODEL_DIMS, SUPPLEMENT, State

YEARS = 3
"""Closed years that a course is averaged over at most."""


def closed_years(state: State) -> list[int]:
    """The latest years before the forecast's that the ledger covers in all twelve periods, newest first."""
    return state.once("closed_years", _closed_years)


def _closed_years(state: State) -> list[int]:
    earlier = pl.col("year") < min(state.year, state.as_of.year)
    periods = state.ledger.filter(earlier & pl.col("month").is_between(1, 12))
    covered = periods.group_by("year").agg(pl.col("month").n_unique())
    return covered.filter(pl.col("month") == 12)["year"].sort(descending=True).head(YEARS).to_list()


def by_month(ledger: pl.DataFrame, years: Sequence[int], keys: Sequence[str] = MODEL_DIMS) -> pl.DataFrame:
    """`keys`, `year`, `month` 1-12, `kr`: periods 00 and 13 with January and December."""
    return _summed(ledger, years, keys, 12)


def by_period(ledger: pl.DataFrame, years: Sequence[int], keys: Sequence[str] = MODEL_DIMS) -> pl.DataFrame:
    """As `by_month`, with the supplement apart as month 13."""
    return _summed(ledger, years, keys, SUPPLEMENT)


def _summed(ledger: pl.DataFrame, years: Sequence[int], keys: Sequence[str], last: int) -> pl.DataFrame:
    folded = ledger.filter(pl.col("year").is_in(years)).with_columns(pl.col("month").clip(1, last))
    return folded.group_by(*keys, "year", "month").agg(pl.col("kr").sum())


def in_month() -> pl.Expr:
    """The month that an awaited period's amounts stand in: December for the supplement."""
    return pl.col("month").clip(upper_bound=12)


def after(state: State, ledger: pl.DataFrame, index: pl.DataFrame, years: Sequence[int]) -> pl.DataFrame:
    """`MODEL_DIMS`, `month`, `kr`: what the given years booked in the periods awaited, on average, in this year's
    prices."""
    mine = by_period(ledger, years).filter(pl.col("month").is_in(state.awaited_periods))
    priced = mine.join(index, left_on="year", right_on="from_year", how="left")
    amount = (pl.col("kr") * pl.col("index").fill_null(1.0)).sum() / max(len(years), 1)
    return priced.group_by(*MODEL_DIMS, in_month()).agg(kr=amount)
