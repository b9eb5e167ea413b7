"""Refunds: central refund and other refund of the state (dranst 2) that is still to be booked.

The year's refund is expected to be the same share of the gross spend of its area as in the last closed years. What is
still to be booked follows those years' course. Where clearly more has been claimed than the year can give, the whole
difference is paid back: then the component is positive.
"""

import polars as pl

from cockpit import finance
from cockpit.forecast import courses, leaf
from cockpit.forecast.state import MODEL_DIMS, REFUND_DRANST, State

TOLERANCE = 0.25
"""A claim may exceed the expected refund of the whole year by a quarter before it is taken as too much."""


def _gross_of_years(state: State, years: list[int]) -> pl.DataFrame:
    """`area`, `year`, `gross`: spend before refund; the whole municipality's on `*`."""
    spend = state.ledger.filter(pl.col("year").is_in(years) & (pl.col("dranst") != REFUND_DRANST))
    return _with_whole(spend.group_by("area", "year").agg(gross=pl.col("kr").sum()), ["year"])


def _with_whole(by_area: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    whole = by_area.group_by(keys).agg(pl.col("gross").sum()) if keys else by_area.select(pl.col("gross").sum())
    return pl.concat([by_area, whole.select(pl.lit("*").alias("area"), *keys, "gross")])


def _expected(state: State, refunds: pl.DataFrame, leaves: pl.DataFrame, years: list[int]) -> pl.DataFrame:
    """Per refund account: the year's expected refund and each month's usual part of it."""
    past = courses.by_month(refunds, years)
    gross = _gross_of_years(state, years)
    own = gross.group_by("area").agg(gross=pl.col("gross").sum())
    mine = (
        leaves.filter(pl.col("month").is_between(0, 13))
        .group_by("area")
        .agg(gross=pl.col("amount_kr").cast(pl.Float64).sum())
    )
    now = _with_whole(mine, []).rename({"gross": "gross_now"})
    base = own.join(now, on="area").filter((pl.col("gross") > 0) & (pl.col("gross_now") > 0))
    known = past.with_columns(
        base=pl.when(pl.col("area").is_in(base["area"].implode())).then("area").otherwise(pl.lit("*"))
    )
    scaled = known.join(base, left_on="base", right_on="area").with_columns(
        kr=pl.col("kr") * pl.col("gross_now") / pl.col("gross")
    )
    return scaled.group_by(*MODEL_DIMS, "month").agg(usual=pl.col("kr").sum())


def _from_budget(state: State) -> pl.DataFrame:
    """Refund accounts' budget in the months awaited, where no closed year tells."""
    listed = finance.chart(state.data.accounts, [state.year]).filter(pl.col("dranst") == REFUND_DRANST)
    places = listed.with_columns(pl.col("paragraph").fill_null("-"))
    monthly = finance.budget_sums_by_month(state.budget(state.year), "account").rename({"key": "account"})
    mine = places.filter("steered").join(monthly, on="account").filter(pl.col("month").is_in(state.awaited_months))
    return mine.select(*MODEL_DIMS, "month", amount_kr=pl.col("adjusted_budget").cast(pl.Float64))


def lines(state: State, leaves: pl.DataFrame) -> pl.DataFrame:
    """Refund still to come per account and month; `leaves` are the lines of all other components, posted included."""
    years = courses.closed_years(state)
    if state.is_past:
        return leaf.lines("refunds", pl.DataFrame())
    if not years:
        return leaf.lines("refunds", _from_budget(state))
    refunds = state.ledger.filter(pl.col("dranst") == REFUND_DRANST)
    claimed_leaf = refunds.select("account").unique()
    expected = _expected(state, refunds, leaves.join(claimed_leaf, on="account", how="anti"), years)
    booked = refunds.filter(pl.col("year") == state.year).group_by(MODEL_DIMS).agg(booked=pl.col("kr").sum())
    rated = expected.join(booked, on=MODEL_DIMS, how="left").with_columns(
        pl.col("booked").fill_null(0.0), whole=pl.col("usual").sum().over(MODEL_DIMS)
    )
    too_much = (
        pl.lit(bool(state.open_months)) & (pl.col("whole") < 0) & (pl.col("booked") < (1 + TOLERANCE) * pl.col("whole"))
    )
    usual = rated.filter(~too_much & pl.col("month").is_in(state.awaited_months))
    back = rated.filter(too_much).unique(MODEL_DIMS).select(
        *MODEL_DIMS, month=pl.lit(12, pl.Int8), amount_kr=pl.col("whole") - pl.col("booked")
    )  # fmt: skip
    return leaf.lines("refunds", pl.concat([usual.select(*MODEL_DIMS, "month", amount_kr="usual"), back]))
