"""The consumption rate, beside that of the same month in earlier years: invoices come late, so months/12 misleads."""

import polars as pl

from cockpit import finance
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.rows import keyed

EARLIER = 2
"""Years before this one that the rate is shown for."""


def consumption(result: ForecastResult, data: MunicipalityData, by: str) -> pl.DataFrame:
    """`key, rate_1, rate_2, share_1`, sorted by key: what was posted at the same month one and two years ago, as a
    fraction of that year's adjusted budget (null where it had none), and as a fraction of last year's whole accounts.
    Formula 8. Periods 00 and 13 count with January and December. This year's rate is posted over adjusted budget."""
    earlier = finance.placed(result.earlier, by, data.accounts, result.year)
    until = _closed_months(result)
    one, two = (_year(earlier, data, by, result.year - back, until) for back in range(1, EARLIER + 1))
    joined = one.join(two, on="key", how="full", coalesce=True, suffix="_2")
    return joined.select("key", rate_1="rate", rate_2="rate_2", share_1="share").sort("key")


def _closed_months(result: ForecastResult) -> int:
    """0 before the year, 12 after it."""
    return min(12, max(0, (result.as_of.year - result.year) * 12 + result.as_of.month))


def _year(earlier: pl.DataFrame, data: MunicipalityData, by: str, year: int, until: int) -> pl.DataFrame:
    mine = keyed(earlier.filter(pl.col("year") == year), by)
    amount = pl.col("amount_kr")
    sums = mine.group_by("key").agg(
        posted=amount.filter(pl.col("month") <= until).sum().cast(MONEY), accounts=amount.sum().cast(MONEY)
    )
    budgets = finance.budget_rows(data, year, by).select("key", "adjusted_budget")
    joined = sums.join(budgets, on="key", how="left")
    return joined.select(
        "key", rate=finance.rate("posted", "adjusted_budget"), share=finance.rate("posted", "accounts")
    )
