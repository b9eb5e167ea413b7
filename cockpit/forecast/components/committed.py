"""Committed: what known grants cost after the date until year end, unweighted: the controller's own disponering."""

import polars as pl

from cockpit.forecast import leaf
from cockpit.forecast.state import GRANT_DIMS, State


def ahead(state: State) -> pl.DataFrame:
    """Grant months after the date and in the year, to the registered or expected end, with the grant's dimensions."""
    told = state.costs.select("grant_id", "mi", "net_kr", "cost", "days", "priced")
    future = told.filter(state.in_year() & (pl.col("mi") > state.now))
    return future.join(state.grants.select(GRANT_DIMS), on="grant_id", how="left")


def lines(state: State) -> pl.DataFrame:
    """`cost(grant, month)` less the citizen's payment, on the single grant."""
    return leaf.lines("committed", ahead(state).with_columns(state.month(), amount_kr=pl.col("net_kr")))
