"""Where only one side speaks: bills of an area that the data have no grants of, or grants of one without bills."""

from collections.abc import Mapping

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED

ONE_SIDED: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "area": pl.String(),
    "team": pl.String(),
    "amount_kr": MONEY,
}
"""What is booked where no grant can answer for it, or (-) granted where nothing is booked, by the kind of difference
that it would be."""


def answered(others: Mapping[str, pl.DataFrame]) -> pl.Expr:
    """Whether the other side has anything in a line's area. `others`: kind of difference -> that side's rows (`area`).
    A line of no area is held against all that the side has."""
    held = pl.lit(value=True)
    for kind, rows in others.items():
        known = rows["area"].fill_null(NOT_ALLOCATED).unique().sort().to_list()
        areas = [*known, NOT_ALLOCATED] if known else []
        held = pl.when(pl.col("kind") == kind).then(pl.col("area").is_in(areas)).otherwise(held)
    return held


def one_sided(lines: pl.DataFrame) -> pl.DataFrame:
    """`ONE_SIDED` of lines that nothing can be held against."""
    sums = lines.group_by("kind", "area", "team").agg(pl.col("amount_kr").sum().cast(MONEY))
    return sums.select(*ONE_SIDED).sort("kind", "area", "team")
