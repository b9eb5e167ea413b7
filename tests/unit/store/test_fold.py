"""The fold, counted by hand: what is known when, and what an import takes over."""

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from cockpit.contracts.data import KNOWLEDGE
from cockpit.contracts.dataset import dataset
from cockpit.store import Store
from tests.unit.store.homes import (
    APRIL,
    ENGINE,
    FEBRUARY,
    JANUARY,
    MARCH,
    accept,
    amounts,
    content_hash,
    grant,
    posting,
    reading,
)

FIRST = [posting("a", 10), posting("b", 20, "2026-02")]


def test_a_later_list_closes_what_it_lacks_and_opens_what_it_brings(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", FIRST, FEBRUARY))
    accept(store, tmp_path, reading("postings", [posting("a", 10), posting("c", 5, "2026-03")], MARCH))
    assert amounts(store, FEBRUARY) == [("a", 10), ("b", 20)]
    assert amounts(store, MARCH) == [("a", 10), ("c", 5)]
    assert amounts(store) == [("a", 10), ("c", 5)]
    rows = store.read("postings", ENGINE, MARCH).sort("voucher")
    assert rows["known_from"].to_list() == [FEBRUARY, MARCH]


def test_coverage_leaves_other_periods_and_accounts_alone(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [*FIRST, posting("x", 7, account="9")], FEBRUARY))
    march = reading("postings", [posting("b", 21, "2026-02")], MARCH, {"period": ("2026-02",), "account": ("5381",)})
    accept(store, tmp_path, march)
    assert amounts(store) == [("a", 10), ("b", 21), ("x", 7)]


def test_coverage_empties_a_period_that_the_export_spans_but_does_not_fill(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", FIRST, FEBRUARY))
    accept(store, tmp_path, reading("postings", [posting("a", 10)], MARCH, {"period": ("2026-01", "2026-02")}))
    assert amounts(store) == [("a", 10)]


def test_two_equal_lines_both_count_and_one_of_them_can_go(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 10)] * 3, FEBRUARY))
    assert amounts(store) == [("a", 10)] * 3
    accept(store, tmp_path, reading("postings", [posting("a", 10)] * 2, MARCH))
    assert amounts(store) == [("a", 10)] * 2
    accept(store, tmp_path, reading("postings", [posting("a", 10)] * 4, APRIL))
    assert amounts(store) == [("a", 10)] * 4
    assert amounts(store, FEBRUARY) == [("a", 10)] * 3
    assert amounts(store, MARCH) == [("a", 10)] * 2


def test_empty_text_and_no_text_are_not_the_same_row(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 1, text="")], FEBRUARY))
    accept(store, tmp_path, reading("postings", [posting("a", 1, text=None)], MARCH))
    assert store.read("postings", ENGINE, FEBRUARY)["text"].to_list() == [""]
    assert store.read("postings", ENGINE, MARCH)["text"].to_list() == [None]


def test_a_correction_of_the_same_date_takes_the_place_of_the_first(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 10)], FEBRUARY))
    accept(store, tmp_path, reading("postings", [posting("a", 999)], MARCH))
    accept(store, tmp_path, reading("postings", [posting("a", 10), posting("b", 1)], MARCH))
    rows = store.read("postings", ENGINE, MARCH).sort("voucher")
    assert amounts(store, MARCH) == [("a", 10), ("b", 1)]
    assert rows["known_from"].to_list() == [FEBRUARY, MARCH]  # a was never known otherwise


def test_sources_do_not_touch_each_other(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 10)], FEBRUARY, source="opus"))
    accept(store, tmp_path, reading("postings", [posting("b", 20)], MARCH, source="prisme"))
    assert amounts(store) == [("a", 10), ("b", 20)]
    assert amounts(store, FEBRUARY) == [("a", 10), ("b", 20)]  # prisme's first state, inferred
    marked = dict(store.read("postings", ENGINE, FEBRUARY).select("voucher", "reconstructed").iter_rows())
    assert marked == {"a": False, "b": True}


