"""Months that the ledger lacks: what would have been booked in them is neither seen nor late.

A bill that has not come is not overdue where it may lie in a month that was never delivered to us. The share of a
service month's bills that usually comes at just that lag is then `lost`: it is missing from what is seen, and still
counts in the accounts.
"""

from collections.abc import Sequence

import polars as pl

KEY = "account"


def lost(steps: pl.DataFrame, missing: Sequence[int], key: str = KEY) -> pl.DataFrame:
    """`key`, `mi`, `lost`: the sum of the steps that fall in missing months, for each service month that has any.

    `steps`: `key`, `lag`, `step` (the share that comes at just that lag); `missing`: months since year 0."""
    booked = pl.DataFrame({"booked": missing}, schema={"booked": pl.Int32})
    crossed = steps.join(booked, how="cross").with_columns(mi=(pl.col("booked") - pl.col("lag")).cast(pl.Int32))
    return crossed.group_by(key, "mi").agg(lost=pl.col("step").sum()).sort(key, "mi")


def steps(table: pl.DataFrame, name: str, key: str = KEY) -> pl.DataFrame:
    """`key`, `lag`, `step`: what each lag adds to the share `name` of `table` (`key`, `lag`, `name`)."""
    before = pl.col(name).shift(1).over(key, order_by="lag").fill_null(0.0)
    return table.select(key, "lag", step=pl.col(name) - before)
