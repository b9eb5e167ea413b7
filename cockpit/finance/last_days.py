"""A grant's effective last day, as far as the exports tell, and nearer where the ledger does.

A grant that was closed before the first export and says no day has ended by then. Taken to have run until that export,
such grants would look like years of help that nobody paid for, and all of them like ends of one day. What the ledger
says is nearer: the last month that a bill is for; without bills, the usual length of those that say their end.
"""

import polars as pl

from cockpit.finance.paragraphs import kind

ONE_DAY = pl.duration(days=1)
_HAPPENED = pl.when(pl.col("expected_end_date") <= pl.col("known_from")).then("expected_end_date")


def closed() -> pl.Expr:
    """Whether the case system says that the grant is over."""
    return (pl.col("status") == "afsluttet").fill_null(value=False)


def ends_on() -> pl.Expr:
    """A grant's effective last day; null where it runs on.

    The end date, or the day until which it is paid where that is later (notice). A closed grant without an end date
    ended when payment did, else on the expected day, else at the latest when the export said so. An open grant ends
    on its expected day. A grant missing from later exports ended the day before, at the latest.
    """
    decided = pl.when(pl.col("end_date").is_not_null()).then(pl.max_horizontal("end_date", "paid_until"))
    closing = pl.when(closed()).then(pl.coalesce("paid_until", _HAPPENED, "known_from"))
    registered = pl.coalesce(decided, closing, "expected_end_date")
    return pl.min_horizontal(registered, pl.col("missing_since") - ONE_DAY)


def _untold() -> pl.Expr:
    """Closed in its source's first export already, and no day that says since when."""
    silent = pl.coalesce("end_date", "paid_until", _HAPPENED).is_null()
    return closed() & silent & (pl.col("known_from") == pl.col("known_from").min().over("source"))


def with_billed_ends(grants: pl.DataFrame, matched: pl.DataFrame) -> pl.DataFrame:
    """The grants with an earlier `ends_on` where only the first export tells that they had ended. `matched`: postings
    with `grant`, a row number in `grants`."""
    untold = grants.select(_untold()).to_series()
    if not untold.any():
        return grants
    told = grants.with_columns(untold=untold)
    spent = matched.select("grant", "amount", "service_month").filter(pl.col("amount") > 0).drop_nulls("grant")
    billed = spent.group_by("grant").agg(last=pl.col("service_month").max().dt.month_end())
    joined = told.with_row_index("grant").join(billed, on="grant", how="left", maintain_order="left")
    usual = pl.col("start_date") + pl.coalesce(_usual().over(kind(pl.col("paragraph"))), _usual())
    likely = pl.max_horizontal("start_date", pl.coalesce("last", usual, "ends_on"))
    ended = pl.when("untold").then(pl.min_horizontal("ends_on", likely)).otherwise("ends_on")
    return joined.with_columns(ends_on=ended).drop("grant", "last", "untold")


def _usual() -> pl.Expr:
    """How long those have lasted that say their end, in the middle."""
    return pl.when(~pl.col("untold")).then(pl.col("ends_on") - pl.col("start_date")).median()
