"""How late bills come, learnt from the ledger: per account for whole months, and per grant month.

The year's books stay open until its supplement (period 13) is closed in January. What comes later is booked next year,
as a bill of earlier years, so every share here counts what comes *in time*.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.forecast import gaps, grant_bills, lateness, undated, year_end
from cockpit.forecast.lateness import REACH
from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

PAID_SHARE = 0.9
"""A grant month with nine tenths of its cost booked is taken as settled: the rest is price, not a missing bill."""


@dataclass(frozen=True, eq=False)
class Arrival:
    """`shares`: `account`, `lag`, `share` of a service month's bills booked until that lag. `closing`: of the bills
    that come in January for the year before, the part that still reaches that year's books. `year_end`: what closed
    years show of the last months (`year_end.seen`). `grants`: of the grants' months without a bill."""

    shares: pl.DataFrame
    closing: float
    year_end: pl.DataFrame
    grants: grant_bills.GrantBills

    def first_bills(self) -> pl.DataFrame:
        """`paragraph`, `lag`, `step`: the part of the cost of grant months whose first bill comes at just that lag."""
        told = self.grants.by_paragraph.with_columns(told=1 - pl.col("waiting"))
        return gaps.steps(told, "told", "paragraph")

    def in_time(self, frame: pl.DataFrame, books_close: int) -> pl.DataFrame:
        """`frame` (`account`, `mi`) with `in_time`: the share of that month's bills that reaches the year's books."""
        reaching = frame.with_columns(reach=(books_close - pl.col("mi")).cast(pl.Int32))
        here = self.shares.select("account", reach="lag", here="share")
        before = self.shares.select("account", reach=pl.col("lag") + 1, before="share")
        on = ["account", "reach"]
        joined = reaching.join(here, on=on, how="left").join(before, on=on, how="left")
        known = joined.join(self.year_end, on=on, how="left").with_columns(pl.col("weight").fill_null(0.0))
        first = pl.col("before").fill_null(0.0)
        ladder = (first + self.closing * (pl.col("here") - first)).fill_null(1.0)
        share = pl.col("weight") * pl.col("seen").fill_null(0.0) + (1 - pl.col("weight")) * ladder
        return known.with_columns(in_time=share).drop("reach", "here", "before", "seen", "weight")


def _oldest(state: State) -> int:
    return max(state.now - REACH + 1, state.ledger_from)


def learn(state: State, steered: Steered) -> Arrival:
    """The chain ladder of each account, drawn towards that of all of them; and January's closing share."""
    cells = lateness.cells(steered.comparable, _oldest(state), state.now)
    shares = lateness.shares(cells, _accounts(state, steered), state.now)
    silent = undated.share(state, steered, _oldest(state))
    if silent > undated.MOST:
        shares, silent = undated.laid(shares, undated.delays(state, steered)), 0.0
    raised = 1 / (1 - silent)
    timely = shares.with_columns(share=(1 - (1 - pl.col("share")) * raised).clip(lower_bound=0.0))
    closing = _closing_share(steered, raised)
    of_paragraphs = lateness.cells(steered.comparable, _oldest(state), state.now, "paragraph")
    books = grant_bills.Books(_oldest(state), closing, year_end.covers(state, steered), raised)
    of_grants = grant_bills.learn(state, steered, of_paragraphs, books)
    return Arrival(timely, closing, year_end.seen(state, steered, shares, raised), of_grants)


def _accounts(state: State, steered: Steered) -> pl.Series:
    """Where the driven paragraphs are booked, or their grants belong."""
    theirs = state.grants.select("paragraph", "account").join(steered.paragraphs, on="paragraph", how="semi")
    return pl.concat([steered.comparable["account"], theirs["account"]]).unique().sort()


def _closing_share(steered: Steered, raised: float) -> float:
    january = pl.col("booked") % 12 == 0
    of_last_year = steered.comparable.filter(january & (pl.col("service") // 12 == pl.col("booked") // 12 - 1))
    reached = float(of_last_year.filter(~pl.col("prior_year"))["kr"].sum())
    whole = reached + raised * float(of_last_year.filter("prior_year")["kr"].sum())
    return min(1.0, max(0.0, reached / whole)) if whole > 0 else 1.0
