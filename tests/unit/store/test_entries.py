"""Lines that people write beside the data: the newest counts, none is lost, and bounds hold."""

from pathlib import Path

import pytest

from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.store import Store
from tests.unit.store.homes import APRIL, ENGINE, MARCH, accept, posting, reading

PLAN = EntryKind.ACTION


def test_the_newest_line_of_a_key_is_in_force_and_the_older_ones_stay(store: Store) -> None:
    first = store.write_entry("kim", PLAN, "a", {"status": "åben"})
    second = store.write_entry("bo", PLAN, "a", {"status": "færdig"}, seen=first.id)
    store.write_entry("bo", PLAN, "b", {"status": "åben"})
    assert [(line.key, line.body["status"]) for line in store.entries(PLAN, ENGINE)] == [("a", "færdig"), ("b", "åben")]
    assert [line.id for line in store.entry_history(PLAN, "a", ENGINE)] == [second.id, first.id]


def test_who_did_not_see_the_newest_line_is_refused(store: Store) -> None:
    store.write_entry("kim", PLAN, "a", {"n": 1})
    with pytest.raises(Refused, match="En anden har ændret"):
        store.write_entry("bo", PLAN, "a", {"n": 2}, seen=0)
    assert [line.body["n"] for line in store.entries(PLAN, ENGINE)] == [1]


def test_what_is_removed_is_gone_from_the_list_and_not_from_history(store: Store) -> None:
    store.write_entry("kim", PLAN, "a", {"n": 1})
    store.write_entry("kim", PLAN, "a", {}, removed=True, reason="dobbelt")
    assert store.entries(PLAN, ENGINE) == ()
    assert [line.removed for line in store.entry_history(PLAN, "a", ENGINE)] == [True, False]


def test_an_earlier_close_knows_what_was_written_by_then(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("v1", 1)], MARCH))
    store.write_entry("kim", PLAN, "a", {"n": 1})
    accept(store, tmp_path, reading("postings", [posting("v1", 1), posting("v2", 1)], APRIL))
    store.write_entry("kim", PLAN, "a", {"n": 2})
    assert [line.body["n"] for line in store.entries(PLAN, ENGINE, MARCH)] == [1]
    assert [line.body["n"] for line in store.entries(PLAN, ENGINE, APRIL)] == [2]


def test_a_bounded_manager_reads_own_lines_and_everybodys(store: Store) -> None:
    store.write_entry("kim", PLAN, "a", {}, area="Voksne")
    store.write_entry("kim", PLAN, "b", {}, area="Børn")
    store.write_entry("kim", PLAN, "c", {})
    manager = Scope("lis", Role.MANAGER, areas=frozenset({"Voksne"}))
    assert [line.key for line in store.entries(PLAN, manager)] == ["a", "c"]
    assert store.entry_history(PLAN, "b", manager) == ()


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.ADMIN])
def test_politicians_and_administrators_read_none(store: Store, role: Role) -> None:
    with pytest.raises(AccessDenied):
        store.entries(PLAN, Scope("p", role))


def test_no_cpr_number_is_kept(store: Store) -> None:
    number = "010190" + "-" + "1234"
    line = store.write_entry("kim", PLAN, "a", {"text": f"se {number}"}, reason=number)
    assert line.body["text"] == "se [cpr]"
    assert line.reason == "[cpr]"


def test_only_what_figures_rest_on_moves_the_stamp(store: Store) -> None:
    before = store.stamp()
    store.write_entry("kim", PLAN, "a", {})
    assert store.stamp().key == before.key
    store.write_entry("kim", EntryKind.PIPELINE, "a", {})
    assert (store.stamp().key != before.key, store.stamp().data_key == before.data_key) == (True, True)
    store.write_entry("kim", EntryKind.LAW, "a", {"name": "x", "valid_from": "2026-01-01", "value": "1"})
    assert store.stamp().data_key != before.data_key
