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
    known = {name: pl.col(name) if name in frame.columns else pl.lit(None) for name in DIMENSIONS}
    told = {
        **{name: column.cast(pl.String).fill_null(NOT_ALLOCATED) for name, column in known.items()},
        "in_service_frame": pl.col("in_service_frame").fill_null(value=True),
        "source": pl.lit(source),
        "factor": pl.lit(factor) if isinstance(factor, str) else factor,
        "amount": amount,
    }
    return frame.select(told[name].cast(dtype).alias(name) for name, dtype in SCHEMA.items()).filter(
        pl.col("amount") != 0
    )


def sd(spread: pl.DataFrame) -> pl.DataFrame:
    """`key`, `sd_kr` of a table that has been given its `key`."""
    own = spread.filter(pl.col("factor") == OWN).select("key", square="amount")
    common = spread.filter(pl.col("factor") != OWN).group_by("key", "factor").agg(pl.col("amount").sort().sum())
    both = pl.concat([own, common.select("key", square=pl.col("amount") ** 2)])
    return both.group_by("key").agg(sd_kr=pl.col("square").sort().sum().sqrt()).sort("key")
