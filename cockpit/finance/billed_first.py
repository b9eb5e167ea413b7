"""Which month the ledger's first bill is for, of a grant that began before the ledger does."""

import polars as pl

from cockpit.finance.timeline import MONTHS


def first_told(bills: pl.DataFrame, begins: int) -> pl.DataFrame:
    """`home, told`: the first month that the first bill of a grant is for, as its bills of the ledger's first year
    (from month `begins` on) tell it. `bills`: `usual_bills` with `usual_lag`."""
    lasting = pl.col("lasts") > 1
    early = bills.filter(~lasting & (pl.col("booked") < begins + MONTHS))
    return pl.concat([_by_turn(bills.filter(lasting)), _by_queue(early, begins)])


def _by_queue(monthly: pl.DataFrame, begins: int) -> pl.DataFrame:
    """Bills by the month: when the fewest months lack a bill, those lack that even a quick bill does not come for."""
    booked = monthly.group_by("home", "booked").agg(pl.col("size").round().clip(1).sum(), pl.col("quick").first())
    waiting = booked.sort("home", "booked").with_columns(
        waiting=pl.col("booked") - begins + 1 - pl.col("size").cum_sum().over("home")
    )
    first = begins + pl.col("waiting").min() - pl.col("quick").first()
    told = pl.min_horizontal(first, pl.col("booked").min()).cast(pl.Int32)
    return waiting.group_by("home").agg(told=told)


def _by_turn(lasting: pl.DataFrame) -> pl.DataFrame:
    """Bills of several months end at the same months of the year: those at which most of their provider's do."""
    until, length = pl.col("booked") - pl.col("usual"), pl.col("lasts").cast(pl.Int32)
    ends = lasting.sort("home", "booked", "rank").with_columns(until=until, turn=until % length)
    turned = ends.with_columns(pl.col("turn").mode().min().over("provider", "lasts"))
    first = turned.group_by("home", maintain_order=True).agg(
        pl.col("until", "lasts", "turn").first(), size=pl.col("size").first().round()
    )
    late = (pl.col("until") - pl.col("turn")) % pl.col("lasts")
    return first.select("home", told=(pl.col("until") - late - pl.col("size").clip(1) + 1).cast(pl.Int32))
