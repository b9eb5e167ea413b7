import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from cockpit import usecases
from cockpit.contracts.check import CheckStatus
from cockpit.contracts.errors import Refused
from cockpit.contracts.settings import Settings
from cockpit.store import Store
from cockpit.store.journal import masked
from cockpit.store.tables import metadata

MARK = "fcaa97e3cb" + "311299" + "1234"
"""A pseudonym whose last ten digits look like a number: made of a key, not of a birthday."""


def test_every_table_can_be_made_in_postgresql() -> None:
    for table in metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_sqlite_writes_ahead_so_that_readers_never_wait(store: Store) -> None:
    store.audit("kim", "x", "y")
    with sqlite3.connect(store.home / "journal.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_locked_journal_refuses_in_danish(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(store.home / "journal.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr("cockpit.store.journal.BUSY_SECONDS", 0)
        with pytest.raises(Refused, match="Journalen kunne ikke skrives"):
            Store.open(store.home).audit("kim", "x", "y")
        other.execute("ROLLBACK")
    store.audit("kim", "x", "y")
    assert store.audit_lines().height == 1


def test_a_setting_that_the_program_no_longer_has_is_passed_over(store: Store) -> None:
    store.save_settings("kim", Settings(municipality="Lillerød"), "opsætning")
    with sqlite3.connect(store.home / "journal.sqlite") as connection:
        (text,) = connection.execute('SELECT "values" FROM settings').fetchone()
        old = json.dumps({**json.loads(text), "colour_of_the_door": "blue"})
        connection.execute('UPDATE settings SET "values" = ?', (old,))
    assert store.settings().municipality == "Lillerød"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-".join(["311299", "1234"]), "[cpr]"),
        ("set 311299" + "1234.", "set [cpr]."),
        ("konto 5381075200", "konto 5381075200"),
        ("16 cifre 0101901234567890", "16 cifre 0101901234567890"),
        ("31-12-2026 og 2026-03-31", "31-12-2026 og 2026-03-31"),
        (f"borger {MARK}", f"borger {MARK}"),
        (f"{MARK}: 311299" + "1234", f"{MARK}: [cpr]"),
    ],
)
def test_what_looks_like_a_cpr_number_is_masked_and_dates_and_accounts_are_not(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_the_home_is_known_again_by_its_journal(store: Store, home: Path) -> None:
    (home / "home.id").unlink()
    with pytest.raises(Refused, match="hører til en anden datamappe"):
        Store.open(home)


@pytest.mark.parametrize(
    "address", ["vrøvl", "oracle://kim:hemmelig@server/x", "sqlite:////findes/ikke/journal.sqlite"]
)
def test_an_address_that_cannot_be_used_is_refused_without_being_told(
    home: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COCKPIT_JOURNAL_URL", address)
    with pytest.raises(Refused, match="COCKPIT_JOURNAL_URL") as refused:
        Store.open(home)
    assert address not in str(refused.value)
    assert "hemmelig" not in str(refused.value)
    found = {check.name: check for check in usecases.doctor(home)}["journal"]
    assert found.status is CheckStatus.FAIL
    assert "hemmelig" not in found.said + found.to_do
