"""Accrued: what citizens have had until the date and nobody has booked yet.

Where the ledger finds its grant at the grant's price, each unbooked grant month is accrued from the grant itself, times
the share of such months that past experience has seen billed later. Elsewhere the paragraph's service month is
completed by Bornhuetter-Ferguson with the grants as prior: `prior x (1 - 1/CDF)`. What is booked is never estimated
again, and an overpaid month gives no negative accrual.
"""

import polars as pl

from cockpit.forecast import arrival, leaf
from cockpit.forecast.state import GRANT_DIMS, MODEL_DIMS, State
from cockpit.forecast.steered import Steered


def _delivered(state: State, steered: Steered, running_on: pl.DataFrame) -> pl.DataFrame:
    """Grant months until the date on driven paragraphs, those of expired grants that still run included."""
    columns = ["grant_id", "mi", "cost"]
    priced = pl.concat([state.costs.select(columns), running_on.select(columns)])
    known = priced.filter((pl.col("mi") <= state.now) & (pl.col("mi") > state.now - arrival.REACH))
    return known.join(state.grants.select(GRANT_DIMS), on="grant_id").join(steered.paragraphs, on="paragraph")


def _by_grant(state: State, delivered: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    shares = arrival.arrivals(state, delivered, paid)
    this_year = delivered.filter(pl.col("agrees") & state.in_year())
    unpaid = this_year.join(paid, on=["grant_id", "mi"], how="left").with_columns(pl.col("paid").fill_null(0.0))
    settled = pl.col("paid") >= arrival.PAID_SHARE * pl.col("cost")
    rest = pl.when(settled).then(0.0).otherwise(pl.col("cost") - pl.max_horizontal("paid", 0.0))
    lagged = unpaid.with_columns(rest=rest, lag=(state.now - pl.col("mi")).cast(pl.Int32))
    due = lagged.join(shares, on=["paragraph", "lag"], how="left")
    return due.with_columns(state.month(), amount_kr=pl.col("rest") * pl.col("arrival").fill_null(1.0))


def _by_paragraph(state: State, steered: Steered, delivered: pl.DataFrame) -> pl.DataFrame:
    shares = arrival.reported_shares(state, steered)
    this_year = delivered.filter(~pl.col("agrees") & state.in_year())
    lagged = this_year.with_columns(lag=(state.now - pl.col("mi")).cast(pl.Int32))
    due = lagged.join(shares, on=["paragraph", "lag"], how="left")
    amount = pl.col("cost") * pl.col("ratio") * (1 - pl.col("share").fill_null(1.0))
    return due.select(*MODEL_DIMS, state.month(), amount_kr=amount)


def lines(state: State, steered: Steered, running_on: pl.DataFrame) -> pl.DataFrame:
    """Nothing once the year has passed: a later bill is then booked on the next year, as a bill of earlier years."""
    if state.is_past or state.now < state.january:
        return leaf.lines("accrued", pl.DataFrame())
    delivered = _delivered(state, steered, running_on)
    by_grant = _by_grant(state, delivered, arrival.settled(state, steered))
    by_paragraph = _by_paragraph(state, steered, delivered)
    return pl.concat([leaf.lines("accrued", by_grant), leaf.lines("accrued", by_paragraph)])
