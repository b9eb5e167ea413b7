"""Postings that do not say when the service was given.

They are taken to be of the month in which they were booked, so none of them ever looks late. What is seen to come late
is then too little, by the part of the spend that says nothing.
"""

import polars as pl

from cockpit.contracts.data import SUM
from cockpit.forecast import months
from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

MOST = 0.5
"""Where more than this says nothing, lateness can not be read from the rest."""


def share(state: State, steered: Steered, oldest: int) -> float:
    """The part of the spend on driven accounts, from month `oldest` on, that states no service month; 0 where it is
    more than `MOST`."""
    since = f"{months.first_day(oldest):%Y-%m}"
    accounts = steered.ledger["account"].unique()
    mine = state.data.postings.filter((pl.col("period") >= since) & pl.col("account").is_in(accounts.implode()))
    size = pl.col(SUM if SUM in mine.columns else "amount").cast(pl.Float64).abs()
    silent, whole = mine.select(size.filter(pl.col("service_from").is_null()).sum(), whole=size.sum()).row(0)
    return float(silent / whole) if 0 < silent <= MOST * whole else 0.0
