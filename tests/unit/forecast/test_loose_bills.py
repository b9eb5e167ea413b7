"""Bills that tell their provider and month, but not whom they are for."""

import datetime as dt

from cockpit.contracts.settings import Settings
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import MARCH, grant, municipality, posting

LEFT = grant("i3", provider="Bakkely", end_date=dt.date(2024, 12, 31), status="afsluttet")
"""The list tells of ends from December 2024."""


def state(*grants: dict[str, object], bills: list[dict[str, object]]) -> State:
    return prepare(municipality(grants=[*grants, LEFT], postings=bills), MARCH, 2026, Settings())


def places(*prices: int) -> list[dict[str, object]]:
    return [grant(f"i{n}", unit_price=price, price_unit="måned") for n, price in enumerate(prices, 1)]


def loose(amount: int, service: str, booked: str, provider: str = "Solgården") -> dict[str, object]:
    return posting(amount, booked, service, grant_id=None, citizen="en anden nøgle", provider=provider)


def of_month(found: State, service: str) -> list[tuple[object, ...]]:
    asked = int(service[:4]) * 12 + int(service[5:]) - 1
    return found.costs.filter(found.costs["mi"] == asked).sort("grant_id").select(
        "grant_id", "paid", "first_lag", "tells"
    ).rows()  # fmt: skip


def test_they_are_laid_on_the_providers_grants_by_what_these_cost() -> None:
    """8,000 for January, booked in February: a quarter on the place of 10,000 and the rest on that of 30,000. Whether a
    single one of them has been billed, it does not tell."""
    found = state(*places(10000, 30000), bills=[loose(8000, "2026-01", "2026-02")])
    assert of_month(found, "2026-01") == [("i1", 2000.0, 1, None), ("i2", 6000.0, 1, None)]
    assert found.ledger.filter("found")["kr"].to_list() == [8000.0]


def test_nothing_is_laid_where_the_providers_bills_find_grants() -> None:
    found = state(
        *places(10000, 30000), bills=[posting(10000, "2025-12", "2025-12"), loose(8000, "2026-01", "2026-02")]
    )
    assert of_month(found, "2026-01") == [("i1", None, None, None), ("i2", None, None, None)]


def test_nothing_is_laid_on_months_whose_leavers_the_list_has_forgotten() -> None:
    found = state(*places(10000), bills=[loose(8000, "2024-11", "2025-02"), loose(8000, "2024-12", "2025-02")])
    assert of_month(found, "2024-11")[0] == ("i1", None, None, None)
    assert of_month(found, "2024-12")[0] == ("i1", 8000.0, 2, None)
