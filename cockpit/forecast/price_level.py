"""Puts the grants' costs of earlier years on those years' own prices.

Many exports give a grant one price and no date: today's, also for the months before it rose. The ledger tells: where
bills and grants agree month by month, last year's bills lie a price rise below today's price. Each area's ratio in an
earlier year against the newest year is that rise, and it is taken out of the earlier year's costs. Only estimates read
these costs; what is committed is never touched.
"""

import polars as pl

FEWEST_MONTHS = 50
"""Grant months that must agree in an area and year before a price level is read from them."""
ALIKE = (0.75, 1.25)
"""A bill between these shares of the cost is the same service at another price; outside it is something else."""


def levels(costs: pl.DataFrame) -> pl.DataFrame:
    """`area`, `year`, `level`: bills over costs of the grant months that agree, newest year = 1.

    `costs`: `mi, cost, paid` (null where no bill has come)`, area`. Kr."""
    both = costs.filter((pl.col("paid") / pl.col("cost")).is_between(*ALIKE))
    sums = both.group_by("area", year=(pl.col("mi") // 12).cast(pl.Int32)).agg(
        level=pl.col("paid").sum() / pl.col("cost").sum(), n=pl.len()
    )
    told = sums.filter(pl.col("n") >= FEWEST_MONTHS).sort("area", "year")
    newest = pl.col("level").last().over("area", order_by="year")
    return told.select("area", "year", level=pl.col("level") / newest)


def adjusted(costs: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """`costs` with `cost` on each earlier year's own prices; years before the first that tells take its level."""
    placed = costs.join(grants.select("grant_id", "area"), on="grant_id", how="left")
    told = levels(placed)
    dated = placed.with_columns(year=(pl.col("mi") // 12).cast(pl.Int32))
    earliest = told.sort("year").group_by("area", maintain_order=True).agg(
        pl.col("year").first().alias("from_year"), pl.col("level").first().alias("first_level")
    )  # fmt: skip
    joined = dated.join(told, on=["area", "year"], how="left").join(earliest, on="area", how="left")
    before = pl.when(pl.col("year") < pl.col("from_year")).then("first_level").otherwise(1.0)
    level = pl.coalesce("level", before, pl.lit(1.0))
    return joined.with_columns(cost=pl.col("cost") * level).select(costs.columns)
