"""Bills of several months, as those of a quarter: each month has its part, by its days. Months within that the same
citizen has a bill of their own for are left out, unless all have: then it is a correction of all.

A period that stands on bills of three months of booking, or that is longer than a year and has not passed, is that of
the grant and not of the bill: such a bill does not say its month.
"""

import polars as pl

from cockpit.contracts.data import SUM
from cockpit.finance.money import between
from cockpit.finance.timeline import MONTHS, month_number, month_start

LONGEST = 10 * MONTHS
"""What is longer is no period of service."""
OFTEN = 3
"""Bills of so many months of booking for the same months tell the grant's period."""
SAME = ("account", "citizen", "provider", "grant_id")
WHOSE = (*SAME, "service_from", "service_to")


def by_month(postings: pl.DataFrame) -> pl.DataFrame:
    """The postings (`WHOSE`, `period`, `amount`, `SUM`) without `service_to`: those of several months as a row for
    each, with its part of `amount` and `SUM`, that add up to the øre; those whose period is their grant's without
    `service_from`. Both stand after the others."""
    several = postings.select((pl.col("service_to") > pl.col("service_from").dt.month_end()).fill_null(value=False))
    is_several = several.to_series()
    if not is_several.any():
        return postings.drop("service_to")
    rest, spans = postings.filter(~is_several), postings.filter(is_several).with_row_index("row")
    told = spans.with_columns(of_grant=_is_of_grant())
    silent = told.filter("of_grant").with_columns(service_from=pl.lit(None, pl.Date))
    parts = _parted(told.filter(~pl.col("of_grant")), rest)
    parted = spans.drop("service_from", "amount", SUM).join(parts, on="row", maintain_order="right")
    return pl.concat([one.drop("service_to").select(rest.drop("service_to").columns) for one in (rest, silent, parted)])


def _months() -> pl.Expr:
    """How many months the bill says that it is for."""
    return month_number(pl.col("service_to")) - month_number(pl.col("service_from")) + 1


def _is_named() -> pl.Expr:
    return pl.col("citizen").is_not_null() | pl.col("grant_id").is_not_null()


def _is_of_grant() -> pl.Expr:
    months = _months()
    running = (months > MONTHS) & (pl.col("service_to").dt.strftime("%Y-%m") >= pl.col("period"))
    often = _is_named() & (pl.col("period").n_unique().over(WHOSE) >= OFTEN)
    return running | often | (months > LONGEST)


def _parted(spans: pl.DataFrame, rest: pl.DataFrame) -> pl.DataFrame:
    """`row`, `service_from`, `amount`, `SUM` of each month of the spans, in their order. `rest`: the other bills."""
    first, last = month_number(pl.col("service_from")), month_number(pl.col("service_to"))
    each = spans.with_columns(month=pl.int_ranges(first, last + 1)).explode("month")
    begin = pl.max_horizontal(month_start("month"), "service_from")
    days = (pl.min_horizontal(month_start("month").dt.month_end(), "service_to") - begin).dt.total_days() + 1
    shared = _without_own(each.with_columns(begin=begin, days=days), _single(spans, rest))
    until = (pl.col("days").cum_sum() / pl.col("days").sum()).over("row")
    first_of_bill = (pl.col("row") != pl.col("row").shift()).fill_null(value=True)
    before = pl.when(first_of_bill).then(0.0).otherwise(pl.col("until").shift())
    shared = shared.with_columns(until=until).with_columns(before=before)
    parts = [between(pl.col(name), pl.col("before"), pl.col("until")).alias(name) for name in ("amount", SUM)]
    return shared.select("row", *parts, service_from="begin")


def _single(spans: pl.DataFrame, rest: pl.DataFrame) -> pl.DataFrame:
    """`SAME`, `month` of which whoever has a bill of several months has one of that month alone."""
    theirs = spans.select(SAME).filter(_is_named()).unique()
    dated = rest.select(*SAME, "service_from", "amount").filter(pl.col("amount") > 0).drop_nulls("service_from")
    own = dated.join(theirs, on=SAME, how="semi", nulls_equal=True)
    return own.select(*SAME, month=month_number(pl.col("service_from"))).unique()


def _without_own(each: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """The months without those that have a bill of their own, or that another bill begins or ends in, where others have
    none. What a bill begins and ends in is its own. `named`: `_single`."""
    month = pl.col("month")
    marked = each.with_columns(is_end=((month == month.min()) | (month == month.max())).over("row"))
    ends = marked.filter("is_end", _is_named()).select(*SAME, "month").unique()
    inside = marked.filter(~pl.col("is_end"))
    told = [
        months.join(bills, on=[*SAME, "month"], how="semi", nulls_equal=True).select("row", "month")
        for months, bills in ((marked, named), (inside, ends))
    ]
    own = pl.concat(told).unique().with_columns(own=pl.lit(value=True))
    beside = marked.join(own, on=["row", "month"], how="left")
    has_own = pl.col("own").fill_null(value=False)
    return beside.filter(~has_own | has_own.all().over("row")).sort("row", "month")
