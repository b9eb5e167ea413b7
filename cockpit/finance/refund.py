"""Central refund of especially expensive cases, month by month against a twelfth of each limit.

Source: BEK 1485/2023 (centrale refusionsordning) § 3: costs per month against 1/12 of the limits (stk. 1), all income
deducted, other refund too (stk. 3), single costs spread over the accounting year's twelve months (stk. 4), objektiv
finansiering left out (stk. 5); SEL § 176, BL § 198. Formula 9 of the calculation handbook.

The forecast asks the same function for every year by one year's limits (`forecast.refund_cases`) and calibrates it on
what was received; what should be claimed in a year is `finance.expected_refund`.
"""

from collections.abc import Mapping

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.finance.money import half_up, kroner, ore
from cockpit.finance.refund_limits import STEPS, Limits, Rule

MONTHS = 12
PERCENT = 100
UNIT = ("rule", "unit")
COSTS_SCHEMA: dict[str, pl.DataType] = {
    "rule": pl.String(),
    "unit": pl.String(),
    "month": pl.Date(),
    "cost_kr": MONEY,
    "one_off_kr": MONEY,
}
"""What `expensive_refund` takes, any number of rows a unit and month. `unit`: the citizen, of children the household.
`cost_kr`: the municipality's net cost of the month; `one_off_kr`: single costs that fell in it, which are not in
`cost_kr`."""

AllLimits = Mapping[tuple[Rule, int], Limits]


def expensive_refund(costs: pl.DataFrame, limits: AllLimits) -> pl.DataFrame:
    """`rule, unit, month, cost_kr` (with the month's twelfth of the year's single costs)`, refund_kr` (both +), a row
    for each month that has a cost, sorted.

    Refund of a month: 25 % of what lies between a twelfth of the first limit and a twelfth of the second, 50 % from
    there to the third, 75 % above (the bands of `limits`). Exact until the year's end; the months of a unit are
    rounded so that they sum to the year's refund to the øre. A year without limits gives none: its rows have null.
    """
    months = _with_one_offs(_summed(costs)).join(_bands(limits), on=["rule", "year"], how="left")
    base = (pl.col("cost_ore") * MONTHS + pl.col("one_off_ore")).clip(lower_bound=0)
    above = [
        (base - pl.col(f"limit_{step}")).clip(lower_bound=0).fill_null(0) * pl.col(f"more_{step}").fill_null(0)
        for step in STEPS
    ]
    parts = pl.when(pl.col("limit_first").is_not_null()).then(pl.sum_horizontal(above))
    sorted_ = months.with_columns(base=base, parts=parts).sort(*UNIT, "month")
    return sorted_.select(
        *UNIT,
        "month",
        kroner(_stepwise("base", MONTHS)).alias("cost_kr"),
        kroner(_stepwise("parts", MONTHS * PERCENT)).alias("refund_kr"),
    )


def _summed(costs: pl.DataFrame) -> pl.DataFrame:
    sums = costs.group_by(*UNIT, "month").agg(
        cost_ore=ore(pl.col("cost_kr")).sum(), single_ore=ore(pl.col("one_off_kr")).sum()
    )
    return sums.with_columns(year=pl.col("month").dt.year())


def _with_one_offs(months: pl.DataFrame) -> pl.DataFrame:
    """The year's single costs on each of its twelve months, also on those without any other cost."""
    single = months.group_by(*UNIT, "year").agg(one_off_ore=pl.col("single_ore").sum())
    dated = single.filter(pl.col("one_off_ore") != 0).with_columns(
        month=pl.date_ranges(pl.date("year", 1, 1), pl.date("year", 12, 1), "1mo")
    )
    every = dated.explode("month").select(*UNIT, "month", "year")
    whole = months.select(*UNIT, "month", "year", "cost_ore").join(
        every, on=[*UNIT, "month", "year"], how="full", coalesce=True
    )
    return whole.with_columns(pl.col("cost_ore").fill_null(0)).join(single, on=[*UNIT, "year"], how="left")


def _bands(limits: AllLimits) -> pl.DataFrame:
    """`rule, year`, each step's limit in øre and the percent by which its share is higher than the step's below."""
    rows = []
    for (rule, year), found in limits.items():
        row: dict[str, object] = {"rule": rule, "year": year}
        below = 0
        for step, band in zip(STEPS, found.bands, strict=False):
            share = int(band.share * PERCENT)
            row |= {f"limit_{step}": int(band.limit_kr * PERCENT), f"more_{step}": share - below}
            below = share
        rows.append(row)
    numbers = {f"{name}_{step}": pl.Int64() for step in STEPS for name in ("limit", "more")}
    return pl.DataFrame(rows, schema={"rule": pl.String(), "year": pl.Int32(), **numbers})


def _stepwise(name: str, whole: int) -> pl.Expr:
    """The month's part in whole øre: what is reached by its end less what was reached before it, in the year."""
    reached = half_up(pl.col(name).cum_sum().over(*UNIT, "year"), pl.lit(whole))
    return reached - reached.shift(1).over(*UNIT, "year").fill_null(0)
