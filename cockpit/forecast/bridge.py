"""From one forecast of a year to the next: every krone of the difference has a reason, and the reasons add up.

What a changed grant costs over the year, more or less, is its own bar (`finance.movements`). What is left is told apart
by where it comes from: bills against what was expected of unchanged grants, inflow and outflow that was expected and
has come true or is judged anew, accounts that no grant steers, refunds, skøn, a chosen method. Domain formula 7.
"""

import polars as pl

from cockpit import finance
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.forecast.compute import ForecastResult

PLACES = ("committee", "area", "function", "paragraph", "provider", "team", "grant_id")
SCHEMA: dict[str, pl.DataType] = {"kind": pl.String(), **dict.fromkeys(PLACES, pl.String()), "amount_kr": MONEY}
GRANT_KINDS = tuple(kind for kind in finance.KINDS if kind != "ledger")
KINDS = (*GRANT_KINDS, "ledger", "outflow", "inflow", "other", "refunds", "adjustment", "method", "restated")
"""In the order in which a bridge shows them."""
_OF_COMPONENT = {
    "accrued": "ledger",
    "committed": "ledger",
    "outflow": "outflow",
    "pipeline": "inflow",
    "inflow": "inflow",
    "other": "other",
    "refunds": "refunds",
    "adjustment": "adjustment",
}
_DRIVEN = ("accrued", "committed", "outflow", "pipeline", "inflow")


def bridge(before: ForecastResult, after: ForecastResult) -> pl.DataFrame:
    """`kind` (of `KINDS`), `PLACES` and `amount_kr` of everything that moved the year's forecast from `before` to
    `after`; sums to the øre to the difference of the two, in total and inside every place. Sorted.

    The lines that approved methods gave (`ForecastResult.method`) are a bar of their own. Two equal forecasts have no
    line.
    """
    changes = pl.concat([_leaves(before, after), _method(before.method, after.method), _moved(before, after)])
    sums = changes.group_by("kind", *PLACES).agg(pl.col("amount_kr").sum().cast(MONEY))
    return sums.filter(pl.col("amount_kr") != 0).select(*SCHEMA).sort(*SCHEMA)


def restated(locked: pl.DataFrame, before: ForecastResult) -> pl.DataFrame:
    """What the same close gives today beyond what was locked (leaf tables): data corrected backwards, other settings,
    a new version of the model. One kind, `restated`, in the shape of `bridge`."""
    signed = pl.concat([_places(before.leaves), _negated(_places(locked))]).with_columns(kind=pl.lit("restated"))
    sums = signed.group_by("kind", *PLACES).agg(pl.col("amount_kr").sum().cast(MONEY))
    return sums.filter(pl.col("amount_kr") != 0).select(*SCHEMA).sort(*SCHEMA)


def _places(leaves: pl.DataFrame) -> pl.DataFrame:
    return leaves.select(*PLACES, "amount_kr")


def _negated(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns((-pl.col("amount_kr")).cast(MONEY))


def _accounts(before: ForecastResult, after: ForecastResult, names: tuple[str, ...]) -> pl.Series:
    """Accounts on which either forecast has a line of these components."""
    both = pl.concat([before.leaves, after.leaves])
    return both.filter(pl.col("component").is_in(names))["account"].unique()


def _leaves(before: ForecastResult, after: ForecastResult) -> pl.DataFrame:
    """The leaves' differences by kind. What is booked counts where what it was expected as counted: on an account that
    grants drive with their bills, else with the other accounts; a bill of an earlier year always there."""
    driven = pl.col("account").is_in(_accounts(before, after, _DRIVEN).implode()) & ~pl.col("prior_year")
    refunded = pl.col("account").is_in(_accounts(before, after, ("refunds",)).implode())
    booked = (
        pl.when(driven).then(pl.lit("ledger")).when(refunded).then(pl.lit("refunds")).otherwise(pl.lit("other"))
    )  # fmt: skip
    kind = pl.col("component").replace_strict(_OF_COMPONENT, default=None, return_dtype=pl.String)
    named = pl.coalesce(kind, booked).alias("kind")
    signed = pl.concat([after.leaves, _negated(before.leaves)]).with_columns(named)
    return signed.select(*SCHEMA)


def _method(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The chosen methods' lines, taken out of the component that holds them."""
    signed = pl.concat([after, _negated(before)])
    bar = signed.with_columns(kind=pl.lit("method")).select(*SCHEMA)
    out = pl.col("component").replace_strict(_OF_COMPONENT, default="other", return_dtype=pl.String)
    return pl.concat([bar, _negated(signed.with_columns(kind=out).select(*SCHEMA))])


def _moved(before: ForecastResult, after: ForecastResult) -> pl.DataFrame:
    """Each changed grant's cost of the year on its own bar, and taken out of the bills' bar in the same place."""
    moves = after.movements(before).filter(pl.col("kind").is_in(GRANT_KINDS))
    lines = pl.concat([after.allocated.grants, before.allocated.grants], how="diagonal_relaxed").unique(
        "grant_id", keep="first", maintain_order=True
    )
    placed = moves.join(lines.select("grant_id", "committee", "function"), on="grant_id", how="left")
    filled = placed.with_columns(pl.col(PLACES).fill_null(NOT_ALLOCATED)).select(*SCHEMA)
    return pl.concat([filled, _negated(filled.with_columns(kind=pl.lit("ledger")))])
