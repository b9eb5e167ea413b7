"""Grants that a newer one takes over before anybody has closed them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import MARCH, component, forecast, grant, municipality

BEGINS = dt.date(2026, 3, 11)


def new(**extra: Any) -> dict[str, Any]:
    """Decided anew for the citizen of i1, from 11 March 2026."""
    return grant("i2", citizen="b-i1", start_date=BEGINS, registered_on=dt.date(2026, 3, 2), **extra)


def known(*rows: dict[str, Any]) -> State:
    return prepare(municipality(grants=list(rows)), MARCH, 2026, Settings())


def test_the_old_one_ends_the_day_before() -> None:
    """2,000 kr. a day from April to December, 275 days, and not twice."""
    state = known(grant(), new())
    assert state.taken_over.rows() == [("i1", dt.date(2026, 3, 10))]
    assert dict(state.grants.select("grant_id", "ends_on").iter_rows()) == {"i1": dt.date(2026, 3, 10), "i2": None}
    assert dict(state.chains.select("grant_id", "follows").iter_rows()) == {"i1": None, "i2": "i1"}
    found = forecast(municipality(grants=[grant(), new()]))
    assert component(found, "committed") == 275 * 2000
    told = "1 indsats er afløst af en nyere til samme borger, ydelse og leverandør uden at være lukket"
    assert any(sentence.startswith(told) for sentence in found.weaknesses)


@pytest.mark.parametrize(
    "other",
    [
        {"provider": "Månegården"},
        {"service": "Aflastning"},
        {"paragraph": "SEL § 85"},
        {"unit_price": Decimal(400)},
        {"citizen": "b-another"},
        {"status": "ansøgt"},
        {"start_date": dt.date(2025, 11, 1)},
    ],
)
def test_other_help_stands_beside_it(other: dict[str, Any]) -> None:
    assert known(grant(), {**new(), **other}).taken_over.is_empty()


def test_a_name_that_tells_the_year_is_the_same_service() -> None:
    found = known(grant(service="Støtte, sats 2025"), new(service="Støtte, sats 2026"))
    assert found.taken_over["grant_id"].to_list() == ["i1"]


def test_an_end_on_another_day_is_moved_and_one_that_has_come_stays() -> None:
    planned = known(grant(end_date=dt.date(2026, 9, 30)), new())
    assert planned.taken_over.rows() == [("i1", dt.date(2026, 3, 10))]
    assert known(grant(end_date=dt.date(2026, 3, 10)), new()).taken_over.is_empty()


def test_where_grants_lie_side_by_side_they_are_two() -> None:
    """Two citizens have had two places side by side for a year, one has had a new decision: two of three."""
    beside = [
        grant(f"s{n}{m}", citizen=f"b{n}", start_date=dt.date(2024 + m, 2, 1)) for n in range(2) for m in range(2)
    ]
    ended = grant("e1", citizen="e", start_date=dt.date(2024, 1, 1), end_date=dt.date(2024, 12, 31))
    renewed = grant("e2", citizen="e", start_date=dt.date(2025, 1, 1))
    assert known(grant(), new(), *beside, ended, renewed).taken_over.is_empty()
    assert known(grant(), new(), *beside[:2], ended, renewed).taken_over.height == 1


def test_of_two_that_run_the_later_is_taken_over() -> None:
    twice = grant("i0", citizen="b-i1", start_date=dt.date(2019, 1, 1))
    rest = [
        grant(f"e{n}{m}", citizen=f"e{n}", start_date=dt.date(2024 + m, 1, 1), end_date=dt.date(2024 + m, 12, 31))
        for n in range(2)
        for m in range(2)
    ]
    assert known(twice, grant(), new(), *rest).taken_over["grant_id"].to_list() == ["i1"]
