"""Registered ends ahead, the course of the year in what is delivered, and bills that are still to come."""

import datetime as dt

import polars as pl
import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import lateness, plans, season, steered, waiting
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import FRAME, MARCH, grant, municipality, posting


def state(**datasets: object) -> State:
    return prepare(municipality(**datasets), MARCH, 2026, Settings())


def test_what_is_registered_next_month_beyond_the_usual_number_of_plans_is_decided() -> None:
    """Three plans a month lie further ahead. Of nine ends next month six are decided, of three the month after none;
    both drawn by four ends of half and a fifth."""
    further = [step for step in range(3, 13) for _ in range(3)]
    shares = plans.decided_shares(pl.Series([*[1] * 9, *[2] * 3, *further]))
    assert shares[1] == pytest.approx((6 + 4 * 0.5) / (9 + 4))
    assert shares[2] == pytest.approx((0 + 4 * 0.2) / (3 + 4))


def test_a_crowd_that_ends_at_new_year_is_no_plan_of_the_months_before() -> None:
    """A hundred end in nine months' time and none in the others: both of next month's ends are decided."""
    assert plans.decided_shares(pl.Series([1, 1, *[9] * 100]))[1] == pytest.approx((2 + 4 * 0.5) / (2 + 4))


def test_without_an_end_ahead_the_chance_is_what_was_believed() -> None:
    assert plans.decided_shares(pl.Series([], dtype=pl.Int32)) == {1: 0.5, 2: 0.2}


def test_an_end_far_ahead_is_a_plan_and_one_that_is_followed_is_none() -> None:
    far = grant("i1", end_date=dt.date(2026, 9, 30))
    first = grant("i2", citizen="b2", end_date=dt.date(2026, 6, 30))
    then = grant("i3", citizen="b2", start_date=dt.date(2026, 7, 1))
    found = plans.ahead(state(grants=[far, first, then]))
    assert found.select("grant_id", "decided").rows() == [("i1", 0.0)]


def test_a_plan_that_is_moved_goes_on_the_day_after() -> None:
    """30,000 kr. a month until 10 June: 20,000 of June lie after it. A plan at the end of a month leaves none of it."""
    inside = grant("i1", unit_price=30000, price_unit="måned", end_date=dt.date(2026, 6, 10))
    whole = grant("i2", unit_price=30000, price_unit="måned", end_date=dt.date(2026, 6, 30))
    after = state(grants=[inside, whole]).after_end.with_columns(month=pl.col("mi") - 2026 * 12 + 1)
    first = after.filter(pl.col("month") < 8).select("grant_id", "month", "cost", "days")
    assert sorted(first.rows()) == [("i1", 6, 20000.0, 20), ("i1", 7, 30000.0, 31), ("i2", 7, 30000.0, 31)]


def test_what_is_delivered_follows_the_year() -> None:
    """Two years of bills of 30,000 and of 15,000 in July on one place of 31,000 a month: July is a good half."""
    place = grant(start_date=dt.date(2023, 1, 1), unit_price=1000, price_unit="døgn")
    bills = [
        posting(15000 if month == 7 else 30000, f"{year}-{month:02d}", f"{year}-{month:02d}")
        for year in (2023, 2024, 2025)
        for month in range(1, 13)
    ]
    found = dict(season.table(state(grants=[place], postings=bills)).select("number", "season").iter_rows())
    assert sum(found.values()) == pytest.approx(12)
    assert found[7] == min(found.values()) < 0.97
    assert season.table(state(grants=[place], postings=bills[-6:])).is_empty(), "half a year has no season"


def test_bills_still_to_come_do_not_make_the_grants_look_too_dear() -> None:
    """A third of every month's bills comes five months late. The newest months of the comparison lack it, and are
    grown by the usual course: the ratio stays at 1."""
    bills = []
    for number in range(27):
        service, booked = (dt.date(2024 + (number + wait) // 12, (number + wait) % 12 + 1, 1) for wait in (0, 5))
        bills.append(posting(40000, f"{service:%Y-%m}", f"{service:%Y-%m}"))
        if booked <= MARCH:
            bills.append(posting(20000, f"{booked:%Y-%m}", f"{service:%Y-%m}", voucher=f"late{number}"))
    place = grant(start_date=dt.date(2024, 1, 1), unit_price=60000, price_unit="måned")
    ratio = steered.split(state(grants=[place], postings=bills)).paragraphs["ratio"][0]
    assert ratio == pytest.approx(1.0)


def test_half_a_year_that_is_billed_at_once_is_not_compared_before_its_bill() -> None:
    """A place of 10,000 a month is billed in July for January to June, in January for July to December; at the close
    of June nothing of the year is billed, and the ratio stays at 1. Twelve months to March would say 9 / 12."""
    june = dt.date(2026, 6, 30)
    each_month = (f"{2023 + number // 12}-{number % 12 + 1:02d}" for number in range(6, 42))
    bills = [posting(900, month, account=FRAME, grant_id=None) for month in each_month]
    for number in range(30):
        service, half = dt.date(2023 + (number + 6) // 12, (number + 6) % 12 + 1, 1), (number + 6) // 6
        booked = dt.date(2023 + (half + 1) // 2, 7 if half % 2 == 0 else 1, 1)
        bills.append(posting(10000, f"{booked:%Y-%m}", f"{service:%Y-%m}"))
    place = grant(start_date=dt.date(2023, 7, 1), unit_price=10000, price_unit="måned")
    found = prepare(municipality(grants=[place], postings=bills), june, 2026, Settings())
    assert waiting.months(found, found.heard_until - 3, 12)["mi"].to_list() == [2026 * 12 + month for month in range(3)]
    assert steered.split(found).paragraphs.select("ratio", "agrees").rows() == [(1.0, True)]


def test_each_account_is_drawn_towards_all() -> None:
    rows = [("A", 1, 0, 50.0), ("A", 1, 1, 50.0), ("B", 1, 0, 100.0), ("B", 1, 1, 0.0)]
    paid = pl.DataFrame(rows, schema=["account", "service", "lag", "kr"], orient="row")
    found = lateness.shares(paid, pl.Series(["A", "C"]), now=2).filter(pl.col("lag") == 0)
    assert dict(found.select("account", "share").iter_rows()) == pytest.approx(
        {"A": 0.25 * 0.5 + 0.75 * 0.75, "C": 0.75}
    )