def test_before_the_first_date_the_first_state_is_given_as_reconstructed(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", FIRST, FEBRUARY))
    accept(store, tmp_path, reading("postings", [posting("c", 5)], MARCH))
    early = store.read("postings", ENGINE, JANUARY)
    assert sorted(early["voucher"]) == ["a", "b"]
    assert early["reconstructed"].to_list() == [True, True]
    assert not store.read("postings", ENGINE, FEBRUARY)["reconstructed"].any()
    assert not store.read("postings", ENGINE)["reconstructed"].any()


def _state(store: Store, as_of: dt.date) -> dict[str, Any]:
    return dict(store.read("grants", ENGINE, as_of).select("grant_id", "missing_since").iter_rows())


def test_a_grant_missing_from_a_later_list_is_kept_with_the_date_it_went(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("grants", [grant("g1"), grant("g2")], JANUARY))
    accept(store, tmp_path, reading("grants", [grant("g1")], FEBRUARY))
    accept(store, tmp_path, reading("grants", [grant("g1")], MARCH))
    assert _state(store, JANUARY) == {"g1": None, "g2": None}
    assert _state(store, FEBRUARY) == {"g1": None, "g2": FEBRUARY}
    assert _state(store, MARCH) == {"g1": None, "g2": FEBRUARY}


def test_a_grant_that_returns_is_missing_no_more(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("grants", [grant("g1"), grant("g2")], JANUARY))
    accept(store, tmp_path, reading("grants", [grant("g1")], FEBRUARY))
    accept(store, tmp_path, reading("grants", [grant("g1"), grant("g2")], MARCH))
    assert _state(store, FEBRUARY) == {"g1": None, "g2": FEBRUARY}
    assert _state(store, MARCH) == {"g1": None, "g2": None}
    assert len(store.read("grants", ENGINE)) == 2


def test_a_changed_grant_is_a_new_version_and_not_missing(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("grants", [grant("g1", 100)], JANUARY))
    accept(store, tmp_path, reading("grants", [grant("g1", 110)], FEBRUARY))
    prices = [store.read("grants", ENGINE, day)["unit_price"].to_list() for day in (JANUARY, FEBRUARY)]
    assert [[int(price) for price in month] for month in prices] == [[100], [110]]
    assert _state(store, FEBRUARY) == {"g1": None}


def test_a_price_line_that_goes_while_its_grant_stays_is_gone(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("grants", [grant("g1", 100), grant("g1", 7)], JANUARY))
    accept(store, tmp_path, reading("grants", [grant("g1", 100)], FEBRUARY))
    assert store.read("grants", ENGINE)["unit_price"].cast(pl.Int64).to_list() == [100]


def test_a_list_of_the_same_date_that_has_the_grant_after_all_takes_the_missing_mark_away(
    store: Store, tmp_path: Path
) -> None:
    accept(store, tmp_path, reading("grants", [grant("g1"), grant("g2")], JANUARY))
    accept(store, tmp_path, reading("grants", [grant("g1")], FEBRUARY))
    accept(store, tmp_path, reading("grants", [grant("g1"), grant("g2")], FEBRUARY))
    rows = store.read("grants", ENGINE, FEBRUARY)
    assert _state(store, FEBRUARY) == {"g1": None, "g2": None}
    assert rows["known_from"].to_list() == [JANUARY, JANUARY]


def test_a_null_in_a_covered_field_is_a_value_of_its_own(store: Store, tmp_path: Path) -> None:
    rows = [{"account": "1", "year": None, "name": "A"}, {"account": "2", "year": 2026, "name": "B"}]
    accept(store, tmp_path, reading("accounts", rows, JANUARY, {"year": ("2026",)}))
    accept(store, tmp_path, reading("accounts", rows, FEBRUARY, {"year": ("2026",)}))
    assert sorted(store.read("accounts", ENGINE)["name"]) == ["A", "B"]


def test_an_import_out_of_order_gives_the_same_as_in_order(tmp_path: Path, store: Store) -> None:
    other = Store.open(tmp_path / "other")
    january, february, march = (
        reading("postings", rows, day)
        for rows, day in (
            ([posting("a", 1)], JANUARY),
            ([posting("a", 1), posting("b", 2)], FEBRUARY),
            ([posting("b", 2), posting("c", 3)], MARCH),
        )
    )
    for one in (january, february, march):
        accept(store, tmp_path, one)
    for one in (march, january, february):
        accept(other, tmp_path, one)
    assert content_hash(store) == content_hash(other)
    assert amounts(other, JANUARY) == [("a", 1)]
    assert amounts(other, FEBRUARY) == [("a", 1), ("b", 2)]


def test_every_dataset_is_read_in_its_contracts_schema(store: Store, tmp_path: Path) -> None:
    assert dict(store.read("budget", ENGINE).schema) == {**dataset("budget").polars_schema(), **KNOWLEDGE}
    accept(store, tmp_path, reading("budget", [{"year": 2026, "area": "Voksne", "original": 5}], JANUARY))
    read = store.read("budget", ENGINE, JANUARY)
    assert dict(read.schema) == {**dataset("budget").polars_schema(), **KNOWLEDGE}
    assert read.height == 1


def test_an_export_without_rows_empties_its_source(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", FIRST, FEBRUARY))
    accept(store, tmp_path, reading("postings", [], MARCH))
    assert amounts(store) == []
    assert amounts(store, FEBRUARY) == [("a", 10), ("b", 20)]


def test_a_reader_in_a_hurry_leaves_out_earlier_years_and_fields_it_has_no_use_for(
    store: Store, tmp_path: Path
) -> None:
    lines = [posting("a", 10, "2024-12", text="Taxa"), posting("b", 20, "2025-01", text="Taxa"), posting("c", 30)]
    accept(store, tmp_path, reading("postings", lines, MARCH))

    for as_of in (None, MARCH):
        rows = store.read("postings", ENGINE, as_of, since=2025, without=("text",))
        assert rows.select("voucher", "text").sort("voucher").rows() == [("b", None), ("c", None)]
        assert rows.schema == store.read("postings", ENGINE, as_of).schema


def test_a_year_that_meets_nothing_is_taken_in_as_the_fold_would(store: Store, tmp_path: Path) -> None:
    twice = [posting("b", 20, "2026-02"), posting("b", 20, "2026-02")]
    accept(store, tmp_path, reading("postings", [posting("a", 10)], MARCH, {"period": ("2026-01",)}))
    accept(store, tmp_path, reading("postings", twice, MARCH, {"period": ("2026-02",)}))
    accept(store, tmp_path, reading("postings", twice[:1], APRIL, {"period": ("2026-02",)}))

    assert amounts(store, MARCH) == [("a", 10), ("b", 20), ("b", 20)]
    assert amounts(store, APRIL) == [("a", 10), ("b", 20)]
