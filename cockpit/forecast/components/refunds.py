"""Refunds: central refund and other refund of the state (dranst 2) that is still to be booked.

The year's refund is expected to stand to what it is a refund of (`refund_base`) as in the last closed year: it rests on
few citizens, most of whom are the same as then. What is still to be booked follows that year's course. Where clearly
more has been claimed than the year can give, the whole difference is paid back: then the component is positive.
"""

import polars as pl

from cockpit import finance
from cockpit.forecast import courses, leaf, refund_base, refund_cases
from cockpit.forecast.state import MODEL_DIMS, REFUND_DRANST, State

YEARS = 1
"""Closed years that the refund is expected to go on as."""
TOLERANCE = 0.25
"""A claim may exceed the expected refund of the whole year by a quarter before it is taken as too much."""


def _usual(
    state: State, refunds: pl.DataFrame, leaves: pl.DataFrame, years: list[int], cases: pl.DataFrame
) -> pl.DataFrame:
    """`MODEL_DIMS`, `month`, `usual`: what a year like the closed ones books in the month, grown with what the account
    follows."""
    earlier = refunds.filter(pl.col("year").is_in(years))
    accounts = earlier.group_by("account").agg(pl.col("area", "function").last(), received=-pl.col("kr").sum())
    growth = refund_base.growth(state, accounts, leaves, years, cases)
    grown = courses.by_month(refunds, years).join(growth, on="account")
    return grown.group_by(*MODEL_DIMS, "month").agg(usual=(pl.col("kr") * pl.col("growth")).sum())


def _from_budget(state: State) -> pl.DataFrame:
    """Refund accounts' budget in the months awaited, where no closed year tells."""
    listed = finance.chart(state.data.accounts, [state.year]).filter(pl.col("dranst") == REFUND_DRANST)
    places = listed.with_columns(pl.col("paragraph").fill_null("-"))
    monthly = finance.budget_sums_by_month(state.budget(state.year), "account").rename({"key": "account"})
    mine = places.filter("steered").join(monthly, on="account").filter(pl.col("month").is_in(state.awaited_months))
    return mine.select(*MODEL_DIMS, "month", amount_kr=pl.col("adjusted_budget").cast(pl.Float64))


def lines(state: State, leaves: pl.DataFrame, index: pl.DataFrame, ahead: pl.DataFrame) -> pl.DataFrame:
    """Refund still to come per account and month. `leaves`: the lines of all other components, posted included.
    `index`: `prices.to_year`. `ahead`: what help is expected to be given after the date (`refund_cases`)."""
    years = courses.closed_years(state)[:YEARS]
    if state.is_past:
        return leaf.lines("refunds", pl.DataFrame())
    if not years:
        return leaf.lines("refunds", _from_budget(state))
    refunds = state.ledger.filter(pl.col("dranst") == REFUND_DRANST)
    claimed_leaf = refunds.select("account").unique()
    cases = refund_cases.compared(state, ahead, years, index)
    expected = _usual(state, refunds, leaves.join(claimed_leaf, on="account", how="anti"), years, cases)
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
