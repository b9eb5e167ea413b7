"""Batches are all or nothing; undo and rebuild give exactly what the remaining files say."""

import errno
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import ImportRecord
from cockpit.contracts.receipt import Status
from cockpit.store import Store, writing
from cockpit.store.snapshot import EMPTY_HASH, KEPT
from tests.unit.store.homes import (
    APRIL,
    ENGINE,
    FEBRUARY,
    JANUARY,
    MARCH,
    accept,
    amounts,
    content_hash,
    frame,
    grant,
    posting,
    reading,
)


def _files(store: Store) -> set[str]:
    kept = ("raw", "parts", "snapshots")
    return {str(path) for folder in kept for path in (store.home / folder).rglob("*") if path.is_file()}


def test_the_files_of_one_accept_are_one_batch(store: Store, tmp_path: Path) -> None:
    records = accept(
        store, tmp_path, reading("grants", [grant("g1")], MARCH), reading("postings", [posting("a", 1)], MARCH)
    )
    assert [(record.id, record.batch, record.user) for record in records] == [(1, 1, "kim"), (2, 1, "kim")]
    assert store.imports() == tuple(reversed(records))
    assert store.effective_dates() == (MARCH,)
    assert store.effective_dates("budget") == ()
    assert store.known_file(records[0].receipt.sha256) == records[0]


@pytest.mark.parametrize("broken", ["point_at", "insert_batch"])
def test_a_crash_in_the_journal_leaves_the_old_state(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 1)], FEBRUARY))
    before, files = (store.snapshot(), store.imports(), amounts(store)), _files(store)

    def crash(*_: object) -> None:
        raise RuntimeError("crash")

    with monkeypatch.context() as patch:
        patch.setattr(writing.lines, broken, crash)
        with pytest.raises(RuntimeError, match="crash"):
            accept(
                store, tmp_path, reading("postings", [posting("b", 2)], MARCH), reading("grants", [grant("g")], MARCH)
            )
    assert (store.snapshot(), store.imports(), amounts(store)) == before
    assert _files(store) == files


