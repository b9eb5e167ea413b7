"""What reaches the year's books near its end, as the closed years have shown it."""

import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import arrival, year_end
from cockpit.forecast.state import prepare
from cockpit.forecast.steered import split
from tests.unit.forecast.world import HOME, MARCH, grant, municipality, posting

YEAR = [f"2025-{month:02d}" for month in range(1, 13)]


def _bills(december: str) -> list[dict[str, object]]:
    """A bill of 60,000 kr. a month, booked the month after; that of December in the period asked for."""
    booked = [*YEAR[1:], december]
    new = [posting(60000, "2026-02", "2026-01"), posting(60000, "2026-03", "2026-02")]
    new.append(posting(60000, "2025-01", "2024-12"))  # a year is closed where all its periods have something booked
    return [posting(60000, period, service) for period, service in zip(booked, YEAR, strict=True)] + new


@pytest.mark.parametrize(
    ("december", "seen"),
    [
        ("2025-12", 1.0),  # the office hurries
        ("2025-13", 1.0),  # the supplement
        ("2026-01", 0.0),  # next year's books, as a bill of earlier years
    ],
)
def test_decembers_share_is_that_of_closed_decembers(december: str, seen: float) -> None:
    """One closed year weighs 1 / 1.1 beside the chain ladder."""
    state = prepare(municipality(grants=[grant()], postings=_bills(december)), MARCH, 2026, Settings())

    table = arrival.learn(state, split(state)).year_end

    last = table.filter(account=HOME, reach=1)
    assert last.select("seen", "weight").row(0) == pytest.approx((seen, 1 / 1.1))
    assert table.filter(account=HOME, reach=2)["seen"].item() == 1.0  # November's came in December


def test_an_account_that_is_newer_than_the_closed_year_has_no_year_end_of_its_own() -> None:
    """The account of January on is another: of the closed year it holds December's late bill alone, which says nothing
    of the part of its own bills that will be in time."""
    moved = [
        {**bill, "account": "5385214000000009"} if bill["period"].startswith("2026") else bill
        for bill in _bills("2026-01")
    ]
    state = prepare(municipality(grants=[grant()], postings=moved), MARCH, 2026, Settings())

    assert arrival.learn(state, split(state)).year_end["account"].unique().to_list() == [HOME]


def test_without_a_closed_year_the_chain_ladder_stands_alone() -> None:
    only_new = [posting(60000, "2026-02", "2026-01"), posting(60000, "2026-03", "2026-02")]
    state = prepare(municipality(grants=[grant()], postings=only_new), MARCH, 2026, Settings())

    assert arrival.learn(state, split(state)).year_end.is_empty()


@pytest.mark.parametrize(("set_off", "covered"), [(120000, 1.0), (60000, 0.5), (200000, 1.0), (0, 0.0)])
def test_what_december_sets_off_stands_for_the_bills_that_come_late(set_off: int, covered: float) -> None:
    """Bills of 60,000 come two months later: November's and December's are next year's. The supplement sets off a sum
    for them, which January takes back: so much of both reaches the year's books, and the pair itself is no bill."""
    late = [(f"2025-{m:02d}", f"2025-{m - 2:02d}") for m in range(3, 13)]
    late += [("2025-01", "2024-11"), ("2025-02", "2024-12"), ("2026-01", "2025-11"), ("2026-02", "2025-12")]
    bills = [posting(60000, booked, service) for booked, service in late]
    if set_off:
        bills.append(posting(set_off, "2025-13", grant_id=None, voucher="off"))
        bills.append(posting(-set_off, "2026-01", grant_id=None, voucher="back"))
    place = grant(unit_price=60000, price_unit="måned")
    state = prepare(municipality(grants=[place], postings=bills), MARCH, 2026, Settings())
    drive = split(state)

    assert year_end.covers(state, drive) == pytest.approx(covered)
    learnt = arrival.learn(state, drive)
    for reach in (1, 2):
        assert learnt.year_end.filter(account=HOME, reach=reach)["seen"].item() == pytest.approx(covered)
    assert learnt.shares.filter(account=HOME, lag=1)["share"].item() == 0.0
    assert learnt.shares.filter(account=HOME, lag=2)["share"].item() == 1.0
