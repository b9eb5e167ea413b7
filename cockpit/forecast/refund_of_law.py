"""The refund that the law gives of the year, for accounts of which no closed year and no budget tells.

Of expensive cases what the dated limits give, of the kinds with a share that share of what their paragraphs are
expected to cost; less what is booked. It is laid evenly on the months awaited.
"""

import polars as pl

from cockpit import finance
from cockpit.finance.refund_costs import shared_kind, shares
from cockpit.finance.refund_parts import EXPENSIVE
from cockpit.forecast import refund_cases
from cockpit.forecast.state import MODEL_DIMS, REFUND_DRANST, State


def _owed(state: State, leaves: pl.DataFrame, ahead: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """`kind`, `area`, `kr` (positive) of the year."""
    kind = shared_kind()
    share = pl.col("kind").replace_strict(shares(state.year), default=0.0, return_dtype=pl.Float64)
    spent = leaves.with_columns(kind=kind).group_by("kind", "area").agg(kr=pl.col("amount_kr").cast(pl.Float64).sum())
    shared = spent.select("kind", "area", kr=pl.col("kr") * share)
    dear = refund_cases.of_year(state, ahead, index).select(pl.lit(EXPENSIVE).alias("kind"), "area", "kr")
    return pl.concat([shared, dear]).filter(pl.col("kr") > 0)


def _laid(owed: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """`account`, `kr`: on the kind's accounts of the area, where it has none on all of the kind; evenly."""
    places = accounts.select("kind", "area", "account")
    here = owed.join(places, on=["kind", "area"])
    anywhere = owed.join(places, on=["kind", "area"], how="anti").join(places.drop("area"), on="kind")
    parted = pl.concat([here.select("kind", "area", "account", "kr"), anywhere.select("kind", "area", "account", "kr")])
    return parted.group_by("account").agg(kr=(pl.col("kr") / pl.len().over("kind", "area")).sum())


def rest(
    state: State, accounts: pl.DataFrame, leaves: pl.DataFrame, ahead: pl.DataFrame, index: pl.DataFrame
) -> pl.DataFrame:
    """`MODEL_DIMS`, `month`, `amount_kr` (negative) of the refund `accounts` (`MODEL_DIMS`) in the months awaited.
    `leaves`: lines of all components but refunds. `ahead`, `index`: as `refund_cases.compared`."""
    named = accounts.with_columns(kind=finance.refund_kind_of(pl.col("function")))
    spent = leaves.join(accounts, on="account", how="anti")
    owed = _laid(_owed(state, spent, ahead, index), named)
    mine = state.ledger.filter((pl.col("year") == state.year) & (pl.col("dranst") == REFUND_DRANST))
    booked = mine.group_by("account").agg(booked=-pl.col("kr").sum())
    left = owed.join(booked, on="account", how="left").with_columns(left=pl.col("kr") - pl.col("booked").fill_null(0.0))
    months = pl.DataFrame({"month": state.awaited_months or state.laid_months}, schema={"month": pl.Int8})
    laid = left.filter(pl.col("left") > 0).join(accounts, on="account").join(months, how="cross")
    return laid.select(*MODEL_DIMS, "month", amount_kr=-pl.col("left") / months.height)
