import datetime as dt
import math
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.forecast_table import ROW_SCHEMA
from cockpit.forecast import ranges
from cockpit.forecast.backtest import SCHEMA

JUNE = dt.date(2026, 6, 30)
BOUNDS = ["low95", "low80", "forecast", "high80", "high95"]
USUAL = ranges.USUAL["paragraph"]


def row(forecast: int, open_kr: int = 0, key: str = "k") -> pl.DataFrame:
    money = {name: Decimal(0) for name, kind in ROW_SCHEMA.items() if kind.is_decimal()}
    values = {**money, "forecast": Decimal(forecast), "committed": Decimal(open_kr), "level": "paragraph", "key": key}
    schema = {name: kind for name, kind in ROW_SCHEMA.items() if name in values}
    return pl.DataFrame([values], schema=schema)


def sd(kr: float, key: str = "k") -> pl.DataFrame:
    return pl.DataFrame({"key": [key], "sd_kr": [kr]})


def errors(scores: list[float], **changes: object) -> pl.DataFrame:
    """Back-test rows that missed by `scores` standard deviations of 10,000 kr., a key each, at 1,000,000 kr."""
    usual = {"as_of": dt.date(2025, 6, 30), "year": 2025, "level": "paragraph", "method": "model"}
    lines = [
        {**usual, "key": str(n), "forecast_kr": Decimal(1_000_000), "sd_kr": 10_000.0, "reconstructed": False,
         "actual_kr": Decimal(str(round(1_000_000 + score * 10_000, 2))), **changes}
        for n, score in enumerate(scores)
    ]  # fmt: skip
    return pl.DataFrame(lines, schema=SCHEMA)


def test_without_a_back_test_the_usual_score_is_widened() -> None:
    found = ranges.with_range(row(12_000_000, 10_000_000), sd(100_000), None, JUNE).row(0, named=True)
    assert float(found["high80"]) == pytest.approx(12_000_000 + ranges.UNTRIED * USUAL["80"] * 100_000, abs=0.01)
    assert float(found["low95"]) == pytest.approx(12_000_000 - ranges.UNTRIED * USUAL["95"] * 100_000, abs=0.01)


def test_where_the_spread_is_not_known_a_stated_one_stands() -> None:
    """10 m kr. open: sd = sqrt((5 % of 10 m)^2 + 10 m x 400,000) = 2,061,552.81 kr."""
    found = ranges.with_range(row(12_000_000, 10_000_000), ranges.NO_SPREAD, None, JUNE).row(0, named=True)
    stated = math.sqrt(500_000**2 + 10_000_000 * 400_000)
    assert float(found["high80"]) == pytest.approx(12_000_000 + ranges.UNTRIED * USUAL["80"] * stated, abs=0.01)


def test_what_is_open_is_never_certain() -> None:
    found = ranges.with_range(row(12_000_000, 10_000_000), sd(0.0), None, JUNE).row(0, named=True)
    least = ranges.LEAST_SHARE * 12_000_000
    assert float(found["high80"]) == pytest.approx(12_000_000 + ranges.UNTRIED * USUAL["80"] * least, abs=0.01)


def test_a_closed_year_has_no_range() -> None:
    assert ranges.with_range(row(12_000_000), ranges.NO_SPREAD, None, JUNE).row(0, named=True)["high95"] == 12_000_000


def test_the_conformal_quantile_is_the_kth_smallest() -> None:
    ordered = [float(n) for n in range(1, 20)]
    assert ranges.quantile(ordered, 0.8) == 16.0
    assert ranges.quantile(ordered, 0.95) == 19.0
    assert ranges.quantile(ordered[:-1], 0.95) is None, "18 misses are too few for 95 %"


def test_own_scores_weigh_by_the_years_and_keys_they_come_from() -> None:
    """Eight keys of one year, all 2 standard deviations off: half way (in logarithms) from the usual score to 2."""
    found = ranges.factors(errors([2.0] * 8), "paragraph", JUNE)
    assert ranges.USUAL_WEIGHT == 8
    assert found["80"] == pytest.approx(math.sqrt(USUAL["80"] * 2.0))


