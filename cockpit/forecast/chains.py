"""A citizen's chain of decisions: a new grant of the same kind of help that takes over where the old one ends.

A renewed decision is no new citizen and no end. Its predecessor is the grant of the same citizen and kind that ended
within a month of its start, the nearest first; a grant follows one and is followed by one. What the chain costs from
decision to decision may change; that it goes on is what survival and inflow ask about.
"""

import datetime as dt

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.finance.taken_over import GAP_DAYS
from cockpit.forecast import months

CLOSING_DAYS = 7
"""What is registered in the first week of a month is known when the month before is closed, where the list of grants is
drawn at the close."""


def _told() -> pl.Expr:
    """The day on which a grant became known: registered and decided, else started."""
    return pl.coalesce(pl.max_horizontal("registered_on", "decided_on"), "start_date")


def drawn_after(grants: pl.DataFrame, month_end: dt.date) -> int:
    """How many days after the month's last day the list was drawn: `CLOSING_DAYS` where it tells of that week, else
    none: a list that was drawn on the last day lacks the week, and nobody in it has come yet."""
    week = pl.lit(month_end) + pl.duration(days=1), pl.lit(month_end) + pl.duration(days=CLOSING_DAYS)
    return CLOSING_DAYS if grants.select(_told().is_between(*week).any()).item() else 0


def known_month(closing_days: int) -> pl.Expr:
    """The month at whose close a grant was known (months since year 0), where lists are drawn so many days after a
    month's last (`drawn_after`)."""
    return months.index(_told().dt.offset_by(f"-{closing_days}d"))


def _pairs(grants: pl.DataFrame) -> pl.DataFrame:
    """`follower`, `before`: the grant that each grant takes over from."""
    named = grants.drop_nulls("citizen").select(
        "grant_id", "citizen", "start_date", "ends_on", kind=kind(pl.col("paragraph"))
    )
    several = named.filter(pl.len().over("citizen", "kind") > 1)
    both = several.join(several.drop_nulls("ends_on"), on=["citizen", "kind"], suffix="_before")
    gap = (pl.col("start_date") - pl.col("ends_on_before")).dt.total_days() - 1
    close = both.with_columns(gap=gap.abs()).filter(
        (pl.col("gap") <= GAP_DAYS)
        & (pl.col("start_date_before") < pl.col("start_date"))
        & (pl.col("grant_id") != pl.col("grant_id_before"))
    )
    nearest = close.sort("gap", "start_date", "grant_id", "grant_id_before")
    single = nearest.unique("grant_id", keep="first", maintain_order=True)
    single = single.unique("grant_id_before", keep="first", maintain_order=True)
    return single.select(follower="grant_id", before="grant_id_before")


def _first_of_chain(pairs: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `chain` (the grant_id of the first decision) of every grant that follows one. The way back is
    doubled at each step."""
    found = pairs.select(grant_id="follower", chain="before")
    for _ in range(int(pairs.height).bit_length()):
        further = found.join(found, left_on="chain", right_on="grant_id", how="left", suffix="_first")
        stepped = further.select("grant_id", chain=pl.coalesce("chain_first", "chain"))
        if stepped.equals(found):
            break
        found = stepped
    return found


def linked(grants: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `chain` (its first decision), `chain_start` (that decision's first day), `follows`, `followed_by`
    (grant ids, null where none), a row a grant, sorted.

    `grants`: `grant_id, citizen, paragraph, start_date, ends_on`, one row a grant."""
    pairs = _pairs(grants)
    told = (
        grants.select("grant_id", "start_date")
        .join(pairs.select(grant_id="follower", follows="before"), on="grant_id", how="left")
        .join(pairs.select(grant_id="before", followed_by="follower"), on="grant_id", how="left")
        .join(_first_of_chain(pairs), on="grant_id", how="left")
        .with_columns(pl.coalesce("chain", "grant_id"))
    )
    first = pl.col("start_date").min().over("chain")
    return told.select("grant_id", "chain", "follows", "followed_by", chain_start=first).sort("grant_id")
