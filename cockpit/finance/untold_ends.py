"""When grants ended that are closed but say no end: the first export only tells that it had happened by then.

Taken to have run until that export, they would look like years of help that nobody paid for, and all of them like ends
of one day. What the ledger says is nearer: the last month that a bill is for; without bills, the usual length of those
that say their end.
"""

import polars as pl

from cockpit.finance.paragraphs import kind


def untold() -> pl.Expr:
    """Closed in its source's first export already, and no day that says since when."""
    closed = (pl.col("status") == "afsluttet").fill_null(value=False)
    happened = (pl.col("expected_end_date") <= pl.col("known_from")).fill_null(value=False)
    silent = pl.col("end_date").is_null() & pl.col("paid_until").is_null() & ~happened
    return closed & silent & (pl.col("known_from") == pl.col("known_from").min().over("source"))


def with_untold_ends(grants: pl.DataFrame, matched: pl.DataFrame) -> pl.DataFrame:
    """The grants with an earlier `ends_on` where it is `untold`. `matched`: postings with `grant`, a row number in
    `grants`."""
    if not grants.select(untold().any()).item():
        return grants
    spent = matched.filter(pl.col("amount") > 0).drop_nulls("grant")
    billed = spent.group_by("grant").agg(last=pl.col("service_month").max().dt.month_end())
    joined = grants.with_row_index("grant").join(billed, on="grant", how="left", maintain_order="left")
    usual = pl.col("start_date") + pl.coalesce(_usual().over(kind(pl.col("paragraph"))), _usual())
    told = pl.coalesce("last", usual)
    ended = pl.min_horizontal("ends_on", pl.when(told.is_not_null()).then(pl.max_horizontal("start_date", told)))
    return joined.with_columns(ends_on=pl.when(untold()).then(ended).otherwise("ends_on")).drop("grant", "last")


def _usual() -> pl.Expr:
    """How long those have lasted that say their end, in the middle."""
    return pl.when(~untold()).then(pl.col("ends_on") - pl.col("start_date")).median()
