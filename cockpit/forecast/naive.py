"""The simple methods that a model must beat, each as a spreadsheet would do it. kr. per key of a level."""

import polars as pl

from cockpit import finance
from cockpit.forecast.persons import TOTAL, level_column
from cockpit.forecast.state import State

TREND_MONTHS = 24
TREND_SQUARES = sum((n - (TREND_MONTHS - 1) / 2) ** 2 for n in range(TREND_MONTHS))


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


def _trend(state: State, level: str) -> pl.DataFrame:
    """The straight line through the last 24 booked months, carried to December on top of what is booked. Left out
    where the ledger is shorter than 24 months."""
    first = state.now - TREND_MONTHS + 1
    keyed = state.ledger.with_columns(_key(level))
    if state.ledger_from > first:
        return keyed.select("key", forecast_kr="kr").clear()
    in_window = keyed.filter(pl.col("booked").is_between(first, state.now) & pl.col("month").is_between(1, 12))
    offset = pl.col("booked") - first - (TREND_MONTHS - 1) / 2
    lines = in_window.group_by("key").agg(
        mean=pl.col("kr").sum() / TREND_MONTHS, slope=(offset * pl.col("kr")).sum() / TREND_SQUARES
    )
    ahead = [mi - first - (TREND_MONTHS - 1) / 2 for mi in range(max(state.now + 1, state.january), state.january + 12)]
    rest = pl.col("mean") * len(ahead) + pl.col("slope") * sum(ahead)
    booked = keyed.filter(pl.col("year") == state.year).group_by("key").agg(booked=pl.col("kr").sum())
    both = lines.join(booked, on="key", how="left")
    return both.select("key", forecast_kr=pl.col("booked").fill_null(0.0) + rest)


def _commitments(leaves: pl.DataFrame, level: str) -> pl.DataFrame:
    plain = leaves.filter(pl.col("component").is_in(["posted", "committed"]))
    amount = pl.col("amount_kr").sum().cast(pl.Float64)
    return plain.with_columns(_key(level)).group_by("key").agg(forecast_kr=amount)


def naive(state: State, leaves: pl.DataFrame, level: str) -> dict[str, pl.DataFrame]:
    """Method -> `key`, `forecast_kr`: budget; last year; year to date in twelfths; year to date by last year's course;
    24 months' straight line; booked plus plain commitments. A method that cannot be worked for a key leaves it out."""
    booked = _booked(state, level)
    elapsed = min(max(state.now - state.january + 1, 1), 12)
    budget = finance.budget_sums(state.budget(state.year), level)
    has_course = (pl.col("last_ytd") != 0) & (pl.col("last") != 0)
    return {
        "budget": budget.select("key", forecast_kr=pl.col("adjusted_budget").cast(pl.Float64)),
        "last_year": booked.filter(pl.col("last") != 0).select("key", forecast_kr="last"),
        "ytd_scaled": booked.select("key", forecast_kr=pl.col("ytd") * 12 / elapsed),
        "last_year_share": booked.filter(has_course).select(
            "key", forecast_kr=pl.col("ytd") * pl.col("last") / pl.col("last_ytd")
        ),
        "linear_trend": _trend(state, level),
        "commitments": _commitments(leaves, level),
    }
