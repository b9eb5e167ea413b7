"""The table of a spread: one line for each thing that may turn out otherwise, and how lines add up (`spread`)."""

import polars as pl

from cockpit.contracts.forecast_table import DIMENSIONS, NOT_ALLOCATED

SCHEMA: dict[str, pl.DataType] = {
    **{name: pl.String() for name in DIMENSIONS},
    "in_service_frame": pl.Boolean(),
    "source": pl.String(),
    "factor": pl.String(),
    "amount": pl.Float64(),
}
"""`amount`: kr. squared where `factor` is empty, else kr."""
OWN = ""
CITIZENS, RATES, PRICES, BILLS, ACCOUNTS = "citizens", "rates", "prices", "bills", "accounts"
"""Where the spread comes from. That of `citizens` would be left if every rate were known: the floor."""


def empty() -> pl.DataFrame:
    """No line: the spread is not known."""
    return pl.DataFrame(schema=SCHEMA)


def lines(frame: pl.DataFrame, source: str, factor: str | pl.Expr, amount: pl.Expr) -> pl.DataFrame:
    """Lines of the table from whatever dimensions the frame has."""
    name = pl.lit(factor) if isinstance(factor, str) else factor
    named = frame.with_columns(amount=amount.cast(pl.Float64), source=pl.lit(source), factor=name)
    absent = [pl.lit(NOT_ALLOCATED).alias(name) for name in DIMENSIONS if name not in frame.columns]
    filled = named.with_columns(absent).with_columns(
        pl.col(DIMENSIONS).fill_null(NOT_ALLOCATED), pl.col("in_service_frame").fill_null(value=True)
    )
    return filled.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()).filter(pl.col("amount") != 0)


def sd(spread: pl.DataFrame) -> pl.DataFrame:
    """`key`, `sd_kr` of a table that has been given its `key`."""
    own = spread.filter(pl.col("factor") == OWN).select("key", square="amount")
    common = spread.filter(pl.col("factor") != OWN).group_by("key", "factor").agg(pl.col("amount").sort().sum())
    both = pl.concat([own, common.select("key", square=pl.col("amount") ** 2)])
    return both.group_by("key").agg(sd_kr=pl.col("square").sort().sum().sqrt()).sort("key")
