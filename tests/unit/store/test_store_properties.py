"""Whatever is imported, in whatever order: the same knowledge; undo gives back what was; the same file adds nothing."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cockpit.contracts.imports import Reading
from cockpit.store import Store
from tests.unit.store.homes import (
    APRIL,
    ENGINE,
    FEBRUARY,
    JANUARY,
    MARCH,
    accept,
    content_hash,
    grant,
    posting,
    reading,
)

DAYS = (JANUARY, FEBRUARY, MARCH, APRIL)
Pair = tuple[bytes, Reading]

posting_rows = st.lists(
    st.builds(posting, st.sampled_from("ab"), st.integers(1, 2), st.sampled_from(["2026-01", "2026-02"])), max_size=4
)
grant_rows = st.lists(st.builds(grant, st.sampled_from(["g1", "g2"]), st.integers(1, 2)), max_size=3)
coverage = st.sampled_from([{}, {"period": ("2026-01",)}, {"period": ("2026-01", "2026-02"), "account": ("5381",)}])
ledger = st.builds(
    lambda rows, day, cover: reading("postings", rows, day, cover), posting_rows, st.sampled_from(DAYS), coverage
)
lists = st.builds(lambda rows, day: reading("grants", rows, day), grant_rows, st.sampled_from(DAYS))
few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def _new_store() -> Iterator[tuple[Store, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "home")
        yield store, Path(folder)
        store.close()


def _one_a_day(pairs: list[Pair]) -> list[Pair]:
    """Of two imports of the same date the later counts, so only different dates can be exchanged."""
    return list({(made.receipt.dataset, made.receipt.effective_date): (raw, made) for raw, made in pairs}.values())


def _naive(pairs: list[Pair], day: dt.date) -> list[tuple[object, ...]]:
    """The state at a day by the definition alone: each import replaces what it covers, oldest date first."""
    state: list[dict[str, object]] = []
    first = min(made.receipt.effective_date for _, made in pairs if made.receipt.effective_date)
    for _, made in sorted(pairs, key=lambda pair: str(pair[1].receipt.effective_date)):
        if made.receipt.effective_date and made.receipt.effective_date > max(day, first):
            continue
        rows = made.frame.to_dicts()
        covers = {f: {*values, *(str(r[f]) for r in rows)} for f, values in made.coverage.items()}
        state = [row for row in state if any(str(row[f]) not in values for f, values in covers.items())] + rows
    return sorted((str(row["voucher"]), str(row["period"]), str(row["amount"])) for row in state)


@few
@given(st.lists(ledger, min_size=1, max_size=4), st.sampled_from(DAYS), st.sampled_from([1, 20, 400]))
def test_the_state_at_a_day_is_what_the_definition_says(
    key_path: Path, pairs: list[Pair], day: dt.date, later: int
) -> None:
    with _new_store() as (store, folder):
        for pair in pairs:
            accept(store, folder, pair)
        rows = store.read("postings", ENGINE, day).select("voucher", "period", pl.col("amount").cast(pl.String))
        assert sorted(rows.rows()) == _naive(pairs, day)
        then = day + dt.timedelta(days=later)
        if store.state_key("postings", day) == store.state_key("postings", then):
            assert store.read("postings", ENGINE, day).equals(store.read("postings", ENGINE, then))


@few
@given(st.lists(ledger | lists, min_size=1, max_size=5), st.randoms())
def test_the_order_of_importing_is_irrelevant(key_path: Path, pairs: list[Pair], random: object) -> None:
    pairs = _one_a_day(pairs)
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random in all but name
    with _new_store() as (first, folder), _new_store() as (second, other_folder):
        accept(first, folder, *pairs)
        for pair in shuffled:
            accept(second, other_folder, pair)
        assert content_hash(first) == content_hash(second)


@few
@given(st.lists(ledger | lists, max_size=4), ledger | lists)
def test_undo_gives_back_the_hash_of_before(key_path: Path, pairs: list[Pair], one: Pair) -> None:
    with _new_store() as (store, folder):
        for pair in pairs:
            accept(store, folder, pair)
        before = content_hash(store)
        (record,) = accept(store, folder, one)
        store.undo("kim", record.id, "forkert fil")
        assert content_hash(store) == before


@few
@given(st.lists(ledger | lists, min_size=1, max_size=3))
def test_the_same_files_again_change_nothing(key_path: Path, pairs: list[Pair]) -> None:
    with _new_store() as (store, folder):
        records = accept(store, folder, *pairs)
        before = store.snapshot()
        assert [r.id for r in accept(store, folder, *pairs)] == [r.id for r in records]
        assert store.snapshot() == before
        assert len(store.imports()) == len(records)


@few
@given(st.lists(ledger | lists, min_size=1, max_size=4))
def test_a_list_drawn_again_unchanged_adds_nothing(key_path: Path, pairs: list[Pair]) -> None:
    with _new_store() as (store, folder):
        accept(store, folder, *pairs)
        before = content_hash(store)
        newest = max(enumerate(pairs), key=lambda pair: (str(pair[1][1].receipt.effective_date), pair[0]))[1][1]
        rows, day = newest.frame.to_dicts(), newest.receipt.effective_date
        assert day is not None
        accept(store, folder, reading(newest.receipt.dataset, rows, day, newest.coverage))
        assert content_hash(store) == before
