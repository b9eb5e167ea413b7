"""Several at once: two imports, a double click, a reader while the snapshot changes, two homes on one journal."""

import multiprocessing
import threading
from pathlib import Path

import polars as pl
import pytest

from cockpit.contracts.errors import Refused
from cockpit.store import Store
from cockpit.store.files import writer_lock
from tests.unit.store.homes import ENGINE, MARCH, accept, amounts, content_hash, posting, reading

PROCESSES = multiprocessing.get_context("spawn")


def _import_in_own_process(home: Path, folder: Path, voucher: str, content: bytes) -> None:
    pair = reading("postings", [posting(voucher, 1)], MARCH, {"account": ("5381",)}, content=content, source=voucher)
    accept(Store.open(home), folder, pair)


def _together(home: Path, folder: Path, vouchers: str, content: bytes | None) -> None:
    arguments = [(home, folder, one, content or one.encode()) for one in vouchers]
    running = [PROCESSES.Process(target=_import_in_own_process, args=args) for args in arguments]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0] * len(running)


def test_two_processes_import_at_once_and_both_take_effect(home: Path, key_path: Path, tmp_path: Path) -> None:
    _together(home, tmp_path, "ab", None)
    store = Store.open(home)
    assert amounts(store) == [("a", 1), ("b", 1)]
    assert sorted(record.batch for record in store.imports()) == [1, 2]


def test_a_double_click_counts_once(store: Store, tmp_path: Path) -> None:
    pair = reading("postings", [posting("a", 1)], MARCH)
    clicks = [threading.Thread(target=accept, args=(store, tmp_path, pair)) for _ in range(2)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert len(store.imports()) == 1
    assert amounts(store) == [("a", 1)]


def test_a_reader_meets_whole_states_only_while_snapshots_change(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("v", 0)] * 10, MARCH))
    totals: set[tuple[int, int]] = set()
    stop = threading.Event()

    def keep_reading() -> None:
        while not stop.is_set():
            rows = store.read("postings", ENGINE).select(pl.len(), pl.col("amount").sum().cast(pl.Int64))
            totals.add(rows.row(0))

    reader = threading.Thread(target=keep_reading)
    reader.start()
    for step in range(1, 6):
        accept(store, tmp_path, reading("postings", [posting("v", step)] * 10, MARCH))
    stop.set()
    reader.join()
    assert totals
    assert totals <= {(10, 10 * step) for step in range(6)}


def test_a_second_writer_waits_and_then_gives_up_in_danish(home: Path, key_path: Path, tmp_path: Path) -> None:
    store = Store.open(home, wait_seconds=0.2)
    before = content_hash(store)
    with writer_lock(home, 0), pytest.raises(Refused, match="En anden indlæsning er i gang"):
        accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    assert content_hash(store) == before
    accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    assert amounts(store) == [("a", 1)]


def test_two_homes_never_share_a_journal(tmp_path: Path, key_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_JOURNAL_URL", f"sqlite:///{tmp_path / 'shared.sqlite'}")
    accept(Store.open(tmp_path / "one"), tmp_path, reading("postings", [posting("a", 1)], MARCH))
    assert amounts(Store.open(tmp_path / "one")) == [("a", 1)]
    with pytest.raises(Refused, match="hører til en anden datamappe"):
        Store.open(tmp_path / "two")
