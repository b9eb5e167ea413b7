"""The third generator: books that tell little, and a truth that no state shows."""

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest

from bench import terse
from bench.terse.bills import waits
from bench.terse.oracle import in_time
from bench.terse.stays import day
from cockpit.contracts.settings import Settings

JUNE = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def world() -> terse.World:
    """A town whose bills say the citizen, part of them half a year at once, and that registers late."""
    town = terse.town_of(4 + 4 * 6)
    assert (town.scenario, town.family, town.year) == ("untidy", "december", 2025)
    return terse.build(town)


def test_the_same_town_is_made_again(world: terse.World) -> None:
    again = terse.build(world.town)
    assert again.lines.equals(world.lines)
    assert again.stays.equals(world.stays)


def test_it_has_about_the_wanted_number_of_running_grants(world: terse.World) -> None:
    running = world.stays.filter((pl.col("start") <= day(JUNE)) & (pl.col("end") >= day(JUNE))).height
    assert 0.75 * world.town.active <= running <= 1.25 * world.town.active


def test_a_state_shows_nothing_that_was_booked_or_registered_later(world: terse.World) -> None:
    known = terse.state(world, JUNE)
    assert known.grants["registered_on"].max() <= Settings().close_of(JUNE)
    assert known.postings["period"].max() == "2025-06"
    assert known.budget["year"].max() == 2025
    assert set(known.citizens["citizen"]) == set(known.grants["citizen"])


def test_a_grant_that_has_ended_keeps_the_price_of_its_last_year(world: terse.World) -> None:
    shown = terse.state(world, JUNE).grants.with_columns(stay=pl.col("grant_id").str.slice(1).cast(pl.Int64))
    priced = shown.join(world.stays.select(pl.col("stay").cast(pl.Int64), "price"), on="stay")
    factor = priced.select("end_date", factor=pl.col("unit_price").cast(pl.Float64) / pl.col("price"))
    old = factor.filter(pl.col("end_date") < dt.date(2025, 1, 1))["factor"]
    assert old.len() > 50
    assert old.max() < factor.filter(pl.col("end_date").is_null())["factor"].min()


def test_the_budget_does_not_know_how_dear_the_year_becomes_for_its_frames(world: terse.World) -> None:
    wilder = terse.build(replace(world.town, drift=0.2))
    assert wilder.frames != world.frames
    assert wilder.budget.equals(world.budget)


def test_ends_that_nobody_has_registered_are_not_shown(world: terse.World) -> None:
    drawn = day(Settings().close_of(JUNE))
    truth = world.stays.select(grant_id=pl.format("t{}", "stay"), end_known="end_known", end="end")
    shown = terse.state(world, JUNE).grants.join(truth, on="grant_id")
    untold = shown.filter(pl.col("end_known") > drawn)
    assert untold.filter(pl.col("end") <= day(JUNE)).height > 5
    assert untold["end_date"].null_count() == untold.height


@pytest.mark.parametrize(
    ("family", "said"), [("undated", ("grant_id", "citizen")), ("unnamed", ("citizen",)), ("supplier", ("provider",))]
)
def test_a_bill_says_no_more_than_its_family_tells(family: str, said: tuple[str, ...]) -> None:
    town = terse.town_of(6 * list(terse.FAMILIES).index(family))
    told = terse.state(terse.build(town), dt.date(town.year, 1, 31)).postings
    for name in ("grant_id", "citizen", "provider"):
        assert (told[name].null_count() < told.height) == (name in (*said, "provider"))
    assert told["service_from"].null_count() == told.height


def test_the_final_books_are_the_truth_and_hold_every_delivery_once(world: terse.World) -> None:
    booked = terse.actuals(world).postings
    year = booked.filter(pl.col("period").str.starts_with("2025"))
    truth = world.lines.filter(pl.col("year") == 2025)["kr"].sum()
    assert float(year["amount"].sum()) == pytest.approx(truth, abs=1.0)
    assert world.bills["kr"].sum() == pytest.approx(world.delivered["kr"].sum(), abs=1.0)


def test_half_a_year_is_billed_in_december_and_a_quarter_after_it() -> None:
    town = terse.town_of(0)
    assert [int(waits(town, "december", month).argmax()) for month in range(6, 12)] == [5, 4, 3, 2, 1, 0]
    assert [int(waits(town, "quarterly", month).argmax()) for month in range(3)] == [3, 2, 1]


def test_a_bill_that_has_waited_is_in_time_by_what_is_left_of_its_chances() -> None:
    """A November bill, unseen in December, is booked in January or later: 11 % against 5 %."""
    town = terse.town_of(0)
    november = (2025 - 1970) * 12 + 10
    assert in_time(town, "monthly", november, november + 1, heard=True) == pytest.approx(0.11 / 0.16)
    assert in_time(town, "monthly", november, november + 1, heard=False) < 0.11 / 0.16


def test_the_oracle_is_near_the_truth_and_its_functions_are_its_total(world: terse.World) -> None:
    truth = world.lines.filter(pl.col("year") == 2025)["kr"].sum()
    for month, bound in ((6, 0.05), (11, 0.02)):
        found = terse.expected(world, dt.date(2025, month, 30))
        assert abs(found["forecast_kr"][0] / truth - 1) < bound
        functions = found.filter(pl.col("level") == "function")["forecast_kr"].sum()
        assert functions == pytest.approx(found["forecast_kr"][0], rel=1e-9)
