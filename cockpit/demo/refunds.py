"""State refunds, claimed each quarter on what is expected and corrected the year after when the statement is final."""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.demo.catalogue import Refund, expensive_limits, lines, refunds
from cockpit.demo.parameters import Parameters
from cockpit.demo.prices import general_index

SEEN = {1: 0.8, 2: 0.9, 3: 0.95, 4: 0.9}
"""Share of a quarter's refund that is claimed in time; the rest comes with the final statement in May."""
REFUGEE_SHARE = 0.05


def _costs(activity: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    wanted = grants.select("grant", "person", "household", "line", "group")
    return activity.join(wanted, on="grant", maintain_order="left").filter(pl.col("delivered_kr") > 0)


def _exact(column: str) -> pl.Expr:
    """A sum that does not depend on the order of its terms."""
    return pl.col(column).round(2).cast(MONEY).sum().cast(pl.Float64)


def _expensive(costs: pl.DataFrame, refund: Refund, parameters: Parameters) -> pl.DataFrame:
    """Per citizen (children: household) and month, what lies above a twelfth of each limit."""
    who = "household" if refund.group == "children" else "person"
    own = costs.filter(
        (pl.col("group") == refund.group)
        & pl.col("line").is_in([key for key, line in lines().items() if not line.refund])
    )
    total = own.group_by(who, "month").agg(_exact("delivered_kr")).sort(who, "month")
    level = (
        pl.col("month")
        .dt.year()
        .replace_strict(
            {
                year: general_index(parameters, year)
                for year in range(parameters.first_year - 1, parameters.horizon.year + 1)
            },
            return_dtype=pl.Float64,
        )
    )
    above = [
        pl.max_horizontal(pl.col("delivered_kr") - limit / 12 * level, 0.0) * share
        for limit, share in expensive_limits()
    ]
    return (
        total.with_columns(refund_kr=pl.sum_horizontal(above)).group_by("month").agg(_exact("refund_kr")).sort("month")
    )


def _share(costs: pl.DataFrame, refund: Refund, parameters: Parameters) -> pl.DataFrame:
    del parameters
    share = pl.col("line").replace_strict({key: line.refund for key, line in lines().items()}, return_dtype=pl.Float64)
    own = costs.filter(pl.col("line").is_in(refund.lines))
    return (
        own.with_columns(refund_kr=pl.col("delivered_kr") * share)
        .group_by("month")
        .agg(_exact("refund_kr"))
        .sort("month")
    )


def _refugees(costs: pl.DataFrame, refund: Refund, parameters: Parameters) -> pl.DataFrame:
    """All of the cost of the few placed children who came to the country within three years."""
    rng = parameters.stream("refugees")
    placed = costs.filter((pl.col("group") == refund.group) & pl.col("line").is_in(["plejefamilie", "opholdssted"]))
    chosen = rng.random(costs["person"].to_numpy().max(initial=0) + 1) < REFUGEE_SHARE
    own = placed.filter(pl.Series(chosen[placed["person"].to_numpy()], dtype=pl.Boolean))
    return own.group_by("month").agg(_exact("delivered_kr").alias("refund_kr")).sort("month")


KINDS = {"expensive": _expensive, "share": _share, "refugee": _refugees}


def _claims(monthly: pl.DataFrame, refund: Refund, parameters: Parameters) -> pl.DataFrame:
    """Quarter by quarter: claimed on the 20th after the quarter (the fourth within the year), final sum in May."""
    rng = parameters.stream(f"refunds/{refund.key}")
    year, quarter = pl.col("month").dt.year(), pl.col("month").dt.quarter()
    sums = monthly.group_by(year=year, quarter=quarter).agg(_exact("refund_kr"), pl.col("month").max()).sort("month")
    seen = sums["quarter"].replace_strict(SEEN, return_dtype=pl.Float64).to_numpy() * rng.normal(1, 0.06, len(sums))
    sums = sums.with_columns(claimed=-(pl.col("refund_kr") * pl.Series(seen)).round(2))
    day = (
        pl.when(pl.col("quarter") == 4)
        .then(pl.date("year", 12, 21))
        .otherwise(pl.col("month").dt.offset_by("1mo") + pl.duration(days=19))
    )
    name = pl.lit(refund.name)
    quarters = sums.select(
        entered_on=day,
        amount_kr="claimed",
        service_from=pl.col("month").dt.offset_by("-2mo"),
        service_to=pl.col("month").dt.month_end(),
        text=pl.format("{}, {}. kvartal", name, "quarter"),
    )
    rests = sums.group_by("year").agg(rest=-(_exact("refund_kr") + _exact("claimed")).round(2)).sort("year")
    final = rests.select(
        entered_on=pl.date(pl.col("year") + 1, 5, 15),
        amount_kr="rest",
        service_from=pl.date("year", 1, 1),
        service_to=pl.date("year", 12, 31),
        text=pl.format("{}, endelig opgørelse {}", name, "year"),
    )
    return pl.concat([quarters, final], how="vertical_relaxed")


def refund_postings(activity: pl.DataFrame, grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """`LINE` columns of every refund account: income, so negative."""
    costs = _costs(activity, grants)
    parts = [
        _claims(KINDS[refund.kind](costs, refund, parameters), refund, parameters).with_columns(
            account_key=pl.lit(refund.key)
        )
        for refund in refunds()
    ]
    rows = pl.concat(parts)
    return rows.with_columns(
        kind=pl.lit("refund"),
        grant=pl.lit(None, pl.Int64),
        person=pl.lit(None, pl.Int64),
        provider_name=pl.lit(None, pl.String),
        bundle=pl.format("{}/{}", "account_key", "entered_on"),
    )
