"""What the ledger and the grants say of the same months, old enough for most bills to have come."""

import polars as pl

from cockpit.finance.timeline import MONTHS
from cockpit.forecast import gaps, lateness, waiting
from cockpit.forecast.state import State

WINDOW = 24
MATURE = 3
"""Months after which most bills have come; the comparison looks at two years of service months before that, but not
beyond a year at months of which the list of grants has forgotten who left."""
LEAST_SHARE = 0.5
"""Where less than half has come after so long, what is to come is not grown further."""
FEWEST_MONTHS = 6
"""A comparison over fewer service months is not used."""


def _window(state: State) -> range:
    """The service months that are compared."""
    last = state.heard_until - MATURE
    length = min(WINDOW, max(MONTHS, last - state.ends_seen_from + 1))
    return range(max(last - length + 1, state.ledger_from), last + 1)


def costs(state: State, quiet: pl.DataFrame) -> pl.DataFrame:
    """The grants' months by the chance that the grant had not ended unregistered (`silence`): `paragraph`, `mi`,
    `cost`, and `found`, whether a bill has found the grant for that month or an earlier one: where bills of months
    before the list's first find no grant, that says nothing of those months' cost."""
    heard = state.costs.select("grant_id", "grant", "paragraph", "mi", "cost", "first_lag").join(
        quiet, on="grant_id", how="left"
    )
    without = pl.col("mi") > pl.col("heard")
    first_found = pl.col("mi").filter(pl.col("first_lag").is_not_null()).min().over("grant")
    return heard.select(
        "paragraph", "mi", cost=pl.col("cost") * pl.when(without).then("runs").otherwise(1.0),
        found=(pl.col("mi") >= first_found).fill_null(value=False),
    )  # fmt: skip


def _lost(state: State, course: pl.DataFrame) -> pl.DataFrame:
    """`account`, `mi`, `lost`: the share of a service month's bills that lies in months that the ledger lacks."""
    return gaps.lost(gaps.steps(course, "share"), state.gaps)


def _unheard(lost: pl.DataFrame) -> pl.Series:
    """The service months of whose bills most lie in months that the ledger lacks: they can not be compared."""
    months = lost.group_by("mi").agg(pl.col("lost").mean())
    return months.filter(pl.col("lost") > 1 - LEAST_SHARE)["mi"].sort()


def _course(state: State, ledger: pl.DataFrame) -> pl.DataFrame:
    oldest = max(state.now - lateness.REACH + 1, state.ledger_from)
    return lateness.shares(lateness.cells(ledger, oldest, state.now), ledger["account"].unique().sort(), state.now)


def _billed(state: State, ledger: pl.DataFrame, course: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `mi`, `posted`: what is booked on the service months of `ledger`, with what is still to come of it
    by the usual `course` or lies in a month that the ledger lacks; and `matched`, the part that found its grant."""
    timely = ledger.filter(lateness.lag() <= lateness.LAST_LAG)
    age = (state.heard_until - pl.col("service")).cast(pl.Int32).clip(upper_bound=lateness.LAST_LAG)
    aged = timely.with_columns(lag=age, mi=pl.col("service")).join(course, on=["account", "lag"], how="left")
    unseen = aged.join(_lost(state, course), on=["account", "mi"], how="left")
    seen = pl.col("share").fill_null(1.0) - pl.col("lost").fill_null(0.0)
    whole = unseen.with_columns(kr=pl.col("kr") / seen.clip(lower_bound=LEAST_SHARE))
    return whole.group_by("paragraph", "mi").agg(posted=pl.col("kr").sum(), matched=pl.col("kr").filter("found").sum())


def monthly(state: State, ledger: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `mi` of the mature window: `cost` and `grant_months` of all grants and of those found (`found_cost`,
    `found_months`), `posted` and the `matched` part of it. Null where one side is silent."""
    course = _course(state, ledger)
    unheard = _unheard(_lost(state, course)).implode()
    window = _window(state)
    awaited = waiting.months(state, state.heard_until - MATURE, len(window))
    within = {
        name: pl.col(name).is_between(window.start, window.stop - 1) & ~pl.col(name).is_in(unheard)
        for name in ("mi", "service")
    }
    cost, counted = pl.col("cost"), pl.col("cost") > 0
    known = waiting.without(costs.filter(within["mi"]), awaited, "mi").group_by("paragraph", "mi").agg(
        cost=cost.sum(), grant_months=counted.sum(), found_cost=cost.filter("found").sum(),
        found_months=counted.filter("found").sum(),
    )  # fmt: skip
    billed = _billed(state, waiting.without(ledger.filter(within["service"]), awaited, "service"), course)
    return known.join(billed, on=["paragraph", "mi"], how="full", coalesce=True)


def found(state: State) -> list[pl.Expr]:
    """Of the months before ends can be seen only what bills and grants have found of each other; of all months where
    those after it are too few to be compared."""
    enough = state.heard_until - MATURE - state.ends_seen_from + 1 >= FEWEST_MONTHS
    since = state.ends_seen_from if enough else state.now
    sides = {"cost": "found_cost", "grant_months": "found_months", "posted": "matched"}
    return [pl.when(pl.col("mi") < since).then(found).otherwise(name).alias(name) for name, found in sides.items()]


def summed(monthly: pl.DataFrame) -> pl.DataFrame:
    """Per paragraph over the mature window; `service_months` are those with bills."""
    return monthly.group_by("paragraph").agg(
        pl.col("cost", "grant_months", "posted", "matched").sum(), service_months=(pl.col("posted") != 0).sum()
    )
