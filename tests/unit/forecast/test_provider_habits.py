"""Providers bill in ways of their own: one by the month, the next half a year at once in December."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import arrival, usual_silence
from cockpit.forecast.state import State, prepare
from cockpit.forecast.steered import split
from tests.unit.forecast.world import P107, grant, municipality, posting

SEPTEMBER = dt.date(2026, 9, 30)
JANUARY_2024, NOW = 2024 * 12, 2026 * 12 + 8
HALF_YEAR = 6


def _state() -> State:
    """Twenty grants at 60,000 kr. a month with each of two providers. *Månedlig* bills in the month itself, but never
    billed February 2025; *December* does so until June, and bills July to December in December."""
    rows, bills = [], []
    for n in range(40):
        name, provider = f"i{n}", "Månedlig" if n < 20 else "December"
        priced = {"unit_price": Decimal(60000), "price_unit": "måned", "provider": provider}
        rows.append(grant(name, start_date=dt.date(2023, 1, 1), **priced))
        for month in range(JANUARY_2024, NOW + 1):
            waits = provider == "December" and month % 12 >= HALF_YEAR
            booked = month // 12 * 12 + 11 if waits else month
            if booked > NOW or (provider == "Månedlig" and month == 2025 * 12 + 1):
                continue
            period, service = (f"{one // 12}-{one % 12 + 1:02d}" for one in (booked, month))
            bills.append(posting(60000, period, service, grant_id=name))
    return prepare(municipality(grants=rows, postings=bills), SEPTEMBER, 2026, Settings())


@pytest.fixture(scope="module")
def state() -> State:
    return _state()


def test_a_month_without_a_bill_is_judged_by_its_providers_habit(state: State) -> None:
    """July lacks its bill two months after. Of the service months October 2024 to March 2026 that lacked one after two
    months, the 60 of *December* (July, August and September 2025) all came, the 20 of *Månedlig* never: 60 of 80 in
    all. *December*: (60 + 10 x 0.75) / 70; and of its 20 Julys all, as months that begin a quarter (20 + 10 x 0.964) /
    30, as those that begin a half-year (20 + 10 x 0.988) / 30, and as Julys (20 + 10 x 0.996) / 30. *Månedlig*: 10 x
    0.75 of 20 + 10, and nothing is known of its Julys."""
    bills = arrival.learn(state, split(state)).grants

    told = dict(bills.by_provider.filter(lag=2).select("provider", "arrival").iter_rows())

    assert bills.by_paragraph.filter(lag=2)["arrival"].item() == pytest.approx(0.75)
    quarter = (20 + 10 * (60 + 7.5) / 70) / 30
    assert told["December"] == pytest.approx((20 + 10 * (20 + 10 * quarter) / 30) / 30)
    assert told["Månedlig"] == pytest.approx(7.5 / 30)


@pytest.mark.parametrize("month", [0, 1, 2])
def test_this_years_months_of_a_provider_that_bills_in_december_say_nothing_in_september(month: int) -> None:
    """Twenty grants billed once a year, in December. In September January to March are half a year old and more without
    a bill, as they were last year, when all of them came. January of this year, which is older than the others and has
    no bill either, counts against them a little."""
    priced = {"unit_price": Decimal(60000), "price_unit": "måned", "provider": "Én gang om året"}
    rows = [grant(f"i{n}", start_date=dt.date(2023, 1, 1), **priced) for n in range(20)]
    months = [(year, number) for year in (2024, 2025) for number in range(1, 13)]
    bills = [
        posting(60000, f"{year}-12", f"{year}-{number:02d}", grant_id=f"i{n}")
        for n in range(20)
        for year, number in months
    ]
    known = prepare(municipality(grants=rows, postings=bills), SEPTEMBER, 2026, Settings())
    told = arrival.learn(known, split(known)).grants.by_provider.filter(lag=8 - month)

    assert told["arrival"].item() == pytest.approx(1.0, abs=0.03)


def test_silence_is_usual_where_the_provider_is_always_silent_at_this_time(state: State) -> None:
    """Three months of silence at the ends of September 2024 and 2025, none at the other five closes: 40 of 280 grants
    in all. *December*: (40 + 10 x 1/7) / 150; at this time of the year (40 + 10 x that) / 50."""
    lives = usual_silence.lives(state)
    late = usual_silence.late(lives, usual_silence.at_closes(state, lives, usual_silence.billed(state)))

    found = late.filter(silent=3, paragraph=P107, provider="December")["late"].item()

    assert found == pytest.approx((40 + 10 * (40 + 10 / 7) / 150) / 50)


def test_a_grant_of_a_provider_that_is_new_takes_its_paragraphs(state: State) -> None:
    bills = arrival.learn(state, split(state)).grants
    asked = bills.by_paragraph.filter(lag=2).select("paragraph", "lag").with_columns(provider=pl.lit("Ny"))

    assert bills.on(asked)["arrival"].item() == pytest.approx(0.75)
