"""Ends after whole half-years from the start, and what they tell of an end ahead."""

import datetime as dt
from typing import Any

import polars as pl
import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import end_days, plans
from cockpit.forecast.end_days import MONTH, OTHER, WHOLE
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import grant, municipality

JUNE = dt.date(2026, 6, 30)


def until(name: str, last: dt.date, days: int) -> dict[str, Any]:
    start = last - dt.timedelta(days=days - 1)
    status = "aktiv" if last > JUNE else "afsluttet"
    return grant(name, start_date=start, registered_on=start, end_date=last, status=status)


def past(days: int) -> list[dict[str, Any]]:
    """Thirty ends in 2025, after so many days."""
    return [until(f"p{number}", dt.date(2025, 3 + number // 5, 3 + number % 5), days) for number in range(30)]


def ahead(days: int) -> list[dict[str, Any]]:
    """Thirty plans from October 2026 to March 2027, for so many days."""
    return [
        until(f"a{number}", dt.date(2026, 10, 1) + dt.timedelta(days=6 * number), days + number) for number in range(30)
    ]


def known(*grants: dict[str, Any]) -> State:
    return prepare(municipality(grants=list(grants)), JUNE, 2026, Settings())


@pytest.mark.parametrize(
    ("start", "last", "whole"),
    [
        (dt.date(2025, 7, 1), dt.date(2025, 12, 31), True),
        (dt.date(2025, 7, 1), dt.date(2026, 6, 30), True),
        (dt.date(2024, 3, 1), dt.date(2026, 2, 28), True),
        (dt.date(2025, 7, 1), dt.date(2026, 1, 1), True),
        (dt.date(2025, 7, 1), dt.date(2026, 1, 20), False),
        (dt.date(2025, 7, 1), dt.date(2025, 7, 2), False),
    ],
)
def test_whole_half_years(start: dt.date, last: dt.date, *, whole: bool) -> None:
    dates = pl.DataFrame({"start": [start], "last": [last]})
    assert dates.select(end_days.is_whole(pl.col("start"), pl.col("last"))).item() is whole


def test_where_plans_are_for_years_and_ends_fall_anyhow() -> None:
    """Of 30 past ends none is whole, of 30 plans 4 (365 to 368 days); neither falls on a month's last day but for one
    plan. All together 4, 1 and 55, drawn by one to thirds; either side by ten to that."""
    plans_ahead = ahead(days=365)
    pool = {form: (n + 1 / 3) / 61 for form, n in ((WHOLE, 4), (MONTH, last_days(plans_ahead)), (OTHER, 55))}
    pool[OTHER] = 1 - pool[WHOLE] - pool[MONTH]
    found = end_days.odds(known(*past(days=100), *plans_ahead))
    true = 10 * pool[WHOLE] / 40
    assert found[WHOLE] == pytest.approx(true / ((4 + 10 * pool[WHOLE]) / 40))
    assert found[OTHER] > 1 > found[MONTH]


def last_days(rows: list[dict[str, Any]]) -> int:
    """How many end on a month's last day and not after a whole year."""
    return sum((row["end_date"] + dt.timedelta(days=1)).day == 1 for row in rows[4:])


def test_where_both_are_for_years_nothing_is_told() -> None:
    years = [until(f"y{number}", dt.date(2026, 10 + number % 3, 1 + number), 365) for number in range(27)]
    assert end_days.odds(known(*past(days=365), *years))[WHOLE] == pytest.approx(1.0, abs=0.02)


def test_of_next_months_ends_those_for_a_year_are_plans_and_the_others_are_decided() -> None:
    years = [until(f"y{number}", dt.date(2026, 10 + number % 3, 1 + number), 365) for number in range(27)]
    asked = known(
        *past(days=100), *years, until("plan", dt.date(2026, 7, 14), 365), until("end", JUNE.replace(month=7), 90)
    )
    usual = plans.DECIDED[0]
    decided = dict(plans.ahead(asked).select("grant_id", "decided").iter_rows())
    assert decided["plan"] < usual < decided["end"]
