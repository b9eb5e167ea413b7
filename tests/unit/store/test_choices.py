"""Settings, skøn, profiles, audit and the figure stamp."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from cockpit.contracts.data import ADJUSTMENT_SCHEMA, Adjustment
from cockpit.contracts.errors import Refused
from cockpit.contracts.settings import Settings
from cockpit.store import Store
from tests.unit.store.homes import APRIL, FEBRUARY, MARCH, accept, grant, posting, reading

SKOEN = Adjustment(
    level="paragraph",
    key="SEL § 107",
    year=2026,
    month_from=4,
    month_to=12,
    amount_kr=Decimal("-250000.50"),
    reason="To borgere flytter til eget hjem",
    expires_on=dt.date(2026, 12, 31),
)


def test_settings_are_the_defaults_until_saved_and_then_versioned(store: Store) -> None:
    assert store.settings() == Settings()
    saved = store.save_settings("kim", Settings(municipality="Lillerød", materiality_kr=Decimal("1.5")), "opsætning")
    assert (saved.version, store.settings().municipality, store.settings().materiality_kr) == (
        1,
        "Lillerød",
        Decimal("1.5"),
    )
    assert store.save_settings("kim", saved, "igen").version == 2
    with pytest.raises(Refused, match="begrundelse"):
        store.save_settings("kim", saved, " ")
    assert store.stamp().settings_version == 2


def test_a_skoen_is_kept_to_the_oere_with_author_and_reason(store: Store) -> None:
    number = store.add_adjustment("kim", SKOEN)
    rows = store.adjustments()
    assert dict(rows.schema) == ADJUSTMENT_SCHEMA
    (row,) = rows.to_dicts()
    assert (row["id"], row["author"], row["amount_kr"], row["reason"]) == (
        number,
        "kim",
        Decimal("-250000.50"),
        SKOEN.reason,
    )
    assert (row["month_from"], row["month_to"], row["expires_on"]) == (4, 12, dt.date(2026, 12, 31))


def test_a_skoen_counts_from_the_state_on_which_it_was_laid_until_it_is_withdrawn(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    number = store.add_adjustment("kim", SKOEN)
    accept(store, tmp_path, reading("postings", [posting("a", 1)], APRIL))
    store.withdraw_adjustment("kim", number, "flytter ikke alligevel")
    counted = [store.adjustments(day).height for day in (FEBRUARY, MARCH, APRIL)]
    assert counted == [0, 1, 0]
    assert store.adjustments().height == 0
    with pytest.raises(Refused, match="allerede trukket tilbage"):
        store.withdraw_adjustment("kim", number, "igen")


def test_an_expired_skoen_no_longer_counts(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    store.add_adjustment("kim", replace(SKOEN, expires_on=MARCH))
    assert [store.adjustments(day).height for day in (MARCH, APRIL)] == [1, 0]


def test_a_month_begins_with_the_skoen_of_earlier_states_until_they_are_renewed_or_dropped(
    store: Store, tmp_path: Path
) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    expired = store.add_adjustment("kim", replace(SKOEN, expires_on=MARCH))
    running = store.add_adjustment("kim", SKOEN)
    assert store.earlier_adjustments(MARCH).is_empty()
    accept(store, tmp_path, reading("postings", [posting("a", 1)], APRIL))
    store.add_adjustment("kim", replace(SKOEN, key="SEL § 108"))
    assert store.earlier_adjustments(APRIL)["id"].to_list() == [expired, running]

    store.withdraw_adjustment("kim", expired, "ikke fornyet")
    renewed = store.renew_adjustment("lis", running, replace(SKOEN, amount_kr=Decimal(7)))
    assert store.earlier_adjustments(APRIL).is_empty()
    assert store.adjustments(MARCH)["id"].to_list() == [expired, running], "what March was told is not rewritten"
    assert (store.adjustments(APRIL)["id"][-1], store.adjustments(APRIL)["amount_kr"][-1]) == (renewed, Decimal(7))
    with pytest.raises(Refused, match="allerede trukket tilbage"):
        store.renew_adjustment("kim", running, SKOEN)
    assert store.adjustments(APRIL).height == 2, "renewed or not at all"


def test_a_skoen_counts_at_the_newest_close_though_a_list_is_dated_after_it(store: Store, tmp_path: Path) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    accept(store, tmp_path, reading("grants", [grant("b1")], APRIL))
    store.add_adjustment("kim", SKOEN)
    assert store.adjustments(MARCH).height == 1


def test_a_cpr_number_in_a_reason_never_reaches_the_journal(store: Store) -> None:
    synthetic = "-".join(["010190", "0" * 4])
    store.add_adjustment("kim", replace(SKOEN, reason=f"Borger {synthetic} flytter"))
    store.audit("kim", "opslag", f"{synthetic} set; konto 5381075200001234 står")
    assert store.adjustments()["reason"].to_list() == ["Borger [cpr] flytter"]
    assert store.audit_lines()["detail"].to_list() == ["[cpr] set; konto 5381075200001234 står"]
    assert synthetic.encode() not in b"".join(path.read_bytes() for path in store.home.glob("journal*"))


def test_a_profile_saved_again_replaces_the_text_under_its_name(store: Store) -> None:
    store.save_profile("kim", "opus", "a: 1")
    store.save_profile("kim", "dubu", "b: 1")
    store.save_profile("lis", "opus", "a: 2")
    assert store.profiles() == {"opus": "a: 2", "dubu": "b: 1"}


def test_the_audit_is_read_newest_first(store: Store) -> None:
    store.audit("kim", "download", "overblik")
    store.audit("lis", "look-up", "caseload")
    assert store.audit_lines().select("user", "action").rows() == [("lis", "look-up"), ("kim", "download")]
    assert store.audit_lines(limit=1).height == 1


def test_the_stamp_changes_with_data_settings_and_skoen_and_with_nothing_else(store: Store, tmp_path: Path) -> None:
    keys = [store.stamp().key, store.stamp().key]
    accept(store, tmp_path, reading("postings", [posting("a", 1)], MARCH))
    keys.append(store.stamp().key)
    store.save_settings("kim", Settings(), "uændret, men gemt")
    keys.append(store.stamp().key)
    data_key = store.stamp().data_key
    number = store.add_adjustment("kim", SKOEN)
    keys.append(store.stamp().key)
    store.withdraw_adjustment("kim", number, "x")
    keys.append(store.stamp().key)
    store.audit("kim", "x", "y")
    keys.append(store.stamp().key)
    assert keys[0] == keys[1]
    assert keys[-1] == keys[-2]
    assert len(set(keys)) == 5
    assert store.stamp().data_key == data_key
    assert store.stamp().snapshot == "snapshot-000001"
