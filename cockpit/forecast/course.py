"""The year month by month, for the development chart."""

import polars as pl

from cockpit import finance
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.persons import TOTAL
from cockpit.forecast.rows import keyed

SCHEMA = {
    "month": pl.Int8(),
    "actual_kr": MONEY,
    "forecast_kr": MONEY,
    "budget_kr": MONEY,
    "last_year_kr": MONEY,
}


def months(result: ForecastResult, data: MunicipalityData, by: str = TOTAL, key: str = TOTAL) -> pl.DataFrame:
    """`month` 1-12, `actual_kr` (booked; periods 00 and 13 with January and December; null in open months),
    `forecast_kr` (what is still expected; null in closed months), `budget_kr` (adjusted) and `last_year_kr`; kr.

    What is still expected is laid to the open months as last year was booked in them (December alone where none is
    open), since bills come after the month that they are for; where last year does not tell, what is delivered stands
    in the first open month and the rest in the month of the service. Actual and forecast together sum to the forecast.
    """
    mine = keyed(result.leaves, by).filter(pl.col("key") == key)
    folded = mine.with_columns(pl.col("month").clip(1, 12))
    is_posted = pl.col("component") == "posted"
    last_closed = _last_closed(result)
    first_open = min(last_closed + 1, 12)
    actual = _summed(folded.filter(is_posted), "actual_kr")
    last_year = _summed(_last_year(result, by, key), "last_year_kr")
    ahead = folded.filter(~is_posted).with_columns(
        pl.max_horizontal("month", pl.lit(first_open, pl.Int8)).alias("month")
    )
    expected = _as_last_year(_summed(ahead, "forecast_kr"), last_year, first_open)
    budget = finance.budget_months(data, result.year, by).filter(pl.col("key") == key)
    frame = pl.DataFrame({"month": range(1, 13)}, schema={"month": pl.Int8()})
    for part in (
        actual,
        expected,
        budget.select("month", budget_kr="adjusted_budget"),
        last_year,
    ):
        frame = frame.join(part, on="month", how="left")
    zero = pl.lit(0).cast(MONEY)
    return frame.with_columns(
        actual_kr=pl.when(pl.col("month") <= last_closed).then(pl.col("actual_kr").fill_null(zero)),
        forecast_kr=pl.when(pl.col("month") >= first_open).then(pl.col("forecast_kr").fill_null(zero)),
    ).select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()).sort("month")  # fmt: skip


def _as_last_year(expected: pl.DataFrame, last_year: pl.DataFrame, first_open: int) -> pl.DataFrame:
    """`month`, `forecast_kr`: the sum of what is expected as last year was booked in the open months, to the øre."""
    course = last_year.filter(pl.col("month") >= first_open).sort("month")
    if course.height < 12 - first_open + 1 or (course["last_year_kr"] <= 0).any():
        return expected
    whole = expected["forecast_kr"].sum()
    until = pl.col("last_year_kr").cast(pl.Float64).cum_sum() / pl.col("last_year_kr").cast(pl.Float64).sum()
    laid = course.with_columns(until=(until * float(whole)).round(2).cast(MONEY))
    return laid.select("month", forecast_kr=pl.col("until") - pl.col("until").shift(fill_value=0).cast(MONEY))


def _last_year(result: ForecastResult, by: str, key: str) -> pl.DataFrame:
    before = result.earlier.filter(pl.col("year") == result.year - 1)
    return keyed(before, by).filter(pl.col("key") == key)


def _last_closed(result: ForecastResult) -> int:
    """The last month of the year that is closed at the date: 0 before the year, 12 after it."""
    return min(12, max(0, (result.as_of.year - result.year) * 12 + result.as_of.month))


def _summed(leaves: pl.DataFrame, name: str) -> pl.DataFrame:
    return leaves.group_by("month").agg(pl.col("amount_kr").sum().alias(name))
