"""A ledger held against its next export: by a number for each row and by sums, the stored rows left where they lie."""

from decimal import Decimal
from pathlib import Path

from cockpit import ingest
from cockpit.store import Store
from tests.unit.store.homes import FEBRUARY, JANUARY, accept, frame, posting, reading

PERIODS = {"period": ("2026-01", "2026-02"), "account": ("5381", "5382")}
OLD = [posting("a", 10), posting("a", 10), posting("b", 5, account="5382"), posting("c", 7, period="2026-02")]
NEW = [posting("a", 10), posting("b", 6, account="5382"), posting("c", 7, period="2026-02"), posting("d", 1)]


def test_stored_rows_and_new_ones_are_counted_as_the_frames_themselves_are(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", OLD, JANUARY, PERIODS))
    before, after = store.held("postings", "s", PERIODS), store.held_of("postings", frame("postings", NEW))
    assert before is not None
    assert (before.rows, before.since, after.rows) == (4, JANUARY, 4)
    changes = ingest.compare_held(before, after)
    assert (changes.new, changes.gone, changes.unchanged) == (2, 2, 2)
    assert changes == ingest.compare("postings", frame("postings", OLD), frame("postings", NEW))
    assert [(change.label, change.amount_kr) for change in changes.largest] == [
        ("2026-01 · 5381", Decimal(-9)),
        ("2026-01 · 5382", Decimal(1)),
    ]


def test_only_what_the_export_covers_of_its_own_source_is_held_against_it(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", OLD, JANUARY, PERIODS))
    accept(store, tmp_path, reading("postings", [posting("x", 99)], FEBRUARY, PERIODS, source="another"))
    held = store.held("postings", "s", {"period": ("2026-01",), "account": ("5381",)})
    assert held is not None
    assert (held.rows, held.since) == (2, JANUARY)
    assert held.sums.rows() == [("2026-01", "5381", Decimal(20))]


def test_a_source_without_rows_has_nothing_to_be_held_against(store: Store, tmp_path: Path) -> None:
    assert store.held("postings", "s", PERIODS) is None
    accept(store, tmp_path, reading("postings", OLD, JANUARY, PERIODS))
    assert store.held("postings", "other", PERIODS) is None
    held = store.held("postings", "s", {"period": ("2025-12",), "account": ("5381",)})
    assert held is not None
    assert ingest.compare_held(held, store.held_of("postings", frame("postings", NEW))).new == 4
