"""Faste priser: hvad tidligere års kroner er i ét års priser.

Et års beløb ganges med (1 + stigningen) for hvert år efter det til og med det år, hvis priser der spørges om.
Budgetåret selv er uændret. Stigningen er den, kommunen har indtastet; ellers statens offentliggjorte generelle pris- og
lønstigning; er et år ukendt, føres den seneste kendte stigning videre, og det står ved tallet. Et år før den første
kendte stigning har intet beløb i faste priser.
"""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.price_rise import PriceRise
from cockpit.finance import YearRise, in_fixed_prices, price_factors, price_rises
from tests.spec.handbook_tables import kr


def rise(year: int, pct: str) -> YearRise:
    return YearRise(year, Decimal(pct), "published", year, "en kilde")


def entered(year: int, pct: str) -> dict[int, PriceRise]:
    return {year: PriceRise(year=year, rise_pct=Decimal(pct), source="KL, juni 2026")}


def amounts(*lines: tuple[int, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [(year, kr(amount)) for year, amount in lines], schema={"year": pl.Int32, "spend_kr": MONEY}, orient="row"
    )


def test_every_later_years_rise_is_multiplied_on() -> None:
    """1.000.000 kr. i 2023: 4,0 % i 2024 og 2,8 % i 2025 er 1.000.000 · 1,04 · 1,028 = 1.069.120 kr. i 2025-priser."""
    factors = price_factors([rise(2024, "4.0"), rise(2025, "2.8")], [2023, 2024, 2025], 2025)
    told = in_fixed_prices(
        amounts((2023, "1.000.000"), (2024, "1.000.000"), (2025, "1.000.000")), factors, ["spend_kr"]
    )
    assert told["spend_kr"].to_list() == [kr("1.069.120"), kr("1.028.000"), kr("1.000.000")]


def test_a_later_years_kroner_are_divided_back() -> None:
    """1.028.000 kr. i 2025 er 1.000.000 kr. i 2024-priser."""
    factors = price_factors([rise(2025, "2.8")], [2025], 2024)
    assert in_fixed_prices(amounts((2025, "1.028.000")), factors, ["spend_kr"])["spend_kr"].to_list() == [
        kr("1.000.000")
    ]


def test_an_amount_is_rounded_once_to_the_oere() -> None:
    """0,10 kr. · 1,25 = 0,125 kr., som er 0,13 kr."""
    factors = price_factors([rise(2025, "25")], [2024], 2025)
    assert in_fixed_prices(amounts((2024, "0,10")), factors, ["spend_kr"])["spend_kr"].to_list() == [kr("0,13")]


def test_the_published_rises_say_what_is_known_and_what_was_expected() -> None:
    """2022 steg 4,3 % og 2023 2,5 %, 2024 og 2025 er skøn fra juni 2024; ingen af dem er kontrolleret mod selve
    tabellen, og det står der. 2026 fører 2,8 % videre fra 2025."""
    found = [(one.year, one.rise_pct, one.origin, one.known_year) for one in price_rises(2022, 2026, {})]
    assert found == [
        (2022, Decimal("4.3"), "expected", 2022),
        (2023, Decimal("2.5"), "expected", 2023),
        (2024, Decimal("4.0"), "expected", 2024),
        (2025, Decimal("2.8"), "expected", 2025),
        (2026, Decimal("2.8"), "carried", 2025),
    ]


def test_what_the_municipality_enters_goes_before_and_is_carried_on() -> None:
    """Indtastet 3,4 % for 2025: den gælder 2025 og, indtil 2026 kendes, også 2026."""
    found = price_rises(2025, 2026, entered(2025, "3.4"))
    assert [(one.rise_pct, one.origin, one.source) for one in found] == [
        (Decimal("3.4"), "entered", "KL, juni 2026"),
        (Decimal("3.4"), "carried", "KL, juni 2026"),
    ]


def test_a_year_before_the_first_known_rise_has_no_amount_in_fixed_prices() -> None:
    """Den første kendte stigning er fra 2011 til 2012: 2011 kan regnes til 2012-priser, 2010 kan ikke."""
    factors = price_factors(price_rises(2009, 2012, {}), [2010, 2011, 2012], 2012)
    told = in_fixed_prices(amounts((2010, "100"), (2011, "100"), (2012, "100")), factors, ["spend_kr"])
    assert told["spend_kr"].to_list() == [None, kr("101,60"), kr("100")]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.decimals(-5, 15, places=1), min_size=1, max_size=6), st.integers(0, 5))
def test_fixed_prices_keep_the_order_of_amounts_within_a_year(steps: list[Decimal], back: int) -> None:
    rises = [rise(2020 + place, str(step)) for place, step in enumerate(steps)]
    last = rises[-1].year
    year = max(2019, last - back)
    factors = price_factors(rises, [year, last], last)
    assert factors[last] == 1
    told = in_fixed_prices(amounts((year, "100"), (year, "200")), factors, ["spend_kr"])["spend_kr"].to_list()
    assert told[1] == pytest.approx(2 * told[0], abs=Decimal("0.02"))
