"""Service months that grants and bills can not be compared on yet: their provider bills by the quarter or half a year.

All that time of theirs lacks its bills at once, and no usual course of an account's bills makes them good. Where the
same month of last year got its bills only after a longer time than has passed now, and none has come, they are awaited.
"""

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.finance.timeline import MONTHS
from cockpit.forecast.state import State

AWAITED = 0.1
"""A kind of help is not compared on a month of which a tenth of what the grants cost is awaited."""
PLACE = ("kind", "provider")


def months(state: State, last: int, window: int) -> pl.DataFrame:
    """`kind`, `mi`: the awaited ones of the `window` months until `last`."""
    costs = state.costs.select(*PLACE, "mi", "cost", "first_lag").filter(pl.col("cost") > 0)
    asked = costs.filter(pl.col("mi").is_between(last - window + 1, last))
    year_before = costs.filter(pl.col("mi").is_between(last - window + 1 - MONTHS, last - MONTHS))
    before = year_before.group_by(*PLACE, mi=pl.col("mi") + MONTHS).agg(usual=pl.col("first_lag").median())
    early = before.filter(pl.col("usual") > state.heard_until - pl.col("mi"))
    unbilled = asked.filter(pl.col("first_lag").is_null())
    awaited = unbilled.join(early, on=[*PLACE, "mi"], how="semi", nulls_equal=True)
    sums = [frame.group_by("kind", "mi").agg(pl.col("cost").sum()) for frame in (awaited, asked)]
    both = sums[0].join(sums[1], on=["kind", "mi"], suffix="_all")
    return both.filter(pl.col("cost") >= AWAITED * pl.col("cost_all")).select("kind", "mi").sort("kind", "mi")


def without(frame: pl.DataFrame, awaited: pl.DataFrame, month: str) -> pl.DataFrame:
    """The rows (`paragraph`, `month`) of months that are not `awaited`."""
    if awaited.is_empty():
        return frame
    placed = frame.with_columns(kind=kind(pl.col("paragraph")))
    return placed.join(awaited, left_on=["kind", month], right_on=["kind", "mi"], how="anti").drop("kind")
