"""Bills for which no grant answers: is there none, or one that had ended or not begun?"""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.timeline import FAR, granted

LOOSE, OUTSIDE = "invoiced_without_grant", "outside_period"
WHO = ("citizen", "provider", "paragraph", "area")


def loose_lines(bills: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """What is booked without a grant, a line per citizen, provider, paragraph, area and service month.

    One whose citizen has a grant with the provider that ended before the month, or begins after it, is
    `outside_period` and carries that grant's id; the others are `invoiced_without_grant`.
    """
    loose = bills.filter(pl.col("grant_id") == NOT_ALLOCATED).with_columns(pl.col("citizen").fill_null(NOT_ALLOCATED))
    sums = loose.group_by(*WHO, "service_month").agg(amount_kr=pl.col("amount").sum().cast(MONEY))
    named = sums.filter(pl.col("amount_kr") != 0).rename({"service_month": "month"})
    near = named.join(_nearest(named, grants), on=["citizen", "provider", "month"], how="left")
    cases = _cases(grants)
    outside = pl.col("near_id").is_not_null()
    return near.join(cases, on="citizen", how="left").select(
        kind=pl.when(outside).then(pl.lit(OUTSIDE)).otherwise(pl.lit(LOOSE)),
        month="month",
        grant_id=pl.col("near_id").fill_null(NOT_ALLOCATED),
        citizen="citizen",
        case_id=pl.coalesce("near_case", "case_id", pl.lit(NOT_ALLOCATED)),
        provider="provider",
        paragraph="paragraph",
        area="area",
        team=pl.coalesce("near_team", pl.lit(NOT_ALLOCATED)),
        granted_kr=pl.lit(0).cast(MONEY),
        booked_kr="amount_kr",
        amount_kr="amount_kr",
    )


def _cases(grants: pl.DataFrame) -> pl.DataFrame:
    """A citizen's newest case, where the bill has no grant to take it from."""
    told = granted(grants, pl.col("case_id").is_not_null()).sort("start_date", "case_id")
    return told.unique("citizen", keep="last", maintain_order=True).select("citizen", "case_id")


def _nearest(lines: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """`citizen, provider, month, near_id, near_case, near_team`: the grant that ended last before the month, else the
    one that begins first after it."""
    theirs = granted(grants).select(
        "citizen", "provider", near_id="grant_id", near_case="case_id", near_team="team", starts="start_date",
        until=pl.col("ends_on").fill_null(FAR),
    )  # fmt: skip
    asked = lines.filter(pl.col("citizen") != NOT_ALLOCATED, pl.col("provider") != NOT_ALLOCATED)
    pairs = asked.select("citizen", "provider", "month").unique().join(theirs, on=["citizen", "provider"])
    ended = pl.col("until") < pl.col("month")
    distance = pl.when(ended).then(pl.col("month") - pl.col("until")).otherwise(pl.col("starts") - pl.col("month"))
    ranked = pairs.with_columns(ended=ended, distance=distance)
    order = ranked.sort(
        "citizen", "provider", "month", "ended", "distance", "near_id", descending=[False] * 3 + [True, False, False]
    )
    return order.unique(["citizen", "provider", "month"], keep="first", maintain_order=True).drop(
        "starts", "until", "ended", "distance"
    )
