"""The budget of every year and what the council changes in its course.

A year's original budget is last year's accounts, a price rise and an area's habit of hoping: on the whole slightly
too low, some areas too high. Follow-ups then give supplementary appropriations, pools are distributed, and frames are
carried over.
"""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.demo.accounts import keyed_accounts
from cockpit.demo.catalogue import chances, frames
from cockpit.demo.parameters import Parameters
from cockpit.demo.prices import step

HOPED_GROWTH = -0.006
"""What a budget adds to last year beyond prices: councils budget a small saving where there will be growth."""
TIDY_KR = 1000
LARGE_KR = 2_000_000


def _spent(postings: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Final accounts per account and year, every pair present."""
    accounts = keyed_accounts().select(
        "account", "account_key", "name", "area", "steering", "budget_factor", "function", "dranst"
    )
    years = pl.DataFrame({"year": list(parameters.years)}, schema={"year": pl.Int32})
    sums = postings.group_by("year", "account").agg(spent=pl.col("amount").sum().cast(pl.Float64))
    pairs = accounts.join(years, how="cross")
    return (
        pairs.join(sums, on=["year", "account"], how="left")
        .with_columns(pl.col("spent").fill_null(0.0))
        .sort("account", "year")
    )


def _persons(activity: pl.DataFrame, grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Full-year persons per account key and year: several services of a person count as one."""
    keyed = activity.join(grants.select("grant", "account_key", "person"), on="grant", maintain_order="left")
    year = pl.col("month").dt.year()
    whole = pl.col("month").dt.days_in_month()
    months = keyed.group_by("account_key", "person", "month").agg(pl.col("days").sum()).sort("account_key", "month")
    days = months.group_by("account_key", year=year).agg(pl.min_horizontal("days", whole).sum())
    return days.filter(pl.col("year").is_in(list(parameters.years))).select(
        "account_key", "year", served=pl.col("days") / 365
    )


def _pools() -> pl.Expr:
    pools = {frame.key: frame.annual for frame in frames() if frame.pattern == "none"}
    return pl.col("account_key").replace_strict(pools, default=0.0, return_dtype=pl.Float64)


def _tidy(amount: pl.Expr) -> pl.Expr:
    return (amount / TIDY_KR).round(0) * TIDY_KR


def budget(
    postings: pl.DataFrame, activity: pl.DataFrame, grants: pl.DataFrame, parameters: Parameters
) -> pl.DataFrame:
    """`year, account, account_key, name, area, steering, original, full_year_persons, unit_price` and `spent`
    (truth)."""
    rng = parameters.stream("budget")
    rows = _spent(postings, parameters).join(
        _persons(activity, grants, parameters), on=["account_key", "year"], how="left", maintain_order="left"
    )
    rise = pl.col("year").replace_strict(
        {year: 1 + step(parameters, year) + HOPED_GROWTH for year in parameters.years}, return_dtype=pl.Float64
    )
    known = pl.col("spent").shift(1).over("account", order_by="year") * rise
    noise = pl.Series(rng.normal(1, 0.035, len(rows)))
    active = pl.when(pl.col("steering") == "aktivitetsstyret").then(pl.col("budget_factor")).otherwise(1.0)
    hoped = known.fill_null(pl.col("spent")) * noise * active * parameters.budget_bias
    pool = _pools() * parameters.scale.volume
    persons = (pl.col("served").shift(1).over("account", order_by="year").fill_null(pl.col("served")) * 1.005).round(1)
    rows = rows.with_columns(original=pl.when(pool > 0).then(pool).otherwise(_tidy(hoped)), full_year_persons=persons)
    unit = (pl.col("original") / pl.col("full_year_persons")).round(0)
    return (
        rows.with_columns(unit_price=pl.when(pl.col("full_year_persons") > 0).then(unit))
        .drop("served")
        .sort("year", "account")
    )


def _reallocated(rows: pl.DataFrame, share: float) -> pl.DataFrame:
    """A share of each area's pool is moved to the area's largest overspent account: the two add to nothing."""
    pool = pl.col("steering") == "pulje"
    away = rows.filter(pool).with_columns(amount=-_tidy(pl.col("original") * share))
    to = rows.filter(~pool & pl.col("area").is_in(away["area"].to_list()))
    to = (
        to.sort(pl.col("spent") - pl.col("original"), "account", descending=[True, False])
        .group_by("area", maintain_order=True)
        .first()
    )
    got = to.join(away.group_by("area").agg(amount=-pl.col("amount").sum()), on="area", maintain_order="left")
    return pl.concat([away.select("account", "area", "amount"), got.select("account", "area", "amount")])


def _supplementary(rows: pl.DataFrame, share: float) -> pl.DataFrame:
    """A share of what an overspending area will be missing, on the large accounts where it is missing."""
    rows = rows.with_columns(missing=pl.col("spent") - pl.col("original"))
    rows = rows.with_columns(net=pl.col("missing").sum().over("area"))
    short = rows.filter((pl.col("spent") > LARGE_KR / 4) & (pl.col("missing") > 0) & (pl.col("net") > 0))
    weight = pl.col("missing") / pl.col("missing").sum().over("area")
    return short.select("account", "area", amount=_tidy(pl.col("net") * share * weight))


def _carried(rows: pl.DataFrame, share: float) -> pl.DataFrame:
    frame = rows.filter((pl.col("steering") == "rammestyret") & (pl.col("original") > LARGE_KR))
    sign = pl.Series(np.where(np.arange(len(frame)) % 3 == 0, -1.0, 1.0))
    return frame.select("account", "area", amount=_tidy(pl.col("original") * share) * sign)


MAKERS = {"reallocations": _reallocated, "supplementary": _supplementary, "carry_over": _carried}


def budget_events(budget_: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """`year, account, kind (reallocations, supplementary, carry_over), amount, decided_on`."""
    parts = []
    for year in parameters.years:
        rows = budget_.filter(pl.col("year") == year)
        for event in chances()["budget_events"]:
            made = MAKERS[event["kind"]](rows, event["share"])
            decided = dt.date(year, event["month"], event["day"])
            parts.append(
                made.select(
                    pl.lit(year, pl.Int32).alias("year"),
                    "account",
                    pl.lit(event["kind"]).alias("kind"),
                    "amount",
                    pl.lit(decided).alias("decided_on"),
                )
            )
    return pl.concat(parts).filter(pl.col("amount") != 0).sort("decided_on", "account", "kind")
