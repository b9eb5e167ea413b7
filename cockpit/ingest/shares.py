"""Shares and percentages, however the file writes them: `0,8`, `80`, `80 %`."""

import polars as pl

from cockpit.ingest import amounts

SHARE, PERCENT = "andel 0-1", "procent"
LARGEST = 1.5
"""The largest number that a column of shares holds: a house may be used by more than 100 %, and nobody writes 1.2 %."""
SIGN = r"(?i)\s*(?:%|pct\.?|procent)$"


def share(text: pl.Series, unit: str, *, comma: bool) -> tuple[pl.Series, pl.Series]:
    """The numbers in the field's unit, and where the file wrote them in the other one. A number with a sign is a
    percentage; one without is what the column's largest such number tells. A share that is not between 0 and 1 is
    not read."""
    signed = text.str.contains(SIGN).fill_null(value=False)
    value = amounts.number(text.str.replace(SIGN, ""), comma=comma)
    largest = value.filter(~signed).cast(pl.Float64).max()
    percent = signed | (isinstance(largest, float) and largest > LARGEST)
    turned = value.is_not_null() & (percent if unit == SHARE else ~percent)
    exact = pl.lit(value) / 100 if unit == SHARE else pl.lit(value) * 100
    found = pl.select(pl.when(pl.lit(turned)).then(exact.cast(value.dtype)).otherwise(pl.lit(value))).to_series()
    if unit == SHARE:
        found = found.set(~found.cast(pl.Float64).is_between(0, 1), None)
    return found.alias(text.name), turned
