"""What no grant steers: bills of earlier years still to come."""

from decimal import Decimal

import pytest

from tests.unit.forecast.world import component, forecast, grant, municipality, posting


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
