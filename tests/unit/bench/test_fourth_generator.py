"""The fourth generator: a patchwork of habits, plans that are moved, and a truth that no state shows."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from bench import patchwork
from bench.patchwork.catalogue import FOSTER, NUMBER
from bench.patchwork.plans import Stay, Told, plans
from bench.patchwork.prices import day_units
from bench.patchwork.waits import in_books, timely
from bench.terse.stays import day, first_day
from cockpit.contracts.data import MunicipalityData

JUNE = dt.date(2027, 6, 30)
HABITS = patchwork.Habits(
    half_yearly=True, salaries=True, accruals=True, refunds="quarterly", accounts="moved_in_july", rows="renewed",
    late_prices=True, citizens_pay=True, other_ids=True, others="odd_accounts",
)  # fmt: skip


@pytest.fixture(scope="module")
def world() -> patchwork.World:
    """A town with many habits at once, that registers late."""
    return patchwork.build(patchwork.Town(7, habits=HABITS, late=True))


@pytest.fixture(scope="module")
def known(world: patchwork.World) -> MunicipalityData:
    return patchwork.state(world, JUNE)


def test_the_same_town_is_made_again(world: patchwork.World) -> None:
    again = patchwork.build(world.town)
    assert again.lines.equals(world.lines)
    assert again.grants.equals(world.grants)
    assert again.budget.equals(world.budget)


def test_sixty_towns_hold_every_habit_and_scenario_and_some_none() -> None:
    towns = [patchwork.town_of(seed) for seed in range(60)]
    usual = patchwork.Habits()
    for name in patchwork.Habits.__dataclass_fields__:
        assert sum(getattr(town.habits, name) != getattr(usual, name) for town in towns) > 1, name
    assert len({town.scenario for town in towns}) == 6
    assert any(town.habits == usual for town in towns)


def test_it_has_about_four_hundred_running_grants(world: patchwork.World) -> None:
    running = world.stays.filter((pl.col("start") <= day(JUNE)) & (pl.col("end") >= day(JUNE))).height
    assert 320 <= running <= 480


def test_a_state_shows_nothing_that_is_known_later(world: patchwork.World, known: MunicipalityData) -> None:
    assert known.grants["registered_on"].max() <= JUNE
    assert known.grants["known_from"].max() <= JUNE
    assert known.postings["posting_date"].max() <= JUNE
    assert known.postings["period"].max() == "2027-06"
    assert known.budget["year"].max() == 2027
    assert set(known.citizens["citizen"]) == set(known.grants["citizen"])
    assert world.grants.filter(pl.col("registered") > day(JUNE)).height > 20


def test_an_active_list_knows_of_earlier_closes_what_its_first_list_tells() -> None:
    world = patchwork.build(patchwork.Town(7, habits=patchwork.Habits(active_only=True)))
    before, first = (patchwork.state(world, date).grants for date in (dt.date(2026, 6, 30), dt.date(2027, 1, 31)))
    assert before["reconstructed"].all()
    assert not first["reconstructed"].any()
    assert before["end_date"].min() >= dt.date(2026, 12, 2)
    assert set(before["grant_id"]) < set(first["grant_id"])
    assert first["missing_since"].null_count() == first.height
    june = patchwork.state(world, JUNE).grants
    gone = june.filter(pl.col("missing_since").is_not_null())
    assert 20 < gone.height < june.height / 2
    assert (gone["missing_since"] > gone["end_date"]).all()


def test_a_plan_is_moved_until_the_end_comes(world: patchwork.World) -> None:
    town = patchwork.Town(1, habits=patchwork.Habits(ends="year_end"))
    start, end = day(dt.date(2025, 3, 1)), day(dt.date(2026, 5, 1))
    said = plans(town, Stay(0, 0, start, end, start), np.random.default_rng(1))
    assert said[0] == Told(start, day(dt.date(2025, 12, 31)))
    assert said[1].end == day(dt.date(2026, 12, 31))
    assert said[-1].end == end
    assert abs(said[-1].known - end) <= 30


def test_a_renewed_grant_ends_at_new_year(known: MunicipalityData) -> None:
    rows = known.grants.filter(~pl.col("grant_id").str.ends_with("-E"))
    assert rows["end_date"].null_count() == 0
    same_year = rows.filter(pl.col("start_date") >= dt.date(2025, 1, 1))
    assert (same_year["end_date"].dt.year() <= same_year["start_date"].dt.year()).all()


def test_the_ledger_tells_no_more_than_its_habits(known: MunicipalityData) -> None:
    salaries = known.postings.filter(pl.col("text") == "Løn", pl.col("account").str.starts_with("52822"))
    assert salaries.height == 3 * 12 + 6
    assert salaries["citizen"].null_count() == salaries["provider"].null_count() == salaries.height
    assert not set(known.postings["citizen"].drop_nulls()) & set(known.grants["citizen"])


def test_what_december_owes_is_turned_back_in_january(world: patchwork.World) -> None:
    found = world.lines.group_by("text", "year").agg(pl.col("kr").sum())
    set_off = dict(found.filter(pl.col("text") == "Periodisering").select("year", "kr").iter_rows())
    back = dict(found.filter(pl.col("text") == "Tilbageført periodisering").select("year", "kr").iter_rows())
    assert set(set_off) == {2024, 2025, 2026, 2027}
    assert [back[year + 1] for year in (2024, 2025, 2026)] == pytest.approx([-set_off[y] for y in (2024, 2025, 2026)])


def test_the_parts_are_what_the_final_books_hold(world: patchwork.World) -> None:
    booked = patchwork.actuals(world).postings.filter(pl.col("period").str.starts_with("2027"))
    truth = world.lines.filter(pl.col("year") == 2027)["kr"].sum()
    assert float(booked["amount"].sum()) == pytest.approx(truth, abs=50.0)
    plain = patchwork.build(patchwork.Town(7))
    off = plain.bills["kr"].sum() / plain.delivered["kr"].sum() - 1
    assert abs(off) < 0.002


def test_day_services_are_closed_in_july_and_a_month_has_thirty_days() -> None:
    first, last = int(first_day((2027 - 1970) * 12 + 6)), int(first_day((2027 - 1970) * 12 + 7)) - 1
    closed = patchwork.Town(1, habits=patchwork.Habits(counting="closed_in_july"))
    thirty = patchwork.Town(1, habits=patchwork.Habits(counting="thirty_days"))
    open_, stay = NUMBER["Aktivitets- og samværstilbud"], NUMBER["Opholdssted"]
    assert day_units(closed, open_, first, last).sum() == 0
    assert day_units(patchwork.Town(1), open_, first, last).sum() == 22
    assert day_units(thirty, stay, first, last).sum() == pytest.approx(30)
    assert day_units(patchwork.Town(1), stay, first, last).sum() == 31


def test_a_bill_that_has_waited_reaches_the_books_by_what_is_left_of_its_chances() -> None:
    """Foster families are paid in their month. A bill for December that comes in January is the year's by 85 %, one of
    last December by 15 %; what comes later is the next year's, unless an accrual sets it off."""
    town = patchwork.Town(1)
    december = town.january + 11
    months = np.array([december, december, december - 12])
    booked = np.array([december + 1, december + 2, december - 11])
    assert in_books(town, months, booked).tolist() == pytest.approx([0.85, 0.0, 0.15])
    foster, one = np.array([NUMBER[FOSTER]]), np.array([0])
    assert timely(town, foster, one, np.array([december]), december - 1)[0].item() == 1
    assert timely(town, foster, one, np.array([december]), december)[1].item() == 0
    booked_off = patchwork.Town(1, habits=patchwork.Habits(accruals=True))
    reached, comes = timely(booked_off, np.array([0]), one, np.array([december]), december - 1)
    assert reached.item() == pytest.approx(comes.item()) == pytest.approx(1)


def test_the_budget_does_not_know_what_the_frames_came_to(world: patchwork.World) -> None:
    spent = world.lines.filter((pl.col("year") == 2027) & (pl.col("account") == "911"))["kr"].sum()
    meant = world.budget.filter((pl.col("year") == 2027) & (pl.col("account") == "911"))["original"].item()
    usual = 14e6 * 1.025**3
    assert abs(meant / usual - 1) < 0.06
    assert meant != round(spent, -3)


def test_the_oracle_is_near_the_truth_and_its_functions_are_its_total(world: patchwork.World) -> None:
    truth = world.lines.filter(pl.col("year") == 2027)["kr"].sum()
    for date, bound in ((JUNE, 0.05), (dt.date(2027, 11, 30), 0.02)):
        found = patchwork.expected(world, date)
        assert abs(found["forecast_kr"][0] / truth - 1) < bound
        functions = found.filter(pl.col("level") == "function")["forecast_kr"].sum()
        assert functions == pytest.approx(found["forecast_kr"][0], rel=1e-9)
