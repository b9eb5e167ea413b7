"""The second opinion of the books: when it is asked, where it stands, and that it adds up."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.contracts.data import MunicipalityData
from cockpit.forecast.laid import PLACE, laid
from cockpit.forecast.usual_share import UsualShare
from tests.unit.forecast.world import HOME, component, forecast, grant, municipality, posting

SEPTEMBER = dt.date(2026, 9, 30)
UNMATCHED = posting(4_000, "2026-05", "2026-05", grant_id=None)


def town(years: tuple[int, ...] = (2024, 2025), until: str = "2026-09", without: str = "") -> MunicipalityData:
    """A place at 10,000 kr. a month, billed in its own month, and this year a bill of 4,000 kr. that finds no grant."""
    periods = [f"{year}-{month:02d}" for year in (*years, 2026) for month in range(1, 13)]
    bills = [posting(10_000, period, period) for period in periods if period <= until and period != without]
    return municipality(grants=[grant(unit_price=Decimal(10_000), price_unit="måned")], postings=[*bills, UNMATCHED])


@pytest.mark.parametrize(
    "data", [town(years=(2025,)), town(without="2026-04"), town(without="2025-04")], ids=["one year", "gap", "old gap"]
)
def test_nothing_is_moved_where_the_books_do_not_tell(data: MunicipalityData) -> None:
    assert forecast(data, SEPTEMBER).usual_share == ""


def test_a_year_that_has_not_begun_or_has_passed_is_not_moved() -> None:
    assert forecast(town(), SEPTEMBER, 2027).usual_share == ""
    assert forecast(town(until="2026-12"), dt.date(2027, 2, 28), 2026).usual_share == ""


def test_it_lies_evenly_on_the_open_months_of_the_grants_accounts() -> None:
    moved = forecast(town(), SEPTEMBER).leaves.filter(pl.col("component") == "other").sort("month")

    assert moved.select("account", "month", "amount_kr").rows() == [
        (HOME, month, Decimal(told)) for month, told in ((10, "70.31"), (11, "70.31"), (12, "70.32"))
    ]


def test_when_the_year_is_over_it_stands_in_december() -> None:
    """Each month's bill comes in the next, December's in the supplement: 11 of 12 are booked at New Year. With 114,000
    kr. that would be 124,363.64 kr. against 114,000 + 10,000; half of the difference is 181.82 kr."""
    bills = [
        posting(10_000, f"{year}-{month + 1:02d}", f"{year}-{month:02d}")
        for year in (2024, 2025, 2026)
        for month in range(1, 13)
        if (year, month) != (2026, 12)
    ]
    openings = [posting(0, f"{year}-01", f"{year}-01") for year in (2024, 2025, 2026)]
    place = grant(unit_price=Decimal(10_000), price_unit="måned")
    result = forecast(municipality(grants=[place], postings=[*openings, *bills, UNMATCHED]), dt.date(2026, 12, 31))
    moved = result.leaves.filter(pl.col("component") == "other")

    assert component(result, "accrued") == Decimal(10_000)
    assert moved.select("account", "month", "amount_kr").rows() == [(HOME, 12, Decimal("181.82"))]


def test_the_sentence_can_be_worked_again_by_hand() -> None:
    """90 is 75 % of 120; 120 - 118 is 2; half of the fourth power of nine twelfths of 2 is 0.32."""
    found = UsualShare((2023, 2024, 2025), 9, 0.75, 90e6, 118e6, 28e6)

    assert found.moved_kr == pytest.approx(316_406.25)
    assert found.sentence() == (
        "I 2023-2025 var 75,0 % af årets regnskab bogført efter 9 måneder. Det ville give 120,0 mio. kr. i år mod "
        "118,0 mio. kr. i fremskrivningen ellers. Forskellen tæller 15,8 % og flytter 0,32 mio. kr. (på øvrige konti)."
    )


def test_nothing_is_said_in_the_first_months_where_it_counts_nothing() -> None:
    told = [bool(UsualShare((2024, 2025), months, 0.1, 10e6, 110e6, 100e6).sentence()) for months in (1, 2, 3, 12)]
    assert told == [False, False, True, True]


@given(
    sizes=st.lists(st.integers(1, 10_000), min_size=1, max_size=8),
    oere=st.integers(-(10**9), 10**9),
    first=st.integers(1, 12),
)
def test_the_lines_sum_to_the_amount_to_the_oere(sizes: list[int], oere: int, first: int) -> None:
    amount = Decimal(oere) / 100
    rows = [("Social", "Voksne", "5.38.52", f"k{number}", "-", True, size) for number, size in enumerate(sizes)]
    places = pl.DataFrame(rows, schema=[*PLACE, "size"], orient="row").with_columns(
        share=pl.col("size") / pl.col("size").sum(), amount_kr=pl.lit(amount).cast(pl.Decimal(18, 2)), whole=pl.lit("x")
    )
    found = laid(places, range(first, 13), "whole")

    assert found["amount_kr"].sum() == amount
    assert set(found["month"]) <= set(range(first, 13))
