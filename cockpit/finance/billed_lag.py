"""How late a provider's bills usually are, where the bills do not say which month they are for: the first bill of a
grant that began, and the last bill of one that ended, tell it.
"""

import polars as pl

from cockpit.finance.timeline import MONTHS, SPREAD, month_number

LATEST = 3
FEWEST_TOLD = 6
"""A provider's own usual lag counts from so many of its grants that began or ended inside the ledger."""
FEWEST_BILLS = 3
"""Of fewer bills none is told to be for several months."""
FEWEST_GAPS = 3
"""A grant's own course of bookings counts from so many of them on."""
LONGEST_BILL = 12
SOON = 0.1
"""The part of a provider's bills that come soon."""
WHOLE = 0.5
"""Below this part of the grant's usual bill it is an extra, which takes no month's place."""
NEAR = 0.05
"""A first bill may differ by this part of a month's from what its days make."""
EARLY, LATE = 15, 10
"""A grant that began by this day of its month, or ended from that day on, tells how late its bills are."""


def booked_in() -> pl.Expr:
    """The month of booking, in months since year 0: period 00 with January, 13 with December."""
    return (pl.col("year") * MONTHS + pl.col("month").clip(1, MONTHS) - 1).cast(pl.Int32)


def homes(grants: pl.DataFrame) -> pl.DataFrame:
    """`grant` (every line of a grant)` -> home` (its first line)`, provider, since, until` (months, null where it runs
    on)`, begins_early, ends_late, first_part, last_part` (of its first and last month that it runs)."""
    lines = grants.with_row_index("grant")
    known = lines.group_by("grant_id").agg(
        pl.col("provider").first(), home=pl.col("grant").min(), starts=pl.col("start_date").min(),
        ends=pl.when(pl.col("ends_on").is_not_null().all()).then(pl.col("ends_on").max()),
    )  # fmt: skip
    starts, ends = pl.col("starts"), pl.col("ends")
    return lines.select("grant", "grant_id").join(known, on="grant_id", maintain_order="left").select(
        "grant", "home", "provider", since=month_number(starts), until=month_number(ends),
        begins_early=starts.dt.day() <= EARLY, ends_late=ends.dt.day() >= LATE,
        first_part=1 - (starts.dt.day() - 1) / starts.dt.days_in_month(),
        last_part=(ends.dt.day() / ends.dt.days_in_month()).fill_null(1.0),
    )  # fmt: skip


def usual_bills(rows: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """`row, home, booked, size` (in months)`, rank` among the grant's of the month, `lasts` (as `_months_a_bill`), and
    what `homes` says of the grant, of the bills that are asked about (`inferred`); extras are left out. A grant's
    other bills tell with them what is usual."""
    size = pl.col("amount").cast(pl.Float64)
    sized = rows.select("row", "home", "inferred", booked=booked_in(), size=size)
    usually = sized.group_by("home").agg(middle=pl.col("size").median(), n=pl.len(), first=pl.col("booked").min())
    own = grants.filter(pl.col("grant") == pl.col("home")).drop("grant")
    compared = pl.col("size") / pl.col("middle")
    known = pl.when(pl.col("n") >= FEWEST_BILLS).then(compared).otherwise(pl.min_horizontal(compared, 1.0))
    told = sized.join(usually, on="home", how="left").with_columns(size=known).drop("middle", "n")
    lasts = _months_a_bill(told.filter(pl.col("size") >= WHOLE), own.select("home", "provider"))
    asked = told.filter("inferred").join(own, on="home", how="left").join(lasts, on="home", how="left")
    whole = asked.with_columns(pl.col("size") * pl.col("lasts")).filter(_is_whole()).drop("first")
    usual = whole.sort("home", "booked", "size", descending=[False, False, True])
    row, begins = pl.col("row_no"), _changes("home") | _changes("booked")
    numbered = usual.with_row_index("row_no").with_columns(rank=row - pl.when(begins).then(row).forward_fill())
    return numbered.drop("row_no")


def _changes(name: str) -> pl.Expr:
    """Whether a row of a sorted frame begins another group."""
    return (pl.col(name) != pl.col(name).shift()).fill_null(value=True)


def _is_whole() -> pl.Expr:
    """What is no extra: half a month's bill, and the first one of a grant that begins inside a month, by its days."""
    is_first = pl.col("booked") == pl.col("first")
    by_days = (pl.col("size") - pl.col("first_part")).abs() <= NEAR
    return (pl.col("size") >= WHOLE) | (is_first & by_days & (pl.col("booked") >= pl.col("since")))


def _months_a_bill(bills: pl.DataFrame, providers: pl.DataFrame) -> pl.DataFrame:
    """`home, lasts`: how many months a grant's usual bill is for: the months from one booking to the next, over the
    bills of a booking. A grant with few bookings is as its provider's others. `providers`: `home, provider`."""
    place = pl.col("home").cast(pl.Int64) * SPREAD + pl.col("booked")
    ordered = bills.select("home", "booked", place=place).sort("place")
    booked = ordered.group_by("place", maintain_order=True).agg(pl.col("home", "booked").first(), n=pl.len())
    gap = pl.when(~_changes("home")).then(pl.col("booked").diff())
    gaps = booked.with_columns(pl.col("home").set_sorted(), gap=gap)
    usual = gaps.group_by("home").agg(
        gaps=pl.col("gap").count(), lasts=pl.col("gap").median() / pl.col("n").median()
    )  # fmt: skip
    own = usual.join(providers, on="home", how="left")
    enough = pl.col("gaps") >= FEWEST_GAPS
    theirs = pl.col("lasts").filter(enough).median().over("provider")
    lasts = pl.when(enough).then("lasts").otherwise(theirs).round().clip(1, LONGEST_BILL)
    return own.select("home", lasts=lasts.fill_null(1.0))


def usual_lag(bills: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """`provider, usual, quick`: how many months after the last month that it is for a provider's bill usually comes,
    and how many when it comes soon.

    The median and the first tenth of the first bills of grants that began inside the ledger (months `first` to `last`),
    and of the last bills of those that ended there; of all providers together where too few tell, and none where too
    few tell at all.
    """
    ends = bills.group_by("home").agg(
        pl.col("provider", "since", "until", "begins_early", "ends_late").first(),
        began=pl.col("booked").first()
        - pl.col("since").first()
        - (pl.col("size").first().round().cast(pl.Int32) - 1).clip(0),
        ended=pl.col("booked").max() - pl.col("until").first(),
    )
    began = ends.filter(pl.col("begins_early") & (pl.col("since") > first)).select("provider", lag="began")
    over = pl.col("until").is_between(first + LATEST, last - LATEST)
    ended = ends.filter(pl.col("ends_late") & over).select("provider", lag="ended")
    told = pl.concat([began, ended]).with_columns(pl.col("lag").clip(0, LATEST))
    lags = {name: pl.col("lag").quantile(part, "lower") for name, part in (("usual", 0.5), ("quick", SOON))}
    enough = {name: pl.when(pl.len() >= FEWEST_TOLD).then(lag).cast(pl.Int32) for name, lag in lags.items()}
    every = told.select(**enough).fill_null(0)
    own = told.group_by("provider").agg(**enough)
    asked = bills.select("provider").unique().join(own, on="provider", how="left", nulls_equal=True)
    return asked.select("provider", *(pl.col(name).fill_null(every[name][0]) for name in lags))
