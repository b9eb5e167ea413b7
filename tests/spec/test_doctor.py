"""Kontrol af installationen: hvad der er galt, sagt på dansk, og hvad man gør ved det. Intet ændres."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cockpit import usecases
from cockpit.cli import cockpit as program
from cockpit.contracts.check import Check, CheckStatus
from cockpit.store import Store
from cockpit.store.files import writer_lock
from tests.unit.store.homes import MARCH, accept, posting, reading

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


@pytest.fixture
def home(tmp_path: Path, key_path: Path) -> Path:
    """A home with one import, and a backup taken."""
    store = Store.open(tmp_path / "home")
    accept(store, tmp_path, reading("postings", [posting("a", 10)], MARCH))
    store.backup("kim", tmp_path / "b.zip")
    return store.home


def found(home: Path) -> dict[str, Check]:
    return {check.name: check for check in usecases.doctor(home)}


def wrong(home: Path) -> dict[str, CheckStatus]:
    """What is not in order; the machine's own disk is not the test's business."""
    checks = found(home).values()
    return {one.name: one.status for one in checks if one.status is not CheckStatus.OK and one.name != "disk"}


def test_a_home_in_order(home: Path) -> None:
    assert wrong(home) == {}
    assert list(found(home)) == [
        "versions", "home", "leftovers", "journal", "key", "lock", "snapshot", "raw", "parts", "disk", "backup",
    ]  # fmt: skip
    told = CliRunner().invoke(program, ["--home", str(home), "doctor", "--json"])
    assert told.exit_code == 0
    assert {row["check"] for row in json.loads(told.output)} == set(found(home))


def test_a_home_that_does_not_exist_is_not_made(tmp_path: Path, key_path: Path) -> None:
    assert wrong(tmp_path / "ingen") == {}
    assert "findes ikke endnu" in found(tmp_path / "ingen")["home"].said
    assert not (tmp_path / "ingen").exists()
    assert not key_path.exists()


def test_a_missing_and_a_foreign_key(home: Path, key_path: Path, tmp_path: Path) -> None:
    secret = key_path.read_text()
    key_path.unlink()
    assert wrong(home) == {"key": CheckStatus.FAIL}
    assert "Nøglen mangler" in found(home)["key"].said
    assert not key_path.exists()
    key_path.write_text(secret[::-1].strip() if secret[::-1].strip() != secret.strip() else "0" * 64)
    key_path.chmod(0o600)
    assert "er ikke den, som datamappen" in found(home)["key"].said
    told = CliRunner().invoke(program, ["--home", str(home), "doctor"])
    assert told.exit_code == 1
    assert told.output.startswith("Kontrollen fandt 1 fejl")
    assert "Hent nøglen fra jeres sikre opbevaring." in told.output


@posix
def test_a_key_that_others_can_read(home: Path, key_path: Path) -> None:
    key_path.chmod(0o644)
    assert "kan læses af andre brugere" in found(home)["key"].said


def test_a_raw_file_that_was_changed_and_one_that_is_gone(home: Path) -> None:
    (raw,) = (home / "raw").rglob("*.raw")
    content = raw.read_bytes()
    raw.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert wrong(home) == {"raw": CheckStatus.FAIL}
    raw.unlink()
    assert "1 af 1 råfiler mangler" in found(home)["raw"].said


def test_a_snapshot_and_a_part_that_are_gone_are_made_by_a_rebuild(home: Path) -> None:
    for folder in ("snapshots", "parts"):
        for path in (home / folder).iterdir():
            path.unlink()
    assert wrong(home) == {"snapshot": CheckStatus.FAIL, "parts": CheckStatus.FAIL}
    assert "cockpit rebuild" in found(home)["snapshot"].to_do


def test_a_snapshot_with_other_rows_is_found_out(home: Path, tmp_path: Path) -> None:
    other = Store.open(tmp_path / "anden")
    accept(other, tmp_path, reading("postings", [posting("a", 11)], MARCH))
    (mine,), (theirs,) = (home / "snapshots").iterdir(), (other.home / "snapshots").iterdir()
    mine.write_bytes(theirs.read_bytes())
    assert "er ikke dem, journalen kender" in found(home)["snapshot"].said


def test_a_damaged_journal(home: Path) -> None:
    for path in home.glob("journal.sqlite*"):
        path.write_bytes(b"ikke en database" * 100)
    assert wrong(home) == {"journal": CheckStatus.FAIL}
    assert "cockpit restore" in found(home)["journal"].to_do


def test_another_homes_journal(home: Path) -> None:
    (home / "home.id").write_text("en anden")
    assert "hører til en anden datamappe" in found(home)["journal"].said


def test_leftovers_a_held_lock_and_no_backup_are_told_without_failing(home: Path, tmp_path: Path) -> None:
    left = home / "raw" / "ab" / "x.tmp"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"1")
    os.utime(left, (1, 1))
    with writer_lock(home, 0):
        assert wrong(home) == {"leftovers": CheckStatus.WARN, "lock": CheckStatus.WARN}
    fresh = Store.open(tmp_path / "frisk")
    accept(fresh, tmp_path, reading("postings", [posting("a", 10)], MARCH))
    assert wrong(fresh.home) == {"backup": CheckStatus.WARN}


@posix
def test_a_home_that_others_can_open(home: Path) -> None:
    home.chmod(0o755)
    assert found(home)["home"].status is CheckStatus.WARN
