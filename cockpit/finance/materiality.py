"""Which deviations must be explained."""

from decimal import Decimal

import polars as pl

FLOOR_SHARE = Decimal("0.5")
"""A deviation that is large only against a small budget is material from half the limit in kr. on."""


def material(overspend: pl.Expr, adjusted_budget: pl.Expr, limit_kr: Decimal, limit_share: float) -> pl.Expr:
    """Whether a deviation is material: at least `limit_kr`; or at least `limit_share` of the adjusted budget and
    half of `limit_kr`. Null (no budget) is not a deviation."""
    size = overspend.cast(pl.Float64).abs()
    large = size >= float(limit_kr)
    against_budget = size >= limit_share * adjusted_budget.cast(pl.Float64).abs()
    return (large | (against_budget & (size >= float(limit_kr * FLOOR_SHARE)))).fill_null(value=False)
