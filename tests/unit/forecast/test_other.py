"""What no grant steers: bills of earlier years still to come, and the supplement of accounts with a budget."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.unit.forecast.world import FRAME, budget, component, forecast, grant, municipality, posting


@pytest.mark.parametrize(
    ("years", "mean"),
    [((2024, 2025), 120_000), ((2023, 2024, 2025), 120_000), ((2023, 2025), 80_000), ((2023,), 40_000), ((), 0)],
)
def test_a_ledger_begun_with_its_own_years_bills_tells_nothing_of_older_ones(years: tuple[int, ...], mean: int) -> None:
    """Three closed years, 2023 is the ledger's first. 120,000 of the year before in June of some of them: the mean of
    all three, but not counting 2023 where it alone has none."""
    months = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(2023 * 12, 2026 * 12 + 3)]
    bills = [posting(60_000, month, month) for month in months]
    late = [posting(120_000, f"{year}-06", f"{year - 1}-11", grant_id=None) for year in years]
    found = forecast(municipality(grants=[grant()], postings=[*bills, *late]))
    usual_course = component(found, "other", month=7)
    assert component(found, "other", month=6) - usual_course == Decimal(mean)


@pytest.mark.parametrize("as_of", [dt.date(2026, 11, 30), dt.date(2026, 12, 31)])
def test_the_supplement_of_an_account_with_a_budget_is_awaited_until_the_year_is_over(as_of: dt.date) -> None:
    """100,000 kr. every month, and in the supplements of 2024 and 2025 an income of 30,000 and of 50,000. At New Year
    their mean is awaited, a month before that of the years' course: the budget of December less the supplement."""
    until = as_of.year * 12 + as_of.month
    months = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(2024 * 12, until)]
    bills = [posting(100_000, month, account=FRAME, grant_id=None) for month in months]
    income = [posting(-kr, f"{year}-13", account=FRAME, grant_id=None) for year, kr in ((2024, 30_000), (2025, 50_000))]
    told = forecast(municipality(postings=[*bills, *income], budget=[budget(FRAME, 1_160_000)]), as_of)

    ahead = component(told, "other")
    assert ahead == Decimal(-40_000) if as_of.month == 12 else ahead == pytest.approx(Decimal(60_000), abs=5_000)
