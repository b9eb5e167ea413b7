"""The refund that a year should give, of every kind: what is claimed, and what the forecast may expect, is held against
it. See `finance.refund` for the rule and for how the forecast may call this."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit import law
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.allocation import Allocated
from cockpit.finance.money import half_up, kroner, ore
from cockpit.finance.paragraphs import base
from cockpit.finance.refund import COSTS_SCHEMA, AllLimits, expensive_refund
from cockpit.finance.refund_age import over_age
from cockpit.finance.refund_costs import (
    ADULTS,
    CHILDREN,
    cost_lines,
    households,
    kinds_by_paragraph,
    own_name,
    shares,
    with_group,
    with_other_refund,
)
from cockpit.finance.refund_limits import Limits, all_limits, limits, rule_of

EXPENSIVE = "expensive"
OTHER_REFUND = "other"
CASE = ("unit", "rule", "citizen", "category", "area", "team")
CASES_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(CASE, pl.String()),
    "provider": pl.String(),
    "case_id": pl.String(),
    "paragraph": pl.String(),
    "gross_kr": MONEY,
    "other_refund_kr": MONEY,
    "base_kr": MONEY,
    "refund_kr": MONEY,
    "low_kr": MONEY,
    "months": pl.UInt32(),
}
MONTHS_SCHEMA: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "month": pl.Date(),
    "area": pl.String(),
    "team": pl.String(),
    "gross_kr": MONEY,
    "refund_kr": MONEY,
    "low_kr": MONEY,
}


@dataclass(frozen=True)
class RefundFacts:
    """What a reader must know of the figures: how many, and of what."""

    several_households: int
    unknown_age: int
    kept_over_age: int
    left_over_age: int
    other_payers_kr: Decimal
    refugees: int


@dataclass(frozen=True, eq=False)
class RefundYear:
    """The expected refund of `year`, all amounts +.

    `cases` (`CASES_SCHEMA`): a row per citizen, kind of help, area and team: the year's cost (`gross_kr`, net of the
    citizen's payment), other refund of it, what counts towards the limits (`base_kr`), the refund and its lowest value
    where the limits may have risen (`low_kr`), in how many months it came. Parts of a household's refund are shared by
    cost and sum to it. `months` (`MONTHS_SCHEMA`): every kind's refund by month, area and team.
    `limits`: those of the year, none where no limits were known.
    """

    year: int
    cases: pl.DataFrame
    months: pl.DataFrame
    limits: tuple[Limits, ...]
    facts: RefundFacts


def refund_kind_of(function: pl.Expr) -> pl.Expr:
    """The kind of refund that a dranst 2 account's function holds; `other` where the table names none."""
    found = pl.lit(OTHER_REFUND)
    for one in reversed(law.refund_kinds()):
        for prefix in one.functions:
            found = pl.when(function.str.starts_with(prefix)).then(pl.lit(one.name)).otherwise(found)
    return found


def expected_refund(
    allocated: Allocated, citizens: pl.DataFrame, year: int, law_values: pl.DataFrame, municipality: str, as_of: dt.date
) -> RefundYear:
    """The year's refund of every kind from what was known at the close of `as_of`: `allocated` as `finance.allocate`
    gives it, `citizens` and `law_values` of the same `MunicipalityData`, `municipality` the own one's name.

    Costs that another municipality pays for are left out: who pays claims. Never raises on a year without limits: it
    has no expensive-case refund, and `limits` is empty.
    """
    every = cost_lines(allocated.grants, allocated.postings, allocated.prices, year)
    own = own_name(allocated.grants, municipality)
    theirs = pl.col("payer").is_not_null() & (pl.col("payer") != own) if own else pl.lit(value=False)
    mine = with_other_refund(with_group(every.filter(~theirs), citizens, year), citizens, year)
    homes, several = households(mine, citizens)
    known = all_limits(range(year, year + 1), law_values)
    ages = over_age(mine, allocated, year, law_values)
    lines = _counted(mine, homes, year).join(ages.excluded, on=["citizen", "month"], how="anti")
    shared = _shared(lines, known)
    facts = RefundFacts(
        several_households=several,
        unknown_age=mine.filter(pl.col("born_on").is_null())["citizen"].n_unique(),
        kept_over_age=ages.kept,
        left_over_age=ages.excluded["citizen"].n_unique(),
        other_payers_kr=every.filter(theirs).select(pl.col("gross_kr").sum().cast(MONEY)).item(),
        refugees=mine.filter(pl.col("other_kind") == "refugees")["citizen"].n_unique(),
    )
    months = pl.concat([_expensive_months(shared), _share_months(mine, allocated.postings, year, as_of)])
    return RefundYear(
        year, _cases(mine, shared), months.sort("kind", "month", "area", "team"), tuple(known.values()), facts
    )


