"""A part of the forecast: inside keys, and inside a reader's bounds."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.forecast import citizens, inside, narrowed, rows
from tests.unit.forecast.world import HOME, P107, account, budget, forecast, grant, municipality, posting

CHILD = "5282014000000005"
P85 = "SEL § 85"


def town() -> MunicipalityData:
    """A place (i1), support for the same citizen (i2) and a child's place (i3), billed in January to March."""
    per_day = {"i1": 2000, "i2": 1000, "i3": 500}
    days = {"2026-01": 31, "2026-02": 28, "2026-03": 31}
    place = {"paragraph": "BL § 46", "area": "Børn", "function": "5.28.20"}
    grants = [
        grant("i1", citizen="b1"),
        grant("i2", citizen="b1", paragraph=P85, provider="Bakken", team="Team Nord", unit_price=Decimal(1000)),
        grant("i3", citizen="b3", account=CHILD, team="Team Børn", paragraph="BL § 46", unit_price=Decimal(500)),
        grant("i4", citizen="b4", account=CHILD, paragraph="BL § 46", status="ansøgt", start_date=dt.date(2026, 7, 1)),
    ]
    bills = [
        posting(count * kr, period, period, grant_id=name, account=CHILD if name == "i3" else HOME)
        for name, kr in per_day.items()
        for period, count in days.items()
    ]
    bills += [
        posting(1000, "2025-12", "2025-12", grant_id="i1"),
        posting(70, "2025-12", "2025-12", grant_id="i3", account=CHILD),
    ]
    listed = [account(HOME, "aktivitetsstyret"), account(CHILD, "aktivitetsstyret", **place)]
    lines = [budget(HOME, 700000), budget(CHILD, 200000)]
    return municipality(grants=grants, postings=bills, budget=lines, accounts=listed)


@pytest.mark.parametrize("level", ["area", "function", "paragraph", "provider", "team", "grant"])
def test_inside_a_key_the_components_sum_to_that_keys_row(level: str) -> None:
    data, result = town(), forecast(town())
    for row in rows(result, data, level).iter_rows(named=True):
        part, its_data = inside(result, data, {level: row["key"]})
        total = rows(part, its_data, "total").row(0, named=True)
        for name in (*COMPONENTS, "forecast", "prior_years"):
            assert total[name] == row[name], (row["key"], name)
        assert total["full_year_persons"] == row["full_year_persons"]


def test_inside_a_provider_by_hand_and_without_a_budget() -> None:
    """365 days at 1,000 kr., of which 90 are booked."""
    data, result = town(), forecast(town())
    part, its_data = inside(result, data, {"provider": "Bakken"})
    total = rows(part, its_data, "total").row(0, named=True)
    assert (total["posted"], total["committed"], total["forecast"]) == (90000, 275000, 365000)
    assert total["adjusted_budget"] is None
    assert rows(part, its_data, "team")["key"].to_list() == ["Team Nord"]


def test_inside_an_area_the_budget_is_that_areas() -> None:
    data, result = town(), forecast(town())
    found = {}
    for area in ("Børn", "Voksne"):
        part, its_data = inside(result, data, {"area": area})
        found[area] = rows(part, its_data, "total")["adjusted_budget"][0]
    assert found == {"Børn": 200000, "Voksne": 700000}


def test_keys_are_cut_together() -> None:
    data, result = town(), forecast(town())
    part, its_data = inside(result, data, {"area": "Voksne", "paragraph": P85})
    assert rows(part, its_data, "grant")["key"].to_list() == ["i2"]
    nothing, no_data = inside(result, data, {"area": "Børn", "paragraph": P85})
    assert rows(nothing, no_data, "total")["forecast"].to_list() == [0]


def test_a_bounded_reader_gets_the_leaves_and_grants_of_the_bounds() -> None:
    data, result = town(), forecast(town())
    own = result.leaves.filter(pl.col("area") == "Børn")
    part = narrowed(result, leaves=own, grant_ids=pl.Series(["i3"]), areas=frozenset(["Børn"]), teams=frozenset())
    assert rows(part, data, "total")["posted"].to_list() == [45000]
    assert part.persons("total")["persons"].to_list() == [1.0]
    assert part.earlier["amount_kr"].to_list() == [Decimal(70)]
    assert set(part.allocated.postings["area"]) == {"Børn"}
    assert part.allocated.grants["grant_id"].to_list() == ["i3"]


def test_a_reader_bounded_to_a_team_sees_its_postings_only() -> None:
    result = forecast(town())
    own = result.leaves.filter(pl.col("team") == "Team Nord")
    part = narrowed(result, leaves=own, grant_ids=pl.Series(["i2"]), areas=frozenset(), teams=frozenset(["Team Nord"]))
    assert set(part.allocated.postings["team"]) == {"Team Nord"}
    assert part.earlier.is_empty()


def test_citizens_per_area_count_once_and_without_applications() -> None:
    """b1 has two services in one area; b4 has only applied."""
    assert citizens(forecast(town()), "area").rows() == [("Børn", 1), ("Voksne", 1)]
    assert citizens(forecast(town()), "paragraph").rows() == [("BL § 46", 1), (P107, 1), (P85, 1)]
