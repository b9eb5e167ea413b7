"""Politicians see the total and areas in 1,000 kr.; nothing smaller can be subtracted out of it."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.disclosure import protect_areas

MONEY = pl.Decimal(18, 2)


def areas(**forecast: int) -> pl.DataFrame:
    names = list(forecast)
    rows = pl.DataFrame({"key": names, "label": [name.title() for name in names], "forecast": forecast.values()})
    return rows.with_columns(pl.col("forecast").cast(MONEY), full_year_persons=pl.lit(3.5))


def citizens(**counts: int) -> pl.DataFrame:
    return pl.DataFrame({"area": list(counts), "citizens": list(counts.values())})


def shown(found: pl.DataFrame) -> dict[str, Decimal]:
    return dict(found.select("key", "forecast").iter_rows())


def test_amounts_are_whole_thousands_and_counts_do_not_leave() -> None:
    found = protect_areas(areas(a=1_499_499, b=500_500), citizens(a=100, b=50), 20)

    assert found.columns == ["level", "key", "label", "forecast"]
    assert shown(found) == {"total": 2_000_000, "a": 1_499_000, "b": 501_000}


def test_small_areas_are_merged() -> None:
    found = protect_areas(areas(a=9000, b=2000, c=3000), citizens(a=100, b=12, c=15), 20)

    assert shown(found) == {"total": 14000, "a": 9000, "øvrige": 5000}
    assert found["label"].to_list()[-1] == "Øvrige områder"


def test_a_single_small_area_takes_the_next_smallest_with_it() -> None:
    found = protect_areas(areas(a=9000, b=2000, c=3000), citizens(a=100, b=5, c=30), 20)

    assert shown(found) == {"total": 14000, "a": 9000, "øvrige": 5000}


def test_two_small_areas_that_are_still_few_take_another() -> None:
    found = protect_areas(areas(a=9000, b=2000, c=3000, d=100), citizens(a=100, b=5, c=30, d=3), 20)

    assert shown(found) == {"total": 14000, "a": 9000, "øvrige": 5000}


def test_not_allocated_stands_by_itself_or_with_the_merged() -> None:
    rows = areas(**{"a": 9000, "b": 2000, "c": 3000, "-": 700})

    apart = protect_areas(rows, citizens(a=100, b=30, c=40), 20)
    merged = protect_areas(rows, citizens(a=100, b=5, c=40), 20)

    assert shown(apart) == {"total": 15000, "-": 1000, "a": 9000, "b": 2000, "c": 3000}
    assert shown(merged) == {"total": 15000, "a": 9000, "øvrige": 6000}


def test_an_area_without_citizens_holds_no_ones_cost_and_hides_nobody() -> None:
    found = protect_areas(areas(a=9000, b=2000, stab=4000), citizens(a=100, b=30), 20)

    assert shown(found) == {"total": 15000, "a": 9000, "b": 2000, "stab": 4000}


def test_with_only_one_other_area_the_merged_row_is_the_total() -> None:
    found = protect_areas(areas(a=9000, b=2000), citizens(a=100, b=5), 20)

    assert shown(found) == {"total": 11000, "øvrige": 11000}


def test_too_few_citizens_in_all_show_nothing() -> None:
    assert protect_areas(areas(a=9000, b=2000), citizens(a=9, b=5), 20).is_empty()


def test_a_rounding_difference_is_printed_and_not_hidden_in_the_total() -> None:
    found = protect_areas(areas(a=1499, b=1499, c=1499), citizens(a=50, b=50, c=50), 20)

    assert shown(found) == {"total": 4000, "a": 1000, "b": 1000, "c": 1000, "afrunding": 1000}
    assert found["label"].to_list()[-1] == "Afrunding"


def test_an_unknown_budget_stays_unknown() -> None:
    rows = areas(a=9000, b=2000).with_columns(original_budget=pl.lit(None, dtype=MONEY))

    found = protect_areas(rows, citizens(a=100, b=50), 20)

    assert found["original_budget"].to_list() == [None, None, None]


@pytest.mark.parametrize("amount", [-500, 500])
def test_halves_are_rounded_away_from_zero(amount: int) -> None:
    assert shown(protect_areas(areas(a=amount), citizens(a=50), 20))["a"] == amount * 2


COUNTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60), min_size=1)


@settings(max_examples=80, deadline=None)
@given(counts=COUNTS, smallest=st.integers(2, 30))
def test_no_small_area_can_be_seen_or_subtracted(counts: dict[str, int], smallest: int) -> None:
    rows = areas(**{key: 1000 * number for number, key in enumerate(counts, 1)})
    found = protect_areas(rows, citizens(**counts), smallest)

    seen = set(found.filter(pl.col("level") == "area")["key"]) - {"øvrige"}
    hidden = {key: count for key, count in counts.items() if key not in seen and count > 0}
    assert all(counts[key] == 0 or counts[key] >= smallest for key in seen)
    if hidden and not found.is_empty():
        assert sum(hidden.values()) >= smallest
        assert len(hidden) >= 2 or set(hidden) == {key for key, count in counts.items() if count > 0}
    if found.is_empty():
        assert sum(counts.values()) < smallest
