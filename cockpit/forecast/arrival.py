"""How late bills come, learnt from the ledger: per account for whole months, and per grant month.

The year's books stay open until its supplement (period 13) is closed in January. What comes later is booked next year,
as a bill of earlier years, so every share here counts what comes *in time*.
"""

from dataclasses import dataclass

import polars as pl

from cockpit.forecast import gaps, lateness, undated, year_end
from cockpit.forecast.lateness import LAST_LAG, REACH
from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

PRIOR_GRANT_MONTHS = 10.0
OLDEST_OPEN = 6
"""Grant months are followed until at least this age before one says whether a bill came."""
ARRIVAL_BOUND = 1.25
PAID_SHARE = 0.9
"""A grant month with nine tenths of its cost booked is taken as settled: the rest is price, not a missing bill."""


@dataclass(frozen=True, eq=False)
class Arrival:
    """`shares`: `account`, `lag`, `share` of a service month's bills booked until that lag. `closing`: of the bills
    that come in January for the year before, the part that still reaches that year's books. `year_end`: what closed
    years show of the last months (`year_end.seen`). `by_grant`: see `_by_grant`."""

    shares: pl.DataFrame
    closing: float
    year_end: pl.DataFrame
    by_grant: pl.DataFrame

    def first_bills(self) -> pl.DataFrame:
        """`paragraph`, `lag`, `step`: the part of the cost of grant months whose first bill comes at just that lag."""
        told = self.by_grant.with_columns(told=1 - pl.col("waiting"))
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
        shares, silent = undated.laid(shares, undated.delay(state, steered)), 0.0
    raised = 1 / (1 - silent)
    timely = shares.with_columns(share=(1 - (1 - pl.col("share")) * raised).clip(lower_bound=0.0))
    closing = _closing_share(steered, raised)
    of_paragraphs = lateness.cells(steered.comparable, _oldest(state), state.now, "paragraph")
    by_grant = _by_grant(state, steered, of_paragraphs, closing).with_columns(
        (pl.col("arrival", "further") * raised).clip(0, ARRIVAL_BOUND)
    )
    return Arrival(timely, closing, year_end.seen(state, steered, shares, raised), by_grant)


def _accounts(state: State, steered: Steered) -> pl.Series:
    """Where the driven paragraphs are booked, or their grants belong."""
    theirs = state.grants.join(steered.paragraphs, on="paragraph", how="semi")
    return pl.concat([steered.comparable["account"], theirs["account"]]).unique().sort()


def _closing_share(steered: Steered, raised: float) -> float:
    january = pl.col("booked") % 12 == 0
    of_last_year = steered.comparable.filter(january & (pl.col("service") // 12 == pl.col("booked") // 12 - 1))
    reached = float(of_last_year.filter(~pl.col("prior_year"))["kr"].sum())
    whole = reached + raised * float(of_last_year.filter("prior_year")["kr"].sum())
    return min(1.0, max(0.0, reached / whole)) if whole > 0 else 1.0


def _by_grant(state: State, steered: Steered, bills: pl.DataFrame, closing: float) -> pl.DataFrame:
    """`paragraph`, `lag`, `waiting`, `arrival`, `further`, learnt from months old enough to tell.

    `waiting`: the part of all grant months' cost that has no bill at that lag. `arrival`: the part of this that is
    billed later and in time. `further`: what else came later and in time on the paragraph (bills that no grant is found
    for, second bills, credit notes) over all cost."""
    until = state.now - OLDEST_OPEN
    placed = state.costs.join(state.grants.select("grant_id", "paragraph"), on="grant_id")
    driven = placed.filter(pl.col("paragraph").is_in(steered.paragraphs["paragraph"].implode()))
    told = driven.filter(pl.col("mi").is_between(_oldest(state), until) & (pl.col("cost") > 0))
    months = told.with_columns(pl.col("first_lag").fill_null(LAST_LAG + 1), pl.col("paid").fill_null(0.0))
    counts = months.group_by("paragraph", "first_lag").agg(pl.col("paid", "cost").sum(), n=pl.len())
    arrived = bills.filter(pl.col("service") <= until).group_by("paragraph", "lag").agg(pl.col("kr").sum())
    still_open = state.books_close - state.now
    frames = [_at_lag(counts, arrived, lag, lag + still_open, closing) for lag in range(LAST_LAG + 1)]
    return _shrunk(pl.concat(frames))


def _timely(lag: str, last: int, closing: float) -> pl.Expr:
    """1 for what comes before the last lag in time, the closing share at that lag, 0 after it."""
    return pl.when(pl.col(lag) < last).then(1.0).when(pl.col(lag) == last).then(closing).otherwise(0.0)


def _at_lag(counts: pl.DataFrame, arrived: pl.DataFrame, lag: int, last: int, closing: float) -> pl.DataFrame:
    """Per paragraph: cost without a bill at `lag`, what came on it until `last`, and what came in all."""
    waiting = pl.col("first_lag") > lag
    own = counts.group_by("paragraph").agg(
        paid=(pl.col("paid") * _timely("first_lag", last, closing)).filter(waiting).sum(),
        cost=pl.col("cost").filter(waiting).sum(),
        all_cost=pl.col("cost").sum(),
        n=pl.col("n").filter(waiting).sum(),
    )
    coming = arrived.filter(pl.col("lag") > lag).group_by("paragraph")
    later = coming.agg(later=(pl.col("kr") * _timely("lag", last, closing)).sum())
    joined = own.join(later, on="paragraph", how="left").with_columns(pl.col("later").fill_null(0.0))
    return joined.with_columns(lag=pl.lit(lag, pl.Int32))


def _over(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """The share; null where there is nothing to be a share of."""
    return pl.when(whole > 0).then(part / whole)


def _shrunk(sums: pl.DataFrame) -> pl.DataFrame:
    """Both shares drawn towards those of all paragraphs at the same lag."""
    weight = pl.col("n") / (pl.col("n") + PRIOR_GRANT_MONTHS)
    pool = _over(pl.col("paid").sum().over("lag"), pl.col("cost").sum().over("lag"))
    own = pl.coalesce(_over(pl.col("paid"), pl.col("cost")), pool)
    other = pl.col("later") - pl.col("paid")
    waiting = _over(pl.col("cost"), pl.col("all_cost"))
    pooled_waiting = _over(pl.col("cost").sum().over("lag"), pl.col("all_cost").sum().over("lag"))
    rest = _over(other, pl.col("all_cost"))
    pooled_rest = _over(other.sum().over("lag"), pl.col("all_cost").sum().over("lag"))
    return sums.select(
        "paragraph",
        "lag",
        waiting=(weight * waiting + (1 - weight) * pooled_waiting).clip(0, 1),
        arrival=(weight * own + (1 - weight) * pool).clip(0, ARRIVAL_BOUND),
        further=(weight * rest + (1 - weight) * pooled_rest).clip(0, ARRIVAL_BOUND),
    ).sort("paragraph", "lag")
