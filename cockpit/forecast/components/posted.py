"""Posted: all that is booked on the year's periods 00-13 until the date, bills of earlier years flagged."""

import polars as pl

from cockpit.forecast import leaf
from cockpit.forecast.state import State


def of_year(state: State, year: int) -> pl.DataFrame:
    """The ledger of one year as lines."""
    told = [name for name in leaf.LINE if name in state.postings.columns]
    booked = state.postings.select(*told, "year", amount_kr="amount").filter(pl.col("year") == year)
    return leaf.lines("posted", booked)


def lines(state: State) -> pl.DataFrame:
    """The year's ledger as it stands. What is posted is never estimated again."""
    return of_year(state, state.year)
