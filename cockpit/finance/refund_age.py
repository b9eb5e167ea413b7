"""Persons of 67: a new case gives no refund, one that was covered just before goes on (SEL § 176, stk. 3).

Covered: in the last month before the birthday the cost lay above a twelfth of the first limit (BEK on the central
refund § 6, stk. 2)."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from cockpit import law
from cockpit.finance.allocation import Allocated
from cockpit.finance.refund_costs import ADULTS, cost_lines
from cockpit.finance.refund_limits import limits


@dataclass(frozen=True)
class OverAge:
    """`excluded`: `citizen, month` without refund. `kept`: how many citizens above the age go on."""

    excluded: pl.DataFrame
    kept: int


def over_age(mine: pl.DataFrame, allocated: Allocated, year: int, law_values: pl.DataFrame) -> OverAge:
    """Which months of adults give no refund because of age. A citizen whose birth is unknown counts as younger."""
    age = int(law.value("refund.age_limit", dt.date(year, 1, 1)))
    adults = mine.filter(pl.col("group") == ADULTS, pl.col("born_on").is_not_null())
    months = adults.select("citizen", "month", birthday=pl.col("born_on").dt.offset_by(f"{age}y")).unique()
    old = months.filter(pl.col("birthday") <= pl.col("month")).sort("citizen", "month")
    covered = _covered(old.select("citizen", "birthday").unique().sort("citizen"), allocated, law_values)
    excluded = old.filter(~pl.col("citizen").is_in(covered)).select("citizen", "month")
    return OverAge(excluded, len(covered))


def _covered(old: pl.DataFrame, allocated: Allocated, law_values: pl.DataFrame) -> list[str]:
    """The citizens whose cost in the month before the birthday's lay above a twelfth of that year's first limit."""
    found: list[str] = []
    before = old.with_columns(last=pl.col("birthday").dt.month_start().dt.offset_by("-1mo"))
    for (year,), part in before.group_by(pl.col("last").dt.year().alias("year"), maintain_order=True):
        known = limits("sel_176", int(str(year)), law_values)
        if known is None:
            continue
        grants = allocated.grants.join(part.select("citizen"), on="citizen", how="semi")
        postings = allocated.postings.join(part.select("citizen"), on="citizen", how="semi")
        spent = cost_lines(grants, postings, allocated.prices, int(str(year))).join(
            part.select("citizen", month="last"), on=["citizen", "month"], how="semi"
        )
        sums = spent.group_by("citizen").agg(pl.col("gross_kr").sum())
        found += sums.filter(pl.col("gross_kr") * 12 > known.first_kr)["citizen"].to_list()
    return sorted(found)
