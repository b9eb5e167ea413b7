"""Hvor godt rammer vi? Tidligere års fremskrivninger mod de endelige regnskaber.

Den gennemsnitlige afvigelse er alle afvigelser lagt sammen uden fortegn, delt med regnskaberne. Skævheden er det samme
med fortegn: plus er for højt. Et interval holdt, hvis regnskabet lå i det, som de andre års afvigelser på samme tid af
året giver. Det, kommunen selv offentliggjorde, og fremskrivningen med skøn er metoder for sig.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import ADJUSTMENT_SCHEMA
from cockpit.forecast import accuracy, leaf
from cockpit.forecast.backtest import SCHEMA
from tests.unit.forecast.world import frame

MILLION = 1_000_000


def errors(*rows: tuple[int, int, str, str, str, float, float]) -> pl.DataFrame:
    """year, month, level, key, method, forecast and actual in mio. kr. The spread is one mio. kr. each time."""
    lines = [
        (
            dt.date(year, month, 28),
            year,
            level,
            key,
            method,
            *(Decimal(str(kr * MILLION)) for kr in both),
            MILLION,
            False,
        )
        for year, month, level, key, method, *both in rows
    ]
    return pl.DataFrame(lines, schema=SCHEMA, orient="row")


TWO_YEARS = errors(
    (2024, 6, "total", "total", "model", 102, 100),
    (2025, 6, "total", "total", "model", 109, 110),
    (2024, 6, "total", "total", "budget", 95, 100),
    (2025, 6, "total", "total", "budget", 100, 110),
)


def test_the_mean_error_and_the_bias_weigh_by_kroner() -> None:
    """Fremskrivningen var 2 for høj og 1 for lav af 210: afvigelse 3/210, skævhed +1/210. Budgettet var 15 for lavt."""
    found = {row["method"]: row for row in accuracy.by_method(TWO_YEARS, "total").iter_rows(named=True)}

    assert found["model"]["error"] == pytest.approx(3 / 210)
    assert found["model"]["bias"] == pytest.approx(1 / 210)
    assert found["budget"]["error"] == pytest.approx(15 / 210)
    assert found["budget"]["bias"] == pytest.approx(-15 / 210)
    assert found["budget"]["tests"] == 2


def test_the_best_simple_method_of_a_key_stands_beside_the_model() -> None:
    (row,) = accuracy.by_key(TWO_YEARS, "total").to_dicts()

    assert (row["simple"], row["simple_error"]) == ("budget", pytest.approx(15 / 210))
    assert row["error"] == pytest.approx(3 / 210)


def test_what_was_published_is_a_method_of_its_own() -> None:
    """Begge områder blev offentliggjort pr. 28. juni 2024: 40 + 55 mod 100, 5 for lavt."""
    known = errors(
        (2024, 6, "area", "Børn", "model", 41, 42),
        (2024, 6, "area", "Voksne", "model", 59, 58),
        (2024, 6, "total", "total", "model", 100, 100),
    )
    day = dt.date(2024, 6, 28)
    past = frame(
        "past_forecasts",
        {"year": 2024, "as_of": day, "area": "Børn", "forecast": Decimal(40 * MILLION)},
        {"year": 2024, "as_of": day, "area": "Voksne", "forecast": Decimal(55 * MILLION)},
    )

    both = accuracy.with_published(known, past)

    published = both.filter(pl.col("method") == "published").sort("key")
    assert published.select("key", "forecast_kr", "actual_kr").rows() == [
        ("Børn", 40 * MILLION, 42 * MILLION),
        ("Voksne", 55 * MILLION, 58 * MILLION),
        ("total", 95 * MILLION, 100 * MILLION),
    ]


def test_half_of_the_areas_is_no_published_total() -> None:
    known = errors(
        (2024, 6, "area", "Børn", "model", 41, 42),
        (2024, 6, "area", "Voksne", "model", 59, 58),
        (2024, 6, "total", "total", "model", 100, 100),
    )
    one = {"year": 2024, "as_of": dt.date(2024, 6, 28), "area": "Børn", "forecast": Decimal(40 * MILLION)}

    both = accuracy.with_published(known, frame("past_forecasts", one))

    assert both.filter(pl.col("method") == "published")["level"].to_list() == ["area"]


def test_model_and_skoen_are_tried_apart() -> None:
    """Et skøn på 3 mio. kr., lagt i juni 2025, bragte fremskrivningen fra 1 for lav til 2 for høj."""
    day = dt.date(2025, 6, 28)
    line = (1, "paragraph", "SEL § 107", 2025, 7, 12, Decimal(3 * MILLION), "dom", "c", day, dt.date(2025, 12, 31))
    laid = pl.DataFrame([line], schema=ADJUSTMENT_SCHEMA, orient="row")

    both = accuracy.with_skoen(TWO_YEARS, {day: laid})

    (row,) = both.filter(pl.col("method") == "adjusted").to_dicts()
    assert (row["year"], row["forecast_kr"], row["actual_kr"]) == (2025, 112 * MILLION, 110 * MILLION)
    assert both.filter(pl.col("method") == "model").height == 2


def test_a_skoen_on_a_paragraph_counts_in_its_area_too() -> None:
    """3 mio. kr. på SEL § 107, der kun findes i Voksne, og 1 mio. kr. på Voksne selv: området er prøvet med 4. § 85
    ligger i to områder, så dens 2 mio. kr. står på paragraffen og i alt."""
    day = dt.date(2025, 6, 28)
    known = errors(
        *((2025, 6, *where, "model", 50, 58) for where in (("area", "Voksne"), ("total", "total"))),
        *((2025, 6, "paragraph", paragraph, "model", 50, 58) for paragraph in ("SEL § 107", "SEL § 85")),
    )
    laid = [("paragraph", "SEL § 107", 3), ("area", "Voksne", 1), ("paragraph", "SEL § 85", 2)]
    rows = [
        (n, level, key, 2025, 7, 12, Decimal(kr * MILLION), "dom", "c", day, dt.date(2025, 12, 31))
        for n, (level, key, kr) in enumerate(laid)
    ]
    where = {"area": ["Voksne", "Voksne", "Psykiatri"], "paragraph": ["SEL § 107", "SEL § 85", "SEL § 85"]}
    known_places = leaf.lines("committed", pl.DataFrame(where | {"month": [9] * 3, "amount_kr": [Decimal(1)] * 3}))
    inside = accuracy.inside_areas(known_places)

    both = accuracy.with_skoen(known, {day: pl.DataFrame(rows, schema=ADJUSTMENT_SCHEMA, orient="row")}, inside)

    found = dict(both.filter(pl.col("method") == "adjusted").select("key", "forecast_kr").rows())
    assert {key: int(kr) // MILLION for key, kr in found.items()} == {
        "Voksne": 54, "SEL § 107": 53, "SEL § 85": 52, "total": 56,
    }  # fmt: skip


def test_a_range_is_judged_by_the_other_years() -> None:
    """Ni år ramte 1 % ved siden af og ét 10 %: i de ni holdt intervallet, i det ene ikke."""
    rows = [(2010 + n, 6, "total", "total", "model", 101.0 if n < 9 else 110.0, 100.0) for n in range(10)]

    told = accuracy.tested_ranges(errors(*rows), "total").sort("year")

    assert told["kept80"].to_list() == [True] * 9 + [False]
    assert told["kept95"].to_list() == [True] * 9 + [False], "10 mio. kr. er ti gange spredningen"


def test_no_other_year_is_no_judgement() -> None:
    one = errors((2025, 6, "total", "total", "model", 101, 100))

    assert accuracy.tested_ranges(one, "total")["kept80"].to_list() == [None]


def test_each_month_of_the_year_is_told_apart() -> None:
    both = pl.concat([TWO_YEARS, errors((2025, 3, "total", "total", "model", 121, 110))])

    model = accuracy.by_month(both).filter(pl.col("method") == "model")

    assert model.select("month", "error").rows() == [(3, pytest.approx(0.1)), (6, pytest.approx(3 / 210))]
