"""The fifth generator: two desks with habits of their own, an oracle checked by other futures, and closed books."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from bench import desks
from bench.desks import waits
from bench.desks.catalogue import NUMBER, OPEN
from bench.desks.days import Units, first_day, last_day, month_of
from bench.desks.oracle import by_accounts
from bench.desks.settling import lines, rules
from bench.desks.state import world_of
from bench.desks.stays import MONTHS
from bench.desks.town import FLAGS, Desk, Habits, Town
from bench.desks.world import ACCOUNTS
from cockpit.contracts.data import KNOWLEDGE, MunicipalityData
from cockpit.contracts.dataset import dataset

JUNE = dt.date(2026, 6, 30)
NOW = month_of(2026, 6)
FRAMES = ("grants", "postings", "citizens", "budget", "accounts", "prices")
MANY = Habits(**{name: name not in ("letters", "by_area") for name in FLAGS}, refunds="monthly")
TOWN = Town(
    7, habits=MANY, children=Desk(ends="renewed", moved=True, bills="grant"), adults=Desk(prices="list", cleaning=True)
)


@pytest.fixture(scope="module")
def world() -> desks.World:
    """A town with nearly every habit at once."""
    return world_of(TOWN)[0]


@pytest.fixture(scope="module")
def known(world: desks.World) -> MunicipalityData:
    return desks.state(world.town, JUNE)


def booked(world: desks.World) -> np.ndarray:
    """The year's accounts, kr. by account."""
    year = world.ledger[world.ledger["year"] == world.town.year]
    return np.bincount(year["account"], year["kr"], len(ACCOUNTS))


def test_the_same_town_is_made_again(world: desks.World) -> None:
    again = desks.build(world.town)
    assert again.ledger.tobytes() == world.ledger.tobytes()
    assert again.courses.stays.tobytes() == world.courses.stays.tobytes()


def test_another_future_has_the_same_past(world: desks.World) -> None:
    other = desks.build(world.town, NOW, 1)
    mine, theirs = (found.ledger[found.ledger["booked"] <= NOW] for found in (world, other))
    assert mine["kr"].sum() == pytest.approx(theirs["kr"].sum(), rel=1e-12)
    assert mine.size == theirs.size
    assert booked(other).sum() != pytest.approx(booked(world).sum(), rel=1e-6)
    waiting = (world.lines["told"] <= NOW) & (world.booked_in > NOW)
    same = other.lines["told"] <= NOW
    assert (other.booked_in[same][waiting[world.lines["told"] <= NOW]] > NOW).all()


def test_the_oracle_is_the_mean_of_other_futures(world: desks.World) -> None:
    futures = np.array([booked(desks.build(world.town, NOW, again)) for again in range(1, 25)])
    error = futures.sum(1).std(ddof=1) / len(futures) ** 0.5
    assert by_accounts(world, NOW).sum() == pytest.approx(futures.sum(1).mean(), abs=3 * error)
    assert error / futures.sum(1).mean() < 0.006


def test_at_the_end_the_oracle_knows_the_accounts(world: desks.World) -> None:
    assert by_accounts(world, month_of(2027, 2)) == pytest.approx(booked(world), abs=0.01)


def test_functions_are_the_total(world: desks.World) -> None:
    found = desks.expected(world.town, JUNE)
    functions = found.filter(pl.col("level") == "function")["forecast_kr"].sum()
    assert functions == pytest.approx(found["forecast_kr"][0], rel=1e-9)


def test_many_towns_hold_every_habit_and_scenario_and_some_none() -> None:
    towns = [desks.town_of(seed) for seed in range(120)]
    for name in (*FLAGS, "refunds"):
        assert any(getattr(town.habits, name) != getattr(Habits(), name) for town in towns), name
    for name in Desk.__dataclass_fields__:
        assert any(getattr(town.adults, name) != getattr(Desk(), name) for town in towns), name
    assert {town.scenario for town in towns} == set(desks.town.SCENARIOS)
    assert {town.year for town in towns} == {2024, 2025, 2026, 2027}
    usual = [town.habits == Habits() and town.children == town.adults == Desk() for town in towns]
    assert 5 < sum(usual) < 40


def test_it_has_about_four_hundred_running_grants(world: desks.World) -> None:
    running = world.courses.running[NOW]
    assert 320 <= (running["start"] <= NOW).sum() <= 480


def test_every_frame_is_the_contracts(known: MunicipalityData) -> None:
    for name in FRAMES:
        frame = getattr(known, name)
        assert frame.schema == pl.Schema({**dataset(name).polars_schema(), **KNOWLEDGE}), name
        assert not frame.select(dataset(name).key).is_duplicated().any(), name
        assert frame["known_from"].max() <= JUNE, name


def test_a_state_shows_nothing_that_is_known_later(world: desks.World, known: MunicipalityData) -> None:
    assert known.grants["registered_on"].max() <= JUNE
    assert known.postings["period"].max() == "2026-06"
    assert set(known.citizens["citizen"]) == set(known.grants["citizen"])
    made = {f"G{stay}" for stay in world.courses.stays["id"][world.courses.stays["made"] <= NOW]}
    assert set(known.grants["grant_id"].str.split("-").list.first()) <= made


