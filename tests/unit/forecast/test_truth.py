"""The forecast against what really happened, in a municipality whose truth is known. Bounds are those of a bad day, not
of a good one: a small town of 400 grants is swung by single cases."""

import datetime as dt

import polars as pl
import pytest

from cockpit import demo
from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.contracts.settings import Settings
from cockpit.demo import Municipality
from cockpit.demo.state import state
from cockpit.forecast import backtest, compute, rows

MISSES = {3: 0.06, 6: 0.05, 9: 0.03}
"""Month -> largest share of the year's accounts that the total may miss by."""


@pytest.fixture(scope="module")
def town() -> Municipality:
    return demo.generate(seed=1, size="small", last_month=dt.date(2026, 9, 30))


@pytest.fixture(scope="module")
def held(town: Municipality) -> pl.DataFrame:
    days = [dt.date(year, month, 30 + (month == 3)) for year in (2025, 2026) for month in MISSES]
    states = [(day, day.year, state(town, day)) for day in days]
    found = backtest(states, state(town, dt.date(2027, 2, 28)), Settings())
    return found.with_columns(pl.col("forecast_kr", "actual_kr").cast(pl.Float64))


def test_the_final_accounts_are_the_truth(town: Municipality, held: pl.DataFrame) -> None:
    truth = demo.truth(town).filter(pl.col("year") == 2026)["amount"].sum()
    actual = held.filter((pl.col("level") == "total") & (pl.col("year") == 2026))["actual_kr"].unique()
    assert actual.to_list() == [float(truth)]


def test_the_total_is_near_the_truth(held: pl.DataFrame) -> None:
    model = held.filter((pl.col("level") == "total") & (pl.col("method") == "model"))
    for row in model.iter_rows(named=True):
        miss = abs(row["forecast_kr"] / row["actual_kr"] - 1)
        assert miss <= MISSES[row["as_of"].month], (row["as_of"], miss)


@pytest.mark.parametrize("naive", ["last_year", "ytd_scaled", "commitments", "last_year_share"])
def test_the_model_beats_the_simple_methods_per_paragraph(held: pl.DataFrame, naive: str) -> None:
    lines = held.filter(pl.col("level") == "paragraph")
    miss = (pl.col("forecast_kr") - pl.col("actual_kr")).abs().sum()
    found = dict(lines.group_by("method").agg(miss).iter_rows())
    assert found["model"] < found[naive]


def test_a_life_like_year_uses_every_component(town: Municipality) -> None:
    day = dt.date(2026, 3, 31)
    data = state(town, day)
    total = rows(compute(data, day, 2026, Settings()), data, "total").row(0, named=True)
    expected_signs = {"accrued": 1, "committed": 1, "outflow": -1, "inflow": 1, "other": 1, "refunds": -1}
    assert {name: (total[name] > 0) - (total[name] < 0) for name in expected_signs} == expected_signs
    assert total["forecast"] == sum(total[name] for name in COMPONENTS)
