"""Længere frem: helårsvirkningen af dagens indsatser, kendte fødselsdage og demografi.

Helårsvirkningen er næste års udgift til de indsatser, der er i gang på opgørelsesdagen eller bevilget til senere start,
til deres registrerede slutdato, uvægtet. Børns indsatser slutter senest dagen før 18-årsdagen, støtte til unge dagen
før 23-årsdagen. Demografien følger den ventede tilgang med befolkningen i alderen.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cockpit.contracts.forecast_table import LEAF_SCHEMA
from cockpit.forecast import outlook
from tests.spec.handbook_tables import kr
from tests.unit.forecast.world import HOME, MARCH, P107, component, forecast, frame, grant, municipality


def effect(*grants: dict[str, Any]) -> list[tuple[Any, ...]]:
    allocated = forecast(municipality(grants=list(grants))).allocated
    found = outlook.full_year_effect(allocated.grants, allocated.prices, MARCH, 2026)
    return found.select("key", "grants", "this_year_kr", "next_year_kr").rows()


def test_a_place_begun_in_july_costs_a_whole_year_next_year() -> None:
    """1. juli-31. december er 184 døgn a 2.000 kr.; hele 2027 er 365."""
    assert effect(grant(start_date=dt.date(2026, 7, 1))) == [(P107, 1, kr("368.000"), kr("730.000"))]


def test_an_end_next_year_cuts_it_and_an_ended_one_has_none() -> None:
    """i1 slutter 31. marts 2027 (90 døgn); i2 sluttede i februar 2026 (59 døgn i år, ingen næste år)."""
    running = grant("i1", end_date=dt.date(2027, 3, 31))
    ended = grant("i2", end_date=dt.date(2026, 2, 28), paragraph="SEL § 85")

    assert effect(running, ended) == [
        (P107, 1, kr("730.000"), kr("180.000")),
        ("SEL § 85", 0, kr("118.000"), kr("0")),
    ]


def born(day: dt.date) -> dict[str, Any]:
    return {"citizen": "b-i1", "born_on": day}


CHILD = {"paragraph": "BL § 46", "account": HOME}


def ends(paragraph: str, day: dt.date, **extra: Any) -> dt.date | None:
    data = municipality(grants=[grant(paragraph=paragraph, **extra)], citizens=[born(day)])
    found: dt.date | None = outlook.with_birthdays(data, MARCH).grants["end_date"][0]
    return found


def test_a_childs_service_ends_the_day_before_eighteen() -> None:
    assert ends("BL § 46", dt.date(2009, 6, 15)) == dt.date(2027, 6, 14)


def test_support_to_the_young_ends_the_day_before_twentythree() -> None:
    assert ends("BL § 114", dt.date(2004, 6, 15)) == dt.date(2027, 6, 14)


def test_a_grown_ups_service_and_an_earlier_end_stand() -> None:
    early = dt.date(2026, 12, 31)
    assert ends(P107, dt.date(2009, 6, 15)) is None
    assert ends("BL § 46", dt.date(2009, 6, 15), end_date=early) == early


def test_a_birthday_that_has_passed_ends_nothing() -> None:
    assert ends("BL § 46", dt.date(2008, 1, 1)) is None


def test_the_next_year_is_committed_until_the_birthday() -> None:
    """1. januar-14. juni 2027 er 165 døgn a 2.000 kr."""
    data = municipality(grants=[grant(**CHILD)], citizens=[born(dt.date(2009, 6, 15))])

    assert component(forecast(outlook.with_birthdays(data, MARCH), year=2027), "committed") == kr("330.000")


def test_those_who_turn_eighteen_are_counted_with_their_kroner() -> None:
    """Fylder 18 den 15. juni 2027: 200 døgn derefter i 2027 uden registreret slutdato; 365 døgn det næste år."""
    data = municipality(grants=[grant(**CHILD)], citizens=[born(dt.date(2009, 6, 15))])
    allocated = forecast(data).allocated

    found = outlook.birthdays(allocated.grants, data.citizens, allocated.prices, MARCH, [2026, 2027])

    assert found.filter(pl.col("citizens") > 0).rows() == [(2027, 18, 1, 1, kr("730.000"), kr("400.000"))]
    assert "born_on" not in found.columns


PEOPLE = [
    {"year": year, "age_from": first, "age_to": last, "inhabitants": count}
    for year, children, adults in ((2026, 1000, 4000), (2027, 900, 4400))
    for first, last, count in ((0, 17, children), (18, 105, adults))
]


def test_inflow_follows_the_population_of_its_age() -> None:
    """Børn 1.000 → 900 (−10 %), voksne 4.000 → 4.400 (+10 %); et år uden tal følger ingenting."""
    ratio = outlook.population_ratio(frame("population", *PEOPLE), 2026, 2027)
    assert ratio == {"children": pytest.approx(0.9), "adults": pytest.approx(1.1)}
    assert outlook.population_ratio(frame("population", *PEOPLE), 2026, 2030) == {}

    rows = [{"component": "inflow", "paragraph": code, "amount_kr": Decimal(1000)} for code in ("BL § 46", P107, "-")]
    leaves = pl.DataFrame(rows, schema_overrides={"amount_kr": LEAF_SCHEMA["amount_kr"]})
    grown = outlook.demography(leaves, ratio)
    assert grown.sort("paragraph").select("paragraph", "amount_kr").rows() == [
        ("BL § 46", kr("-100")),
        (P107, kr("100")),
    ]


def test_a_year_is_the_sum_of_its_parts_with_a_wide_range() -> None:
    data = municipality(grants=[grant()])
    parts = [forecast(data, year=year).leaves.with_columns(year=pl.lit(year, pl.Int32)) for year in (2026, 2027)]

    found = outlook.by_year(pl.concat(parts), MARCH)

    assert found.select("year", "running", "forecast").rows() == [
        (2026, kr("730.000"), kr("730.000")),
        (2027, kr("730.000"), kr("730.000")),
    ]
    assert (found["low80"] < found["forecast"]).all()
