"""The second generator holds its truth apart: a state tells what was known, and no more."""

import datetime as dt

import polars as pl
import pytest

from bench import chains
from bench.chains.histories import day
from cockpit.contracts.settings import Settings

JUNE = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def world() -> chains.World:
    """A town that registers late and forgets bills, in the family that renews grants and tells little."""
    town = chains.town_of(22 + 4 * 6)
    assert (town.scenario, town.family, town.year) == ("untidy", "holm", 2025)
    return chains.build(town)


def test_the_same_town_is_made_again(world: chains.World) -> None:
    again = chains.build(world.town)
    assert again.ledger.equals(world.ledger)
    assert again.grants.equals(world.grants)


def test_it_has_about_the_wanted_number_of_running_grants(world: chains.World) -> None:
    running = world.grants.filter((pl.col("start") <= day(JUNE)) & (pl.col("end") >= day(JUNE))).height
    assert 0.75 * world.town.active <= running <= 1.25 * world.town.active


def test_a_state_shows_nothing_that_was_entered_or_registered_later(world: chains.World) -> None:
    drawn = Settings().close_of(JUNE)
    known = chains.state(world, JUNE)
    assert known.grants["registered_on"].max() <= drawn
    assert known.grants["decided_on"].drop_nulls().max() <= drawn
    assert known.postings.height == world.ledger.filter(pl.col("entered") <= day(drawn)).height
    assert set(known.budget["year"]) == {2023, 2024, 2025}


def test_ends_that_nobody_has_told_are_not_shown(world: chains.World) -> None:
    drawn = day(Settings().close_of(JUNE))
    told = world.grants.select(grant_id=pl.format("c{}", "grant"), end_told="end_told", end="end", period="period")
    shown = chains.state(world, JUNE).grants.join(told, on="grant_id")
    untold = shown.filter((pl.col("end_told") > drawn) & pl.col("period").is_null())
    assert untold.height > 50
    assert untold["end_date"].null_count() == untold.height


def test_the_final_books_are_the_truth(world: chains.World) -> None:
    booked = chains.actuals(world).postings.filter(pl.col("period").str.starts_with("2025"))
    truth = world.ledger.filter(pl.col("year") == 2025)["kr"].sum()
    assert float(booked["amount"].sum()) == pytest.approx(truth, abs=1.0)


def test_the_oracle_is_nearer_the_later_it_is(world: chains.World) -> None:
    truth = world.ledger.filter(pl.col("year") == 2025)["kr"].sum()
    found = {month: chains.expected(world, dt.date(2025, month, 30), 20) for month in (6, 11)}
    sd = {month: rows["sd_kr"][0] for month, rows in found.items()}
    assert sd[11] < sd[6] < 0.03 * truth
    for month, bound in ((6, 0.05), (11, 0.02)):
        assert abs(found[month]["forecast_kr"][0] / truth - 1) < bound
        functions = found[month].filter(pl.col("level") == "function")["forecast_kr"].sum()
        assert functions == pytest.approx(found[month]["forecast_kr"][0], rel=1e-9)
