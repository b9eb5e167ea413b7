"""Ends that have just passed on whole half-years: plans that will be moved, or decisions that end as they always do."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import expired, just_passed
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import grant, municipality

JUNE = dt.date(2026, 6, 30)
YEAR = dt.timedelta(days=364)


def ended(name: str, start: dt.date, last: dt.date) -> dict[str, Any]:
    return grant(
        name, start_date=start, registered_on=start, end_date=last, status="afsluttet", price_unit="måned",
        unit_price=Decimal(10_000),
    )  # fmt: skip


def odd_ends() -> list[dict[str, Any]]:
    """Three a month from January 2025 to May 2026, after 100, 260 and 450 days."""
    days = [dt.date(2025 + month // 12, month % 12 + 1, 11) for month in range(17)]
    lengths = (100, 260, 450)
    return [ended(f"o{day}-{length}", day - dt.timedelta(days=length), day) for day in days for length in lengths]


def a_year_each(first: int, last: int, each: int = 1) -> list[dict[str, Any]]:
    """Ends after a year to the day, `each` of them from the 11th on in the months counted from January 2025."""
    months = range(first, last + 1)
    days = [dt.date(2025 + month // 12, month % 12 + 1, 11 + number) for month in months for number in range(each)]
    return [ended(f"y{day}", day - YEAR, day) for day in days]


def known(*grants: dict[str, Any]) -> State:
    return prepare(municipality(grants=list(grants)), JUNE, 2026, Settings())


def test_whole_years_that_never_ended_before_are_plans() -> None:
    """Five have passed in June and none in the year before last winter: 5 of 5 and 2 believed."""
    plans = just_passed.plans(known(*odd_ends(), *a_year_each(17, 17, each=5)))
    assert plans["chance"].to_list() == pytest.approx([5 / 7] * 5)


def test_as_many_as_ended_long_ago_are_ends() -> None:
    """One a month until December, and as many in June: nothing is beyond the usual."""
    plans = just_passed.plans(known(*odd_ends(), *a_year_each(0, 11), *a_year_each(17, 17)))
    assert plans["chance"].to_list() == [0.0]


def test_the_same_month_last_year_tells_of_a_term() -> None:
    """Three ended in June 2025 too: of five two are beyond."""
    plans = just_passed.plans(known(*odd_ends(), *a_year_each(5, 5, each=3), *a_year_each(17, 17, each=5)))
    assert plans["chance"].to_list() == pytest.approx([2 / 7] * 5)


def test_a_list_that_forgets_who_left_tells_nothing() -> None:
    recent = [row for row in odd_ends() if row["end_date"] > dt.date(2026, 3, 1)]
    assert just_passed.plans(known(*recent, *a_year_each(17, 17, each=5))).is_empty()


def test_a_plan_goes_on_at_its_price_by_its_chance() -> None:
    """10,000 kr. a month: of the one until 11 June 19 of the month's 30 days, and July to December whole."""
    running = expired.running_on(known(*odd_ends(), *a_year_each(17, 17, each=5)))
    one = running.filter(pl.col("grant_id") == "y2026-06-11").sort("mi")
    assert one["cost"].to_list() == pytest.approx([10_000 * 19 / 30 * 5 / 7] + [10_000 * 5 / 7] * 6, abs=1)


def test_of_open_grants_whose_end_has_passed_those_beyond_the_usual_run_on() -> None:
    """Three end a month; in June three are closed and six stand open: six beyond three of nine, over the six and two
    believed."""
    june = [ended(f"c{n}", dt.date(2025, 11, 3), dt.date(2026, 6, 4 + n)) for n in range(3)]
    standing = [{**ended(f"s{n}", dt.date(2025, 11, 3), dt.date(2026, 6, 14 + n)), "status": "aktiv"} for n in range(6)]
    state = known(*odd_ends(), *june, *standing)
    moved = dict(just_passed.still_open(state).iter_rows())
    assert moved[2026 * 12 + 5] == pytest.approx(6 / 8)
    running = expired.running_on(state)
    assert running["chance"].unique().to_list() == pytest.approx([6 / 8])
    assert running["grant_id"].n_unique() == 6


def test_ends_at_a_term_tell_nothing_of_plans() -> None:
    """Twenty decisions for a year that began on 1 July 2024 and 2025: all of a municipality's ends at 30 June."""
    term = [
        ended(f"t{year}-{number}", dt.date(year - 1, 7, 1), dt.date(year, 6, 30))
        for year in (2025, 2026)
        for number in range(20)
    ]
    assert just_passed.plans(known(*odd_ends(), *term)).is_empty()
