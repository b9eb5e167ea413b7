"""Kommende sager: listen over borgere på vej ind, hvad den lægger til fremskrivningen, og hvor godt den holder.

En sag tæller med årets udgift fra den ventede start, ganget med sandsynligheden; er starten passeret, tæller den fra
næste måned. En sag, der føres i appen, tager den indlæstes plads, og en bortfaldet tæller ikke. En sag er et hit, når
borgeren fik en indsats af samme slags, efter at sagen kom på listen. Forsinkelsen regnes fra den dag, der først var
ventet.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cockpit.contracts.coming import ComingCase, Fate
from cockpit.contracts.settings import Settings
from cockpit.forecast import coming
from tests.spec.handbook_tables import kr
from tests.unit.forecast.world import MARCH, P107, component, forecast, frame, grant, municipality

NOVEMBER = dt.date(2026, 11, 1)


def case(number: str = "K-1", **extra: Any) -> dict[str, Any]:
    usual = {
        "pipeline_id": number,
        "citizen": f"b-{number}",
        "paragraph": P107,
        "expected_start": NOVEMBER,
        "unit_price": Decimal(2000),
        "price_unit": "døgn",
        "probability": 0.5,
    }
    return {**usual, **extra}


def kept(number: str = "K-1", **extra: Any) -> tuple[ComingCase, dt.date]:
    fields = {name: value for name, value in case(number, **extra).items() if name != "citizen"}
    return ComingCase.model_validate(fields), MARCH


def worth(*cases: dict[str, Any]) -> list[tuple[Decimal, Decimal]]:
    found = coming.expected(frame("pipeline", *cases), MARCH, 2026, Settings())
    return [(full, expected) for full, expected in found.select("full_kr", "expected_kr").iter_rows()]


def test_a_case_counts_with_the_years_cost_times_its_chance() -> None:
    """61 døgn i november og december a 2.000 kr. er 122.000 kr.; halvdelen tæller."""
    assert worth(case()) == [(kr("122.000"), kr("61.000"))]


def test_a_start_that_has_passed_is_next_months_first_day() -> None:
    """Ventet 1. februar, opgjort ultimo marts: 275 døgn fra 1. april."""
    assert worth(case(expected_start=dt.date(2026, 2, 1))) == [(kr("550.000"), kr("275.000"))]


def test_the_page_counts_what_the_forecast_counts() -> None:
    cases = [case(), case("K-2", expected_start=dt.date(2026, 2, 1), probability=None)]
    result = forecast(municipality(grants=[grant()], pipeline=cases))

    assert component(result, "pipeline") == sum(expected for _, expected in worth(*cases))


def test_the_apps_case_takes_the_imported_ones_place_and_keeps_its_citizen() -> None:
    imported = frame("pipeline", case(), case("K-2"))

    both = coming.with_cases(imported, [kept(probability=0.9)])

    assert both.select("pipeline_id", "citizen", "probability").rows() == [
        ("K-1", "b-K-1", Decimal("0.9000")),
        ("K-2", "b-K-2", Decimal("0.5000")),
    ]


def test_a_dropped_case_leaves_the_list() -> None:
    imported = frame("pipeline", case(), case("K-2"))
    gone = kept()[0].model_copy(update={"fate": Fate.DROPPED})

    assert coming.with_cases(imported, [(gone, MARCH)])["pipeline_id"].to_list() == ["K-2"]


def seen(day: dt.date, *cases: dict[str, Any]) -> pl.DataFrame:
    return coming.seen_on(frame("pipeline", *cases), day)


def test_what_became_of_the_cases_and_how_good_the_list_is() -> None:
    """K-1 ventede 1. november og startede 16. november (15 dage sent); K-2 forsvandt fra listen; K-3 afventer endnu."""
    first, later = dt.date(2026, 9, 30), dt.date(2026, 11, 30)
    lists = [seen(first, case(), case("K-2", probability=0.9), case("K-3")), seen(later, case("K-3"))]
    grants = frame("grants", grant("i9", citizen="b-K-1", start_date=dt.date(2026, 11, 16)))

    told = coming.fates(pl.concat(lists), grants, (), pl.Series(["K-3"]))

    assert told.select("pipeline_id", "fate", "grant_id", "delay_days").rows() == [
        ("K-1", "became", "i9", 15),
        ("K-2", "dropped", None, None),
        ("K-3", "open", None, None),
    ]
    assert coming.quality(told) == {
        "became": 1,
        "dropped": 1,
        "open": 1,
        "hit_rate": 0.5,
        "promised": pytest.approx(0.7),
        "delay_days": 15.0,
    }


def test_a_grant_that_ran_long_before_the_case_is_no_hit() -> None:
    told = coming.fates(
        seen(dt.date(2026, 9, 30), case()),
        frame("grants", grant("i9", citizen="b-K-1", start_date=dt.date(2026, 3, 1))),
        (),
        pl.Series(["K-1"]),
    )

    assert told["fate"].to_list() == ["open"]


def test_a_moved_start_is_measured_from_the_first_promise() -> None:
    moved = [
        seen(dt.date(2026, 8, 31), case(expected_start=dt.date(2026, 9, 1))),
        seen(dt.date(2026, 9, 30), case(expected_start=dt.date(2026, 10, 1), grant_id="i9")),
    ]
    grants = frame("grants", grant("i9", citizen="andet", start_date=dt.date(2026, 10, 1)))

    told = coming.fates(pl.concat(moved), grants, (), pl.Series(["K-1"]))

    assert told.select("fate", "delay_days").rows() == [("became", 30)]
