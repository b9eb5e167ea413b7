"""What an account is besides its area and function: steering form, authority or provider side, in or outside the
service frame, and the block that a council's follow-up puts it in. Levels that follow from the account alone.
"""

import polars as pl

from cockpit.contracts.forecast_table import ACCOUNT_LEVELS, NOT_ALLOCATED
from cockpit.finance.chart import chart

IN_FRAME, OUTSIDE_FRAME = "Servicerammen", "Uden for servicerammen"
BLOCKS = (IN_FRAME, "Indkomstoverførsler", "Brugerfinansieret", "Centrale refusionsordninger", "Øvrige")
"""The blocks of a follow-up at the council's reporting dates, in their order."""
CENTRAL_REFUND = r"\.22\.07$"
USER_FINANCED = r"^1\."
TRANSFER, TRANSFERS = "overførsel", r"^5\.(46|48|57|58)\."
"""Hovedfunktioner of income transfers; what of them a chart puts in the service frame stays there."""


def with_places(listed: pl.DataFrame) -> pl.DataFrame:
    """The chart's rows (`finance.chart`) with `frame` and `block`; `steering` and `authority` are the chart's own.

    A user-financed account is one of hovedkonto 1; a central refund one of function x.22.07; what is in the
    service frame is in it; a transfer is what the chart or its hovedfunktion says; the rest is *Øvrige*.
    """
    block = (
        pl.when(pl.col("function").str.contains(USER_FINANCED)).then(pl.lit(BLOCKS[2]))
        .when(pl.col("function").str.contains(CENTRAL_REFUND)).then(pl.lit(BLOCKS[3]))
        .when(pl.col("in_service_frame")).then(pl.lit(BLOCKS[0]))
        .when((pl.col("steering") == TRANSFER) | pl.col("function").str.contains(TRANSFERS)).then(pl.lit(BLOCKS[1]))
        .otherwise(pl.lit(BLOCKS[4]))
    )  # fmt: skip
    frame = pl.when("in_service_frame").then(pl.lit(IN_FRAME)).otherwise(pl.lit(OUTSIDE_FRAME))
    return listed.with_columns(frame=frame, block=block)


def placed(frame: pl.DataFrame, level: str, accounts: pl.DataFrame, year: int) -> pl.DataFrame:
    """The frame (`account`) with the column of a level of `ACCOUNT_LEVELS` as the chart of `year` has it; `-` for an
    account that the chart does not know. Other levels are columns of their own already."""
    if level not in ACCOUNT_LEVELS:
        return frame
    known = with_places(chart(accounts, [year])).select("account", pl.col(level).alias("place"))
    keys = dict(known.iter_rows())
    told = pl.col("account").replace_strict(keys, default=NOT_ALLOCATED, return_dtype=pl.String)
    return frame.with_columns(told.alias(level))
