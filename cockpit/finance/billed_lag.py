"""How late a provider's bills usually are, where the bills do not say which month they are for: the first bill of a
grant that began, and the last bill of one that ended, tell it.
"""

import polars as pl

from cockpit.finance.timeline import MONTHS, month_number

LATEST = 3
FEWEST_TOLD = 6
"""A provider's own usual lag counts from so many of its grants that began or ended inside the ledger."""
WHOLE = 0.5
"""Below this part of the grant's usual bill it is an extra, which takes no month's place."""
EARLY, LATE = 15, 10
"""A grant that began by this day of its month, or ended from that day on, tells how late its bills are."""


def booked_in() -> pl.Expr:
    """The month of booking, in months since year 0: period 00 with January, 13 with December."""
    return (pl.col("year") * MONTHS + pl.col("month").clip(1, MONTHS) - 1).cast(pl.Int32)


def homes(grants: pl.DataFrame) -> pl.DataFrame:
    """`grant` (every line of a grant)` -> home` (its first line)`, provider, since, until` (months, null where it runs
    on)`, begins_early, ends_late`."""
    lines = grants.with_row_index("grant").with_columns(home=pl.col("grant").min().over("grant_id"))
    runs_on = pl.col("ends_on").is_null().any().over("grant_id")
    starts = pl.col("start_date").min().over("grant_id")
    ends = pl.when(~runs_on).then(pl.col("ends_on").max().over("grant_id"))
    return lines.select(
        "grant", "home", pl.col("provider").first().over("grant_id"),
        since=month_number(starts), until=month_number(ends),
        begins_early=starts.dt.day() <= EARLY, ends_late=ends.dt.day() >= LATE,
    )  # fmt: skip


def usual_bills(rows: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """`row, home, booked, size` (over the grant's usual bill)`, rank` among the grant's of the month, and what `homes`
    says of the grant. Extras are left out."""
    size = pl.col("amount").cast(pl.Float64)
    sized = rows.select("row", "home", booked=booked_in(), size=size)
    told = sized.with_columns(pl.col("size") / pl.col("size").median().over("home"))
    usual = told.filter(pl.col("size") >= WHOLE).sort("home", "booked", "size", descending=[False, False, True])
    own = grants.filter(pl.col("grant") == pl.col("home")).drop("grant")
    return usual.with_columns(rank=pl.int_range(pl.len()).over("home", "booked")).join(own, on="home", how="left")


def usual_lag(bills: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """`provider, usual`: how many months after the month that it is for a provider's bill usually comes.

    The median of the first bills of grants that began inside the ledger (months `first` to `last`), and of the last
    bills of those that ended there; of all providers together where too few tell, and none where too few tell at all.
    """
    ends = bills.group_by("home").agg(
        pl.col("provider", "since", "until", "begins_early", "ends_late").first(),
        began=pl.col("booked").min() - pl.col("since").first(),
        ended=pl.col("booked").max() - pl.col("until").first(),
    )
    began = ends.filter(pl.col("begins_early") & (pl.col("since") > first)).select("provider", lag="began")
    over = pl.col("until").is_between(first + LATEST, last - LATEST)
    ended = ends.filter(pl.col("ends_late") & over).select("provider", lag="ended")
    told = pl.concat([began, ended]).with_columns(pl.col("lag").clip(0, LATEST))
    every = told["lag"].quantile(0.5, "lower") if told.height >= FEWEST_TOLD else 0
    own = told.group_by("provider").agg(usual=pl.col("lag").quantile(0.5, "lower"), n=pl.len())
    enough = pl.when(pl.col("n") >= FEWEST_TOLD).then("usual")
    asked = bills.select("provider").unique().join(own, on="provider", how="left", nulls_equal=True)
    return asked.select("provider", usual=enough.fill_null(every).cast(pl.Int32))