def test_a_crash_in_the_second_file_leaves_nothing_of_the_first(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = reading("postings", [posting("b", 2)], MARCH)
    good = reading("grants", [grant("g1")], MARCH)
    (tmp_path / "x").write_bytes(b"another content")
    files = {good[1].receipt.sha256: tmp_path / "good", spoilt[1].receipt.sha256: tmp_path / "x"}
    (tmp_path / "good").write_bytes(good[0])
    with pytest.raises(Refused, match="er ændret"):
        store.accept("kim", files, [good[1], spoilt[1]])
    assert store.snapshot() is None
    assert _files(store) == set()


def test_a_full_disk_is_told_in_danish_and_changes_nothing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("cockpit.store.snapshot.fold", full)
    with pytest.raises(Refused, match="plads på disken"):
        accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    assert store.imports() == ()
    assert _files(store) == set()


def test_what_a_dead_process_left_is_swept_away(store: Store, tmp_path: Path) -> None:
    left = [store.home / "raw" / "ab" / "abc.raw", store.home / "parts" / "9.parquet"]
    left += [store.home / "snapshots" / name for name in ("snapshot-000007.duckdb", "snapshot-000008.duckdb.tmp")]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left")
    accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    assert not any(path.exists() for path in left)
    assert amounts(store) == [("a", 1)]


def test_undo_takes_one_import_of_a_batch_back_and_the_hash_with_it(store: Store, tmp_path: Path) -> None:
    assert content_hash(store) == EMPTY_HASH
    (first,) = accept(store, tmp_path, reading("postings", [posting("a", 1)], FEBRUARY))
    before = content_hash(store)
    (second,) = accept(store, tmp_path, reading("postings", [posting("b", 2)], MARCH))
    assert content_hash(store) != before
    undone = store.undo("lis", second.id, "forkert fil")
    assert (undone.undone_by, undone.undone_reason) == ("lis", "forkert fil")
    assert store.imports()[0].undone_reason == "forkert fil"
    assert store.imports()[0].undone_at is not None
    assert content_hash(store) == before
    assert amounts(store) == [("a", 1)]
    store.undo("lis", first.id, "også forkert")
    assert content_hash(store) == EMPTY_HASH
    assert store.effective_dates() == ()


def test_undo_in_the_middle_is_as_if_the_file_had_never_been(store: Store, tmp_path: Path) -> None:
    january, february, march = (
        reading("grants", rows, day)
        for rows, day in (
            ([grant("g1"), grant("g2")], JANUARY),
            ([grant("g1", 7)], FEBRUARY),
            ([grant("g1"), grant("g2", 5)], MARCH),
        )
    )
    accept(store, tmp_path, january, march)
    expected = content_hash(store)
    (middle,) = accept(store, tmp_path, february)
    assert content_hash(store) != expected
    store.undo("kim", middle.id, "forkert måned")
    assert content_hash(store) == expected


def test_an_undone_file_can_be_imported_again(store: Store, tmp_path: Path) -> None:
    pair = reading("postings", [posting("a", 1)], MARCH)
    (first,) = accept(store, tmp_path, pair)
    store.undo("kim", first.id, "for tidligt")
    assert store.known_file(pair[1].receipt.sha256) is None
    (second,) = accept(store, tmp_path, pair)
    assert second.id == 2
    assert amounts(store) == [("a", 1)]


def test_undo_twice_without_reason_or_of_nothing_is_refused(store: Store, tmp_path: Path) -> None:
    (record,) = accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    with pytest.raises(Refused, match="begrundelse"):
        store.undo("kim", record.id, "  ")
    with pytest.raises(Refused, match=r"Indlæsning nr\. 99"):
        store.undo("kim", 99, "x")
    store.undo("kim", record.id, "x")
    with pytest.raises(Refused, match="allerede fortrudt"):
        store.undo("kim", record.id, "x")


def test_rebuild_gives_the_same_content_from_raw_files_alone(store: Store, tmp_path: Path) -> None:
    by_file = {}
    for day, rows in ((FEBRUARY, [posting("a", 1)]), (MARCH, [posting("a", 1), posting("b", 2)])):
        pair = reading("postings", rows, day)
        by_file[pair[0]] = frame("postings", rows)
        accept(store, tmp_path, pair)
    before = content_hash(store)
    for folder in ("parts", "snapshots"):
        for path in (store.home / folder).iterdir():
            path.unlink()
    with pytest.raises(Refused, match="cockpit rebuild"):
        store.read("postings", ENGINE)
    with pytest.raises(Refused, match="cockpit rebuild"):
        store.undo("kim", 1, "x")

    def read_again(_: ImportRecord, content: bytes) -> pl.DataFrame:
        return by_file[content]

    info = store.rebuild("kim", read_again)
    assert info.content_hash == before == content_hash(store)
    assert amounts(store, FEBRUARY) == [("a", 1)]


def test_a_lost_snapshot_is_made_again_by_the_next_import(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 1)], FEBRUARY))
    for path in (store.home / "snapshots").iterdir():
        path.unlink()
    accept(store, tmp_path, reading("grants", [grant("g1")], MARCH))
    assert amounts(store) == [("a", 1)]


def test_only_the_newest_snapshots_are_kept_and_no_name_is_used_twice(store: Store, tmp_path: Path) -> None:
    names = []
    for voucher in "abcdef":
        accept(store, tmp_path, reading("postings", [posting(voucher, 1)], APRIL))
        info = store.snapshot()
        assert info is not None
        names.append(info.name)
    assert len(set(names)) == 6
    assert sorted(path.stem for path in (store.home / "snapshots").iterdir()) == names[-KEPT:]


def test_readings_that_cannot_take_effect_are_refused(store: Store, tmp_path: Path) -> None:
    content, good = reading("postings", [posting("a", 1)], MARCH)
    for change in ({"status": Status.STOPPED}, {"effective_date": None}, {"dataset": "ukendt"}):
        spoilt = replace(good, receipt=good.receipt.model_copy(update=change))
        with pytest.raises(Refused, match="Intet er indlæst"):
            accept(store, tmp_path, (content, spoilt))
    with pytest.raises(Refused, match="ikke længere til stede"):
        store.accept("kim", {}, [good])


def test_a_cpr_number_that_slipped_through_the_door_stops_at_the_store(store: Store, tmp_path: Path) -> None:
    synthetic = "-".join(["010190", "0" * 4])
    with pytest.raises(Refused, match="ikke er pseudonymiseret") as refusal:
        accept(store, tmp_path, reading("grants", [grant("g1", citizen=synthetic)], MARCH))
    assert synthetic not in str(refusal.value)
    assert store.snapshot() is None
