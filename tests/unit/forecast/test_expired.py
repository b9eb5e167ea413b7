"""A grant that is still invoiced after its end runs on, and no longer than others of its age."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import expired, season, silence, survival
from cockpit.forecast.components import outflow
from cockpit.forecast.state import State, prepare
from tests.unit.forecast.world import MARCH, grant, municipality, posting

MONTHLY = Decimal(10_000)


def known(ended: int) -> State:
    """One whose end passed at New Year and who is invoiced since, and `ended` others who all left after two years, one
    after the other."""
    usual: dict[str, Any] = {"unit_price": MONTHLY, "price_unit": "måned"}
    begun = [dt.date(2020, 1, 1) + dt.timedelta(days=15 * number) for number in range(ended)]
    others = [
        grant(
            f"e{n}",
            start_date=day,
            registered_on=day,
            end_date=day + dt.timedelta(days=730),
            status="afsluttet",
            **usual,
        )
        for n, day in enumerate(begun)
    ]
    late = grant(
        "late",
        start_date=dt.date(2024, 7, 1),
        registered_on=dt.date(2024, 7, 1),
        end_date=dt.date(2025, 12, 31),
        **usual,
    )
    bills = [
        posting(10_000, f"{n // 12}-{n % 12 + 1:02d}", f"{n // 12}-{n % 12 + 1:02d}", grant_id="late")
        for n in range(2025 * 12, 2026 * 12 + 3)
    ]
    return prepare(municipality(grants=[late, *others], postings=bills), MARCH, 2026, Settings())


def run_on(state: State) -> pl.DataFrame:
    """`mi`, `kr` of what no decision covers."""
    table, late = survival.table(state), expired.running_on(state)
    running = outflow.delivered(state, late, silence.chances(state, table), table, season.table(state))
    return running.filter((pl.col("registered") == 0) & ~pl.col("anew")).sort("mi")


def test_without_a_life_table_it_runs_to_the_end_of_the_year() -> None:
    assert run_on(known(0))["kr"].to_list() == [pytest.approx(10_000)] * 9


def test_it_ends_as_others_of_its_age_do() -> None:
    """At twenty months all are there; at twenty-four most have left: half a year later hardly any is expected."""
    months = run_on(known(60))["kr"].to_list()
    assert len(months) == 9
    assert months[0] == pytest.approx(10_000, rel=0.05)
    assert months[-1] < 2_500
    assert months == sorted(months, reverse=True)
