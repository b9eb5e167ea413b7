"""The forecast month by month, with every component: the same leaves as every other level."""

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import COMPONENTS, ROW_SCHEMA
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.persons import TOTAL
from cockpit.forecast.rows import in_frame

LABELS = {"00": "Forsupplement", "13": "Supplement"} | {
    f"{number:02d}": name.capitalize() for number, name in enumerate(danish.MONTHS, start=1)
}


def month_rows(
    result: ForecastResult, data: MunicipalityData, *, stamp: str = "", frame_only: bool = False
) -> pl.DataFrame:
    """The year per month in `ROW_SCHEMA`, `key` `01`-`12`, and `00` and `13` where they hold anything; sorted, kr.

    What is booked stands in the period it is booked in, what is delivered or committed in the month of the service.
    Budgets as `finance.budget_months`. Ranges, persons and unit prices are not known for a month: null. `frame_only`:
    leaves and budgets inside the service frame.
    """
    leaves = result.leaves.filter("in_service_frame") if frame_only else result.leaves
    budgeted = in_frame(data, result.year) if frame_only else data
    amount, posted = pl.col("amount_kr"), pl.col("component") == "posted"
    sums = leaves.group_by("month").agg(
        *(amount.filter(pl.col("component") == name).sum().alias(name) for name in COMPONENTS),
        amount.filter(posted & pl.col("prior_year")).sum().alias("prior_years"),
        forecast=amount.sum(),
    )
    year = pl.DataFrame({"month": range(1, 13)}, schema={"month": pl.Int8()})
    budget = finance.budget_months(budgeted, result.year, TOTAL).drop("key")
    whole = year.join(sums, on="month", how="full", coalesce=True).join(budget, on="month", how="left")
    filled = whole.with_columns(pl.col(*COMPONENTS, "prior_years", "forecast").fill_null(0).cast(MONEY))
    keyed = filled.with_columns(key=pl.col("month").cast(pl.String).str.zfill(2)).with_columns(
        label=pl.col("key").replace_strict(LABELS),
        overspend=(pl.col("forecast") - pl.col("adjusted_budget")).cast(MONEY),
        as_of=pl.lit(result.as_of), year=pl.lit(result.year), level=pl.lit("month"), stamp=pl.lit(stamp),
    )  # fmt: skip
    missing = [pl.lit(None).alias(name) for name in ROW_SCHEMA if name not in keyed.columns]
    shown = keyed.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in ROW_SCHEMA.items())
    return shown.sort("key")
