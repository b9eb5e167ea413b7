"""Accrued: what citizens have had until the date and nobody has booked yet.

Where the ledger finds its grant at the grant's price, each unbooked grant month is accrued from the grant itself, times
the share of such months that past experience has seen billed later; bills that find no grant are added per paragraph,
as often as they came before. Elsewhere the paragraph's service month is completed by Bornhuetter-Ferguson with the
grants as prior: `prior x (1 - 1/CDF)`. Either counts only what comes before the year's books are closed. What is booked
is never estimated again, and an overpaid month gives no negative accrual.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.contracts.forecast_table import ACCRUAL_TERMS
from cockpit.forecast import arrival, gaps, leaf, loose_bills
from cockpit.forecast.arrival import Arrival
from cockpit.forecast.state import GRANT_DIMS, MODEL_DIMS, State
from cockpit.forecast.steered import Steered


@dataclass(frozen=True, eq=False)
class Accrued:
    """`lines`: of the leaf table. `terms`: what a grant's own lines are a product of, in `ACCRUAL_TERMS`."""

    lines: pl.DataFrame
    terms: pl.DataFrame


def _delivered(state: State, steered: Steered, running_on: pl.DataFrame, quiet: pl.DataFrame) -> pl.DataFrame:
    """The year's grant months until the date on driven paragraphs, those of expired grants that still run included, by
    the chance that the grant had not ended unregistered (`silence`) in the months without a bill."""
    columns = ["grant_id", "mi", "cost"]
    priced = pl.concat([state.costs.select(columns), running_on.select(columns)])
    until_now = priced.filter((pl.col("mi") <= state.now) & state.in_year()).join(quiet, on="grant_id", how="left")
    without = pl.col("mi") > pl.col("heard")
    known = until_now.with_columns(runs=pl.when(without).then("runs").otherwise(1.0), price=pl.col("cost"))
    placed = (
        known.with_columns(cost=pl.col("cost") * pl.col("runs"))
        .drop("silent", "heard")
        .join(state.grants.select(GRANT_DIMS), on="grant_id")
        .join(steered.paragraphs, on="paragraph")
    )
    return placed.with_columns(lag=(state.heard_until - pl.col("mi")).cast(pl.Int32))


def _by_grant(this_year: pl.DataFrame, state: State, bills: Arrival) -> Accrued:
    """Each grant month's unbooked rest times its chance of a bill; and, on no grant, what else usually comes. A bill
    that has not been seen may have come in a month that the ledger lacks (`gaps`)."""
    paid = state.paid.filter(state.in_year())
    unpaid = this_year.join(paid, on=["grant_id", "mi"], how="left").with_columns(pl.col("paid").fill_null(0.0))
    done = (pl.col("paid") >= arrival.PAID_SHARE * pl.col("cost")) | loose_bills.is_laid()
    rest = pl.when(done).then(0.0).otherwise(pl.col("cost") - pl.max_horizontal("paid", 0.0))
    due = bills.grants.on(unpaid.with_columns(rest=rest))
    unseen = due.join(gaps.lost(bills.first_bills(), state.gaps, "paragraph"), on=["paragraph", "mi"], how="left")
    later = pl.col("arrival").fill_null(0.0) * pl.col("waiting")
    in_gap = (pl.col("lost") + later) / (pl.col("lost") + pl.col("waiting"))
    chance = pl.when(pl.col("lost") > 0).then(in_gap).otherwise(pl.col("arrival").fill_null(1.0))
    own = unseen.with_columns(chance=chance).with_columns(amount_kr=pl.col("rest") * pl.col("chance"))
    further = due.select(*MODEL_DIMS, "month", amount_kr=pl.col("cost") * pl.col("further").fill_null(0.0))
    lines = pl.concat([leaf.lines("accrued", own), leaf.lines("accrued", further)])
    terms = own.filter(pl.col("rest") != 0).select(pl.col(name).cast(kind) for name, kind in ACCRUAL_TERMS.items())
    return Accrued(lines, terms.sort("grant_id", "month"))


def _by_paragraph(this_year: pl.DataFrame, state: State, bills: Arrival) -> pl.DataFrame:
    timely = bills.in_time(this_year, state.books_close).join(bills.shares, on=["account", "lag"], how="left")
    due = timely.join(gaps.lost(gaps.steps(bills.shares, "share"), state.gaps), on=["account", "mi"], how="left")
    seen = (pl.col("share").fill_null(1.0) - pl.col("lost").fill_null(0.0)).clip(lower_bound=0.0)
    booked = pl.when(pl.col("lag") < 0).then(0.0).otherwise(seen)
    still_to_come = (pl.col("in_time") - booked).clip(lower_bound=0.0)
    amount = pl.col("cost") * pl.col("ratio") * still_to_come
    return leaf.lines("accrued", due.select(*MODEL_DIMS, "month", amount_kr=amount))


def lines(state: State, steered: Steered, running_on: pl.DataFrame, bills: Arrival, quiet: pl.DataFrame) -> Accrued:
    """Nothing once the year has passed: a later bill is then booked on the next year, as a bill of earlier years."""
    if state.is_past or state.now < state.january:
        return Accrued(leaf.lines("accrued", pl.DataFrame()), pl.DataFrame(schema=ACCRUAL_TERMS))
    this_year = _delivered(state, steered, running_on, quiet).with_columns(state.month())
    by_grant = _by_grant(this_year.filter("agrees"), state, bills)
    by_paragraph = _by_paragraph(this_year.filter(~pl.col("agrees")), state, bills)
    return Accrued(pl.concat([by_grant.lines, by_paragraph]), by_grant.terms)
