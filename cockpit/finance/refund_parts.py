"""A year's refund by its parts: what counts towards the limits, each line's share of its household's refund, and kinds
that refund a share of everything."""

import datetime as dt

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.money import half_up, kroner, ore
from cockpit.finance.refund import COSTS_SCHEMA, AllLimits, expensive_refund
from cockpit.finance.refund_costs import (
    ADULTS,
    CHILDREN,
    shared_kind,
    shares,
)
from cockpit.finance.refund_limits import rule_of

EXPENSIVE = "expensive"
OTHER_REFUND = "other"


MONTHS_SCHEMA: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "month": pl.Date(),
    "area": pl.String(),
    "team": pl.String(),
    "gross_kr": MONEY,
    "refund_kr": MONEY,
    "low_kr": MONEY,
}


def counted(mine: pl.DataFrame, year: int) -> pl.DataFrame:
    """Lines (`households.with_home`) with rule and unit; `part_kr` is what counts of them."""
    rules = {group: rule_of(group, year) for group in (CHILDREN, ADULTS)}
    placed = mine.with_columns(
        rule=pl.col("group").replace_strict(rules),
        part_kr=(pl.col("gross_kr").cast(pl.Float64) * (1 - pl.col("other_share"))).round(2).cast(MONEY),
    )
    unit = pl.when(pl.col("group") == CHILDREN).then(pl.coalesce("home", "citizen")).otherwise("citizen")
    return placed.with_columns(unit=unit).filter(pl.col("part_kr") != 0)


def _spread(lines: pl.DataFrame, year: int) -> pl.DataFrame:
    """Single costs as twelve lines, to the øre summing to them."""
    months = pl.DataFrame({"number": range(1, 13)}).with_columns(month=pl.date(year, "number", 1))
    single = lines.filter("one_off").drop("month").join(months, how="cross")
    whole, number = ore(pl.col("part_kr")), pl.col("number").cast(pl.Int64)
    twelfth = half_up(whole * number, pl.lit(12)) - half_up(whole * (number - 1), pl.lit(12))
    parts = single.with_columns(part_kr=kroner(twelfth)).select(lines.columns)
    return pl.concat([lines.filter(~pl.col("one_off")), parts])


def shared_lines(lines: pl.DataFrame, known: AllLimits) -> pl.DataFrame:
    """The lines of units that get refund, with their part of each month's: by cost, summing to the unit's."""
    zero = pl.lit(0).cast(MONEY)
    costs = lines.select(
        "rule", "unit", "month",
        cost_kr=pl.when("one_off").then(zero).otherwise("part_kr"),
        one_off_kr=pl.when("one_off").then("part_kr").otherwise(zero),
    ).select(*COSTS_SCHEMA)  # fmt: skip
    found = expensive_refund(costs, known)
    low = expensive_refund(costs, {key: value.raised() for key, value in known.items()})
    both = found.join(low.select("rule", "unit", "month", low_kr="refund_kr"), on=["rule", "unit", "month"])
    paid = both.filter(pl.col("refund_kr") > 0).drop("cost_kr")
    if paid.is_empty():
        return lines.head(0).with_columns(refund_kr=zero, low_kr=zero)
    year = paid["month"][0].year
    weighed = _spread(lines, year).filter(pl.col("part_kr") > 0).join(paid, on=["rule", "unit", "month"])
    ordered = weighed.sort("rule", "unit", "month", "citizen", "paragraph", "provider", "area", "team", "case_id")
    return ordered.with_columns(_part("refund_kr"), _part("low_kr"))


def _part(name: str) -> pl.Expr:
    """A line's part of its unit's month, stepwise so that the parts sum to it."""
    month = ("rule", "unit", "month")
    weight = ore(pl.col("part_kr")).cast(pl.Int128)
    reached = half_up(ore(pl.col(name)).cast(pl.Int128) * weight.cum_sum().over(month), weight.sum().over(month))
    return kroner(reached - reached.shift(1).over(month).fill_null(0)).alias(name)


def expensive_months(shared: pl.DataFrame) -> pl.DataFrame:
    """The refund of expensive cases by month, area and team, in `MONTHS_SCHEMA`."""
    sums = shared.group_by("month", "area", "team").agg(
        gross_kr=pl.col("part_kr").sum().cast(MONEY),
        refund_kr=pl.col("refund_kr").sum().cast(MONEY),
        low_kr=pl.col("low_kr").sum().cast(MONEY),
    )
    return sums.with_columns(kind=pl.lit(EXPENSIVE)).select(*MONTHS_SCHEMA)


def share_months(mine: pl.DataFrame, postings: pl.DataFrame, year: int, as_of: dt.date) -> pl.DataFrame:
    """The kinds that refund a share of everything. Where the ledger already shows more of a kind in an area than its
    grants explain until the close, the difference is added on the close's month: it counts too."""
    own = mine.filter(pl.col("other_kind").is_not_null(), "granted")
    given = own.group_by(pl.col("other_kind").alias("kind"), "month", "area", "team").agg(
        pl.col("gross_kr").sum().cast(MONEY), share=pl.col("other_share").first()
    )
    more = _booked_more(given, postings, year, as_of)
    priced = pl.concat([given, more.select(given.columns)]).with_columns(
        refund_kr=(pl.col("gross_kr").cast(pl.Float64) * pl.col("share")).round(2).cast(MONEY)
    )
    return priced.with_columns(low_kr="refund_kr").select(*MONTHS_SCHEMA)


def _booked_more(given: pl.DataFrame, postings: pl.DataFrame, year: int, as_of: dt.date) -> pl.DataFrame:
    first, last = dt.date(year, 1, 1), min(as_of, dt.date(year, 12, 31)).replace(day=1)
    of_state = shared_kind()
    booked = postings.filter(
        pl.col("dranst").is_in(["1", NOT_ALLOCATED]), pl.col("service_month").is_between(first, last)
    ).with_columns(kind=of_state)
    keys = ["kind", "area"]
    posted = booked.drop_nulls("kind").group_by(keys).agg(posted=pl.col("amount").sum().cast(MONEY))
    until = given.filter(pl.col("month") <= last).group_by(keys).agg(known=pl.col("gross_kr").sum().cast(MONEY))
    gap = posted.join(until, on=keys, how="left").with_columns(
        gross_kr=(pl.col("posted") - pl.col("known").fill_null(0)).cast(MONEY)
    )
    share = pl.col("kind").replace_strict(shares(year), default=0.0, return_dtype=pl.Float64)
    return gap.filter(pl.col("gross_kr") > 0).with_columns(month=pl.lit(last), team=pl.lit(NOT_ALLOCATED), share=share)
