"""The refund that a year should give, of every kind: what is claimed, and what the forecast may expect, is held against
it. See `finance.refund` for the rule."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit import law
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.allocation import Allocated
from cockpit.finance.households import with_home
from cockpit.finance.refund_age import over_age
from cockpit.finance.refund_costs import (
    ADULTS,
    CHILDREN,
    category,
    cost_lines,
    own_name,
    with_group,
    with_other_refund,
)
from cockpit.finance.refund_limits import Limits, all_limits, limits, rule_of
from cockpit.finance.refund_parts import OTHER_REFUND, counted, expensive_months, share_months, shared_lines

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
    grouped = with_group(every.filter(~theirs), citizens, year).with_columns(category=category())
    mine = with_other_refund(grouped, citizens, year)
    mine, several = with_home(mine, citizens)
    known = all_limits(range(year, year + 1), law_values)
    ages = over_age(mine, allocated, year, law_values)
    lines = counted(mine, year).join(ages.excluded, on=["citizen", "month"], how="anti")
    shared = shared_lines(lines, known)
    facts = RefundFacts(
        several_households=several,
        unknown_age=mine.filter(pl.col("born_on").is_null())["citizen"].n_unique(),
        kept_over_age=ages.kept,
        left_over_age=ages.excluded["citizen"].n_unique(),
        other_payers_kr=every.filter(theirs).select(pl.col("gross_kr").sum().cast(MONEY)).item(),
        refugees=mine.filter(pl.col("other_kind") == "refugees")["citizen"].n_unique(),
    )
    months = pl.concat([expensive_months(shared), share_months(mine, allocated.postings, year, as_of)])
    return RefundYear(
        year, _cases(mine, shared), months.sort("kind", "month", "area", "team"), tuple(known.values()), facts
    )


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


def year_limits(year: int, law_values: pl.DataFrame) -> Sequence[Limits]:
    """The limits of a year's rules, for the page that shows and takes them."""
    rules = dict.fromkeys((rule_of(CHILDREN, year), rule_of(ADULTS, year)))
    return tuple(found for rule in rules if (found := limits(rule, year, law_values)) is not None)