def test_the_closed_books_hold_what_every_state_held(world: desks.World, known: MunicipalityData) -> None:
    final = desks.actuals(world.town).postings
    assert known.postings.select("voucher", "amount").join(final, on=["voucher", "amount"], how="anti").is_empty()
    mine = final.filter(pl.col("period").str.starts_with("2026"))["amount"].cast(pl.Float64).sum()
    assert mine == pytest.approx(booked(world).sum(), abs=50)


def test_what_is_registered_at_last_is_what_was_delivered() -> None:
    """Every row's days, priced at its rate, come to the true delivery of homes without habits."""
    town = Town(3)
    world, _ = world_of(town)
    months = world.courses.months
    home = NUMBER["Længerevarende botilbud"]
    mine = months[(months["service"] == home) & (months["month"] // 12 == town.january // 12)]
    rows = desks.actuals(town).grants.filter(pl.col("paragraph") == "SEL § 108")
    spent = 0.0
    for start, end, price in rows.select("start_date", "end_date", "unit_price").iter_rows():
        first, last = max(start, dt.date(2026, 1, 1)), min(end or dt.date(2026, 12, 31), dt.date(2026, 12, 31))
        spent += max((last - first).days + 1, 0) * float(price)
    assert spent == pytest.approx(mine["delivered"].sum(), rel=0.002)


def test_a_new_system_begins_every_row_again(known: MunicipalityData) -> None:
    moved = known.grants.filter(pl.col("team") == "Børn", pl.col("start_date") == dt.date(2025, 5, 1))
    assert moved.height > 100
    before = known.grants.filter(pl.col("start_date") < dt.date(2025, 5, 1), pl.col("team") == "Børn")
    assert before["end_date"].null_count() == 0


def test_salaries_and_clearing_name_nobody_and_clearing_comes_to_nothing(known: MunicipalityData) -> None:
    salaries = known.postings.filter(pl.col("text").str.starts_with("Løn plejefamilier"))
    assert salaries.height == 2 * (3 * 12 + 6)
    assert salaries["citizen"].null_count() == salaries["provider"].null_count() == salaries.height
    clearing = desks.actuals(TOWN).postings.filter(pl.col("text").str.starts_with("Til afklaring"))
    assert clearing.height > 20
    account = desks.actuals(TOWN).postings.filter(pl.col("account") == clearing["account"][0])
    by_year = account.group_by(pl.col("period").str.head(4)).agg(pl.col("amount").cast(pl.Float64).sum())
    assert by_year["amount"].abs().max() < 0.01


def one_month(service: str, month: int, **parts: float) -> np.ndarray:
    """A stay's month at the first provider."""
    told = np.zeros(1, MONTHS)
    told["service"], told["month"] = NUMBER[service], month
    for name, value in parts.items():
        told[name] = value
    return told


def test_what_is_paid_on_account_is_credited_to_what_was_delivered(world: desks.World) -> None:
    january = world.town.january
    told = lines(world.rules, one_month("Opholdssted", january, delivered=60_000, planned=90_000, beyond=95_000))
    said = {(world.rules[line["rule"]].name, int(line["month"] - january), round(float(line["kr"]))) for line in told}
    assert said == {
        ("Aconto", 0, 90_000),
        ("Regulering", 0, 60_000),
        ("Regulering", 0, -90_000),
        ("Opsigelse", 1, 95_000),
    }


def test_a_letter_makes_up_for_last_years_price() -> None:
    world = desks.build(Town(2, habits=Habits(letters=True)))
    found = rules(world.town, world.rates)
    for month, count in ((world.town.january + 2, 2), (world.town.january + 3, 1)):
        told = lines(found, one_month("Børnehjem", month, delivered=100_000))
        assert told.size == count
        assert told["kr"].sum() == pytest.approx(100_000)


def test_a_bill_reaches_the_year_by_what_is_left_of_its_chances() -> None:
    """A bill for December that comes in January is the year's by 85 %, in February by 35 %."""
    table, december = waits.kernels(untidy=False), month_of(2026, 12)
    months, booked_in = np.array([december] * 3), np.array([december, december + 1, december + 2])
    assert waits.in_year(months, booked_in, np.zeros(3, int), 2026).tolist() == pytest.approx([1, 0.85, 0.35])
    assert waits.in_year(months, booked_in, np.zeros(3, int), 2027).tolist() == pytest.approx([0, 0.15, 0.65])
    one, bill = np.array([december]), np.array([waits.NEXT])
    reached = waits.reaches(table, one, bill, np.array([waits.BILL]), december - 1, 2026)
    assert reached.item() == pytest.approx(0.92 * 0.85 + 0.08 * 0.35)
    assert table.sum(2) == pytest.approx(np.ones(table.shape[:2]))


def test_hours_by_weeks_and_opening_days() -> None:
    """February 2026 has 28 days, 20 of them working days; May has 31, less Ascension Day and Whit Monday 19 of them."""
    for month, days, opened in ((month_of(2026, 2), 28, 20), (month_of(2026, 5), 31, 19)):
        first, last = np.array([first_day(month)]), np.array([last_day(month)])
        assert Units(4.33).between(np.array([2]), first, last, month).item() == pytest.approx(4.33)
        assert Units().between(np.array([2]), first, last, month).item() == pytest.approx(days / 7)
        assert Units().between(np.array([OPEN]), first, last, month).item() == opened
