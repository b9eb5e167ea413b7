import datetime as dt
import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.forecast_table import ROW_SCHEMA
from cockpit.forecast import ranges

JUNE = dt.date(2026, 6, 30)
BOUNDS = ["low95", "low80", "forecast", "high80", "high95"]


def row(forecast: int, open_kr: int = 0, key: str = "k") -> pl.DataFrame:
    money = {name: Decimal(0) for name, kind in ROW_SCHEMA.items() if kind.is_decimal()}
    values = {**money, "forecast": Decimal(forecast), "committed": Decimal(open_kr), "level": "paragraph", "key": key}
    schema = {name: kind for name, kind in ROW_SCHEMA.items() if name in values}
    return pl.DataFrame([values], schema=schema)


def errors(scores: list[float], **changes: object) -> pl.DataFrame:
    """Back-test rows whose scaled misses are `scores`, all at a forecast of 1,000,000 kr."""
    size = 1_000_000**ranges.SIZE_POWER
    usual = {"as_of": dt.date(2025, 6, 30), "year": 2025, "level": "paragraph", "method": "model"}
    lines = [
        {**usual, "key": str(n), "forecast_kr": 1_000_000.0, "actual_kr": 1_000_000 + score * size, **changes}
        for n, score in enumerate(scores)
    ]
    schema = {"as_of": pl.Date, "year": pl.Int32, "level": pl.String, "key": pl.String, "method": pl.String}
    return pl.DataFrame(lines, schema={**schema, "forecast_kr": pl.Float64, "actual_kr": pl.Float64})


def test_the_wide_range_by_hand() -> None:
    """10 m kr. open: sd = sqrt((5 % of 10 m)^2 + 10 m x 400,000) = 2,061,552.81 kr."""
    found = ranges.wide(row(12_000_000, 10_000_000)).row(0, named=True)
    sd = math.sqrt(500_000**2 + 10_000_000 * 400_000)
    assert float(found["high80"]) == pytest.approx(12_000_000 + 1.2816 * sd, abs=0.01)
    assert float(found["low95"]) == pytest.approx(12_000_000 - 1.96 * sd, abs=0.01)


def test_a_closed_year_has_no_range() -> None:
    assert ranges.wide(row(12_000_000)).row(0, named=True)["high95"] == 12_000_000


def test_the_conformal_quantile_is_the_kth_smallest() -> None:
    ordered = [float(n) for n in range(1, 20)]
    assert ranges.quantile(ordered, 0.8) == 16.0
    assert ranges.quantile(ordered, 0.95) == 19.0
    assert ranges.quantile(ordered[:-1], 0.95) is None, "18 misses are too few for 95 %"


def test_the_range_comes_from_the_municipalitys_own_misses() -> None:
    scores = [n / 100 for n in range(1, 20)]
    found = ranges.calibrated(row(1_000_000), errors(scores), JUNE).row(0, named=True)
    size = 1_000_000**ranges.SIZE_POWER
    assert float(found["high80"]) == pytest.approx(1_000_000 + 0.16 * size, abs=0.01)
    assert float(found["high95"]) == pytest.approx(1_000_000 + 0.19 * size, abs=0.01)


@pytest.mark.parametrize(
    "changes",
    [
        {"year": 2026, "as_of": dt.date(2026, 6, 30)},
        {"as_of": dt.date(2025, 9, 30)},
        {"level": "area"},
        {"method": "budget"},
    ],
)
def test_only_the_models_misses_of_the_level_and_season_in_closed_years_count(changes: dict[str, object]) -> None:
    assert ranges.scores(errors([0.5], **changes), "paragraph", JUNE) == []


def test_with_too_few_misses_the_larger_of_the_largest_and_the_wide_range_stands() -> None:
    few = ranges.calibrated(row(1_000_000, 500_000), errors([90.0, 1.0]), JUNE).row(0, named=True)
    assert float(few["high80"]) == pytest.approx(1_000_000 + 90 * 1_000_000**ranges.SIZE_POWER, abs=0.01)
    none = ranges.calibrated(row(1_000_000, 500_000), errors([]), JUNE)
    assert none.select(BOUNDS).equals(ranges.wide(row(1_000_000, 500_000)).select(BOUNDS))


@settings(max_examples=40, deadline=None)
@given(
    forecast=st.integers(-(10**8), 10**9),
    open_kr=st.integers(-(10**8), 10**9),
    scores=st.lists(st.floats(-5, 5), max_size=40),
)
def test_95_holds_80_holds_the_forecast(forecast: int, open_kr: int, scores: list[float]) -> None:
    found = ranges.calibrated(row(forecast, open_kr), errors(scores), JUNE).select(BOUNDS).row(0)
    assert list(found) == sorted(found)


def test_the_basis_of_a_range_is_said() -> None:
    assert "endnu ikke prøvet" in ranges.basis(None, JUNE)
    assert "for få" in ranges.basis(errors([0.1, 0.2, 0.3]), JUNE, "paragraph")
    tested = ranges.basis(errors([0.1] * 40), JUNE, "paragraph")
    assert "40 tidligere fremskrivninger" in tested
    assert "for 2025." in tested
    assert "95 procent" not in tested
    assert "95 procent" in ranges.basis(errors([0.1] * 10), JUNE, "paragraph"), "ti er nok til 80 og for få til 95"
