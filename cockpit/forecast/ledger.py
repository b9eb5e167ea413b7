"""The ledger summed once to what the estimates ask for, so that millions of lines are read once and not ten times.

Summed as Decimal and only then made float: the order in which threads add must not move a figure.
"""

import polars as pl

from cockpit.finance.timeline import SPREAD
from cockpit.forecast import months

CELL = ("year", "month", "account", "paragraph", "service", "booked", "prior_year", "found", "set_off")
PERIODS = 100
"""More than the number of any period: year and period as one number."""
MARKS = 4
"""As many as two marks make."""
PLACE = ("committee", "area", "function", "dranst", "steering", "in_service_frame")
"""What an account is in a year: one value a cell."""


def is_activity() -> pl.Expr:
    """Whether an account is steered by activity; one that the chart does not know is taken for it."""
    return pl.col("steering").is_in(["aktivitetsstyret", "-"])


def dated(postings: pl.DataFrame) -> pl.DataFrame:
    """`finance.allocate`'s postings with `booked` and `service` (months since year 0), `kr` (float) and `found` (has a
    grant)."""
    return postings.with_columns(
        months.booked_index(pl.col("year"), pl.col("month")).alias("booked"),
        months.index(pl.col("service_month")).alias("service"),
        pl.col("amount").cast(pl.Float64).alias("kr"),
        found=pl.col("grant_id") != "-",
    )


def cells(postings: pl.DataFrame) -> pl.DataFrame:
    """`CELL`, `PLACE`, `kr`: the postings per account, paragraph, period and service month."""
    period = pl.col("year").cast(pl.Int64) * PERIODS + pl.col("month")
    marks = pl.col("found").cast(pl.Int64) * 2 + pl.col("set_off").cast(pl.Int64)
    when = period * SPREAD * MARKS + pl.col("service") * MARKS + marks
    told = [name for name in (*CELL, *PLACE) if name not in ("account", "paragraph")]
    sums = postings.group_by("account", "paragraph", when=when).agg(
        pl.col("amount").sum().cast(pl.Float64).alias("kr"), pl.col(told).first()
    )
    return sums.sort("year", "month", "account", "paragraph", "when").select(*CELL, "kr", *PLACE)


def first_lag() -> pl.Expr:
    """How many months after its service month an expense was booked."""
    lag = (pl.col("booked") - pl.col("service")).clip(lower_bound=0)
    return pl.when(pl.col("amount") > 0).then(lag)


def with_paid(costs: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """`costs` (`grant`, `mi`) with what is `paid` on their months; null where nothing is. Many times faster where they
    are sorted by both, as they usually are."""
    numbered = costs.with_columns(place=pl.col("grant").cast(pl.Int64) * SPREAD + pl.col("mi"))
    placed = numbered.with_columns(pl.col("place").set_sorted()) if numbered["place"].is_sorted() else numbered
    found = placed.join(paid.drop("grant_id", "mi"), on="place", how="left", maintain_order="left")
    return found.drop("place")


def paid(postings: pl.DataFrame, ids: pl.Enum) -> pl.DataFrame:
    """`grant_id`, `mi`, `paid`, `first_lag`, `tells`: what is booked on each grant's service month on activity-steered
    accounts, how many months after it the first bill was booked (null where none was), and whether any of its bills
    tells which month it is for; with `place`, the grant's number among all `ids` and the month as one number, by which
    they are sorted: so a month is found many times faster than by a text and a number."""
    asked = ("grant_id", "service", "booked", "amount", "dated", "inferred", "steering")
    own = postings.select(asked).filter((pl.col("grant_id") != "-") & is_activity())
    placed = own.select(
        place=pl.col("grant_id").cast(ids).to_physical().cast(pl.Int64) * SPREAD + pl.col("service"), paid="amount",
        first_lag=first_lag(), tells=pl.col("dated") | pl.col("inferred"),
    )  # fmt: skip
    sums = placed.sort("place").group_by("place", maintain_order=True).agg(
        pl.col("paid").sum().cast(pl.Float64), pl.col("first_lag").min(), pl.col("tells").max()
    )  # fmt: skip
    grant, mi = pl.col("place") // SPREAD, (pl.col("place") % SPREAD).cast(pl.Int32)
    return sums.select(pl.lit(ids.categories).gather(grant).alias("grant_id"), mi.alias("mi"), pl.all())
