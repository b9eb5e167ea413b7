"""The simple methods that a model must beat, each as a spreadsheet would do it. kr. per key of a level."""

import polars as pl

from cockpit import finance
from cockpit.forecast.persons import TOTAL, level_column
from cockpit.forecast.state import State


def _key(level: str) -> pl.Expr:
    return pl.lit(TOTAL).alias("key") if level == TOTAL else pl.col(level_column(level)).alias("key")


def _booked(state: State, level: str) -> pl.DataFrame:
    """Per key: this year until the date (`ytd`), last year (`last`), and last year until the same month."""
    until = state.now - state.january + 1
    this, last = (pl.col("year") == year for year in (state.year, state.year - 1))
    return (
        state.ledger.with_columns(_key(level))
        .group_by("key")
        .agg(
            ytd=pl.col("kr").filter(this).sum(),
            last=pl.col("kr").filter(last).sum(),
            last_ytd=pl.col("kr").filter(last & (pl.col("month") <= until)).sum(),
        )
    )


def _commitments(leaves: pl.DataFrame, level: str) -> pl.DataFrame:
    plain = leaves.filter(pl.col("component").is_in(["posted", "committed"]))
    amount = pl.col("amount_kr").sum().cast(pl.Float64)
    return plain.with_columns(_key(level)).group_by("key").agg(forecast_kr=amount)


def naive(state: State, leaves: pl.DataFrame, level: str) -> dict[str, pl.DataFrame]:
    """Method -> `key`, `forecast_kr`: budget; last year; year to date in twelfths; year to date by last year's course;
    booked plus plain commitments. A method that cannot be worked for a key leaves it out."""
    booked = _booked(state, level)
    elapsed = min(max(state.now - state.january + 1, 1), 12)
    budget = finance.budget_rows(state.data, state.year, level)
    has_course = (pl.col("last_ytd") != 0) & (pl.col("last") != 0)
    return {
        "budget": budget.select("key", forecast_kr=pl.col("adjusted_budget").cast(pl.Float64)),
        "last_year": booked.filter(pl.col("last") != 0).select("key", forecast_kr="last"),
        "ytd_scaled": booked.select("key", forecast_kr=pl.col("ytd") * 12 / elapsed),
        "last_year_share": booked.filter(has_course).select(
            "key", forecast_kr=pl.col("ytd") * pl.col("last") / pl.col("last_ytd")
        ),
        "commitments": _commitments(leaves, level),
    }
