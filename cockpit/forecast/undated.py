"""Postings that do not say when the service was given, nor can be told from the other bills of their grant.

They are taken to be of the month in which they were booked, so none of them ever looks late. What is seen to come late
is then too little, by the part of the spend that says nothing.
"""

import polars as pl

from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

MOST = 0.5
"""Where more than this says nothing, lateness can not be read from the rest."""


def share(state: State, steered: Steered, oldest: int) -> float:
    """The part of the spend on driven accounts, from month `oldest` on, that states no service month; 0 where it is
    more than `MOST`."""
    accounts = steered.ledger["account"].unique()
    mine = state.postings.filter((pl.col("booked") >= oldest) & pl.col("account").is_in(accounts.implode()))
    size = pl.col("kr").abs()
    silent, whole = mine.select(size.filter(~pl.col("dated") & ~pl.col("inferred")).sum(), whole=size.sum()).row(0)
    return float(silent / whole) if 0 < silent <= MOST * whole else 0.0