def test_single_paragraphs_of_the_year_that_barnets_lov_took_over_say_nothing_of_later_years() -> None:
    """40 children's paragraphs missed by 9 standard deviations in 2024, 8 of adults by 2: only the adults' count."""
    then = {"year": 2024, "as_of": dt.date(2024, 6, 30)}
    children = errors([9.0] * 40, **then).with_columns(key=pl.lit("SEL § 52, stk. 3"))
    adults = errors([2.0] * 8, **then).with_columns(key=pl.format("SEL § 107, stk. {}", pl.col("key")))
    told = pl.concat([children, adults])
    assert ranges.scores(told, "paragraph", JUNE)["score"].to_list() == [2.0] * 8
    later = children.with_columns(year=pl.lit(2025, pl.Int32), as_of=pl.lit(dt.date(2025, 6, 30)))
    assert ranges.scores(later, "paragraph", JUNE).height == 40
    function = told.with_columns(level=pl.lit("function"))
    assert ranges.scores(function, "function", JUNE).height == 48


def test_from_october_on_a_total_misses_by_more_of_its_standard_deviation() -> None:
    """Bills that are late miss together: 1.33 standard deviations instead of 1.24, both widened as untried."""
    september, october = (ranges.factors(None, "total", dt.date(2026, month, 30)) for month in (9, 10))
    assert september["80"] == pytest.approx(1.35 * 1.24)
    assert october["80"] == pytest.approx(1.35 * 1.33)
    assert (september["95"], october["95"]) == (pytest.approx(1.35 * 2.02), pytest.approx(1.35 * 2.20))


def test_twelve_months_of_one_key_and_year_are_one_test() -> None:
    twice = pl.concat([errors([2.0] * 8), errors([2.0] * 8, as_of=dt.date(2025, 7, 31))])
    assert ranges.factors(twice, "paragraph", JUNE) == pytest.approx(
        ranges.factors(errors([2.0] * 8), "paragraph", JUNE)
    )


def test_a_reconstructed_past_widens() -> None:
    plain = ranges.factors(errors([1.0] * 20), "paragraph", JUNE)
    rebuilt = ranges.factors(errors([1.0] * 20, reconstructed=True), "paragraph", JUNE)
    assert rebuilt["95"] == pytest.approx(ranges.RECONSTRUCTED * plain["95"])


@pytest.mark.parametrize(
    "changes",
    [
        {"year": 2026, "as_of": dt.date(2026, 6, 30)},
        {"as_of": dt.date(2025, 2, 28)},
        {"level": "area"},
        {"method": "budget"},
        {"sd_kr": None},
    ],
)
def test_only_the_models_scores_of_the_level_and_season_in_closed_years_count(changes: dict[str, object]) -> None:
    assert ranges.scores(errors([0.5], **changes), "paragraph", JUNE).is_empty()


def test_a_back_test_from_before_the_spread_was_known_counts_as_none() -> None:
    old = errors([0.5] * 20).drop("sd_kr", "reconstructed")
    assert ranges.factors(old, "paragraph", JUNE) == ranges.factors(None, "paragraph", JUNE)


@settings(max_examples=40, deadline=None)
@given(
    forecast=st.integers(-(10**8), 10**9),
    open_kr=st.integers(-(10**8), 10**9),
    spread=st.floats(0, 1e8),
    scores=st.lists(st.floats(-5, 5), max_size=40),
)
def test_95_holds_80_holds_the_forecast(forecast: int, open_kr: int, spread: float, scores: list[float]) -> None:
    told = ranges.with_range(row(forecast, open_kr), sd(spread), errors(scores), JUNE)
    found = told.select(BOUNDS).row(0)
    assert list(found) == sorted(found)


def test_the_basis_of_a_range_is_said() -> None:
    assert "endnu ikke prøvet" in ranges.basis(None, JUNE)
    assert "for få" in ranges.basis(errors([]), JUNE, "paragraph")
    tested = ranges.basis(errors([0.1] * 39 + [9.0]), JUNE, "paragraph")
    assert "40 tidligere fremskrivninger af 2025: de ramte 39 gange ud af 40 inden for" in tested
    assert "få år" not in tested
    assert "Så få år siger kun lidt" in ranges.basis(errors([0.1] * 3), JUNE, "paragraph")
    assert "rekonstrueret" in ranges.basis(errors([0.1] * 9, reconstructed=True), JUNE, "paragraph")