def _counted(mine: pl.DataFrame, homes: pl.DataFrame, year: int) -> pl.DataFrame:
    """Lines with rule and unit, single costs spread over the year's months; `part_kr` is what counts of them."""
    rules = {group: rule_of(group, year) for group in (CHILDREN, ADULTS)}
    placed = mine.join(homes, on="citizen", how="left", maintain_order="left").with_columns(
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


def _shared(lines: pl.DataFrame, known: AllLimits) -> pl.DataFrame:
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


def _cases(mine: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    keys = ["citizen", "category", "area", "team"]
    other = (pl.col("gross_kr").cast(pl.Float64) * pl.col("other_share")).round(2).cast(MONEY)
    spent = (
        mine.with_columns(other_refund_kr=other)
        .group_by(keys)
        .agg(
            *(
                pl.col(name).sort_by("gross_kr", "paragraph", "provider", descending=[True, False, False]).first()
                for name in ("provider", "case_id", "paragraph")
            ),
            pl.col("gross_kr").sum().cast(MONEY),
            pl.col("other_refund_kr").sum().cast(MONEY),
        )
    )
    given = shared.group_by(keys).agg(
        pl.col("unit").first(),
        pl.col("rule").first(),
        *(pl.col(name).sum().cast(MONEY) for name in ("refund_kr", "low_kr")),
        pl.col("month").filter(pl.col("refund_kr") > 0).n_unique().alias("months"),
    )
    joined = spent.join(given, on=keys, how="left").with_columns(
        base_kr=(pl.col("gross_kr") - pl.col("other_refund_kr")).cast(MONEY),
        unit=pl.coalesce("unit", "citizen"),
        rule=pl.col("rule").fill_null(NOT_ALLOCATED),
    )
    zero = [
        pl.col(name).fill_null(0).cast(dtype)
        for name, dtype in CASES_SCHEMA.items()
        if name in ("refund_kr", "low_kr", "months")
    ]
    return (
        joined.with_columns(zero).select(*CASES_SCHEMA).sort("gross_kr", *CASE, descending=[True, *[False] * len(CASE)])
    )


def _expensive_months(shared: pl.DataFrame) -> pl.DataFrame:
    sums = shared.group_by("month", "area", "team").agg(
        gross_kr=pl.col("part_kr").sum().cast(MONEY),
        refund_kr=pl.col("refund_kr").sum().cast(MONEY),
        low_kr=pl.col("low_kr").sum().cast(MONEY),
    )
    return sums.with_columns(kind=pl.lit(EXPENSIVE)).select(*MONTHS_SCHEMA)


def _share_months(mine: pl.DataFrame, postings: pl.DataFrame, year: int, as_of: dt.date) -> pl.DataFrame:
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
    of_state = base(pl.col("paragraph")).replace_strict(kinds_by_paragraph(), default=None, return_dtype=pl.String)
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


def year_limits(year: int, law_values: pl.DataFrame) -> Sequence[Limits]:
    """The limits of a year's rules, for the page that shows and takes them."""
    rules = dict.fromkeys((rule_of(CHILDREN, year), rule_of(ADULTS, year)))
    return tuple(found for rule in rules if (found := limits(rule, year, law_values)) is not None)
