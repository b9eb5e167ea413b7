"""Prices of the year that have not come yet: who waits, what is expected, and what stays as registered."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.forecast.late_prices import LATEST, learn
from cockpit.forecast.weaknesses.grants import told_of
from tests.unit.forecast.world import component, forecast, grant, municipality

JANUARY = 2026 * 12
NEAR = (2024 * 12 + 11, 2025 * 12, 2025 * 12 + 11, JANUARY, JANUARY + 1)
"""December 2024, January and December 2025, January and February 2026."""


def costs(*prices: tuple[int, int, int]) -> pl.DataFrame:
    """Grants `g0`, `g1` ... at so many kr. a month in 2024, 2025 and 2026, whole months all of them."""
    by_year = [(2024, 0), (2025, 1), (2026, 2)]
    rows = [
        (f"g{n}", month, float(price[place]), 31)
        for n, price in enumerate(prices)
        for month in NEAR
        for year, place in by_year
        if month // 12 == year
    ]
    told = pl.DataFrame(rows, schema=["grant_id", "mi", "cost", "days"], orient="row")
    return told.with_columns(by_opening_days=pl.lit(value=False))


RISEN, WAITS, NEVER = (100, 102, 105), (100, 102, 102), (100, 100, 100)


def test_who_stays_where_the_others_rise_waits_and_rises_as_they_did() -> None:
    """Thirty of forty have risen by 105/102, 2.94 %; all of them rose the year before."""
    found = learn(costs(*[RISEN] * 30, *[WAITS] * 10), JANUARY)

    assert sorted(found.grants) == [f"g{n}" for n in range(30, 40)]
    assert found.rise == pytest.approx(105 / 102 - 1)
    assert found.by_others


def test_where_too_few_have_risen_the_rise_of_the_year_before_is_expected() -> None:
    found = learn(costs(*[RISEN] * 10, *[WAITS] * 30), JANUARY)

    assert found.grants.len() == 30
    assert (found.rise, found.by_others) == (pytest.approx(0.02), False)


def test_who_never_rises_does_not_wait_and_makes_the_others_rise_less_sure() -> None:
    """Ten of fifty stayed last year: four fifths of the rise is expected."""
    found = learn(costs(*[RISEN] * 30, *[WAITS] * 10, *[NEVER] * 10), JANUARY)

    assert sorted(found.grants) == [f"g{n}" for n in range(30, 40)]
    assert found.rise == pytest.approx(0.8 * (105 / 102 - 1))


@pytest.mark.parametrize(
    ("prices", "month"),
    [
        ([WAITS] * 40, JANUARY + LATEST),
        ([NEVER] * 40, JANUARY),
        ([(100, 100, 103)] * 20 + [NEVER] * 20, JANUARY),
        ([RISEN] * 10 + [WAITS] * 5, JANUARY),
        ([(100, 102, 99)] * 30 + [WAITS] * 10, JANUARY),
    ],
    ids=["in March", "prices without dates", "prices that never rose before", "too few to tell", "prices fell"],
)
def test_nobody_waits(prices: list[tuple[int, int, int]], month: int) -> None:
    assert learn(costs(*prices), month).grants.is_empty()


def test_no_tariff_is_expected_to_rise_by_a_third() -> None:
    assert learn(costs(*[(100, 102, 136)] * 30, *[WAITS] * 10), JANUARY).rise == pytest.approx(0.15)


def test_only_the_years_months_of_those_that_wait_are_stepped() -> None:
    asked = costs(*[RISEN] * 30, *[WAITS] * 10)
    told = learn(asked, JANUARY).stepped(asked)

    changed = asked.join(told, on=["grant_id", "mi"]).filter(pl.col("cost") != pl.col("cost_right"))
    assert set(changed["grant_id"]) == {f"g{n}" for n in range(30, 40)}
    assert changed["mi"].min() == JANUARY
    assert changed["cost_right"].unique().to_list() == [pytest.approx(105.0)]


def test_the_sentence_names_no_grant_and_says_what_it_is() -> None:
    """Ten grants and two months of 105 kr., 3 kr. of each are expected: 60 kr."""
    asked = costs(*[RISEN] * 30, *[WAITS] * 10)
    late = learn(asked, JANUARY)

    assert told_of(late, late.stepped(asked)) == (
        "10 indsatser har endnu ikke fået prisen for 2026 og regnes fra januar 2,9 % dyrere end registreret, som de "
        "øvrige er steget. Det er 60 kr. mere, end de er registreret til i året."
    )
    assert told_of(learn(asked, JANUARY + LATEST), asked) is None


def price(place: str, year: int, amount: int) -> dict[str, object]:
    return {
        "provider": place, "service": "Botilbud", "unit_price": Decimal(amount), "price_unit": "måned",
        "valid_from": dt.date(year, 1, 1),
    }  # fmt: skip


def test_the_forecast_expects_the_price_and_leaves_what_is_committed() -> None:
    """Thirty places at 10,000 kr. a month in 2025 have risen to 10,300 kr., ten wait for their letter. At the end of
    January eleven months are ahead at the registered prices, and twelve more times 300 kr. are expected of the ten."""
    risen, waits = [f"h{n}" for n in range(30)], [f"v{n}" for n in range(10)]
    grants = [grant(name, provider=name, unit_price=None, price_unit=None) for name in (*risen, *waits)]
    lists = [price(name, year, 9_800 if year == 2024 else 10_000) for name in (*risen, *waits) for year in (2024, 2025)]
    lists += [price(name, 2026, 10_300) for name in risen]
    data = municipality(grants=grants, prices=lists)
    result = forecast(data, dt.date(2026, 1, 31))

    assert component(result, "committed") == 11 * (30 * Decimal(10_300) + 10 * Decimal(10_000))
    assert component(result, "accrued") == 40 * Decimal(10_300)
    assert component(result, "outflow") == 11 * 10 * Decimal(300)
    assert any("10 indsatser har endnu ikke fået prisen for 2026" in told for told in result.weaknesses)
