"""Backup: alt i datamappen undtagen nøglen i én fil, som kan lægges tilbage, og hvor hver byte kan efterprøves."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cockpit import usecases
from cockpit.cli import cockpit as program
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.store import Store
from tests.unit.store.homes import FEBRUARY, MARCH, accept, amounts, content_hash, posting, reading

KIM = Scope("kim", Role.CONTROLLER)


@pytest.fixture
def store(tmp_path: Path, key_path: Path) -> Store:
    """A home with two months, a lock, and a table that can be computed again."""
    store = Store.open(tmp_path / "home")
    for day, voucher in ((FEBRUARY, "a"), (MARCH, "b")):
        accept(store, tmp_path, reading("postings", [posting(voucher, 10)], day))
    rows = store.read("postings", Scope.engine())
    store.keep_locked("2026-02-v1", {"postings": rows}, {"note": "låst"})
    store.put_derived("stempel", "leaves", rows)
    return store


def run(home: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(program, ["--home", str(home), *map(str, arguments)])


def test_a_home_comes_back_whole_from_its_backup(store: Store, tmp_path: Path) -> None:
    told = run(store.home, "backup", tmp_path / "b.zip")
    assert told.exit_code == 0
    assert "Nøglen er ikke med" in told.output
    assert content_hash(store)[:16] in told.output
    shutil.rmtree(tmp_path / "home" / "raw")
    assert run(store.home, "restore", tmp_path / "b.zip", "--to", tmp_path / "ny").exit_code == 0
    back = Store.open(tmp_path / "ny", create=False)
    assert content_hash(back) == content_hash(store)
    assert amounts(back) == amounts(store) == [("b", 10)]
    assert amounts(back, FEBRUARY) == [("a", 10)]
    assert back.imports() == store.imports()
    assert back.course() == store.course()
    assert [back.raw(record.receipt.sha256)[:1] for record in back.imports()] == [b"[", b"["]


def test_what_lies_in_it_and_what_does_not(store: Store, tmp_path: Path, key_path: Path) -> None:
    """Råfiler (krypteret), journal, rækker, låste tal og det gældende øjebliksbillede. Nøglen aldrig; heller ikke det,
    der kan regnes igen."""
    usecases.backup(usecases.open_cockpit(store.home), KIM, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        names = set(archive.namelist())
        content = b"".join(archive.read(name) for name in names)
    folders = {name.split("/")[0] for name in names}
    assert folders == {"backup.json", "journal.sqlite", "home.id", "raw", "parts", "locked", "snapshots"}
    assert [name for name in names if name.startswith("snapshots")] == ["snapshots/snapshot-000002.duckdb"]
    secret = key_path.read_text().strip()
    assert secret.encode() not in content
    assert bytes.fromhex(secret) not in content
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_a_backup_overwrites_nothing_and_never_lies_in_the_home_or_beside_the_key(store: Store, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("en anden backup")
    refusals = {
        tmp_path / "b.zip": "findes allerede",
        store.home / "b.zip": "inde i datamappen",
        tmp_path / "ukendt" / "b.zip": "findes ikke",
    }
    for target, reason in refusals.items():
        with pytest.raises(Refused, match=reason):
            store.backup("kim", target)
    with pytest.raises(Refused, match="ikke ligge i samme mappe"):
        store.backup("kim", tmp_path / "c.zip", tmp_path / "nøgle.txt")
    assert (tmp_path / "b.zip").read_text() == "en anden backup"
    assert not (tmp_path / "c.zip").exists()
    assert not (tmp_path / "nøgle.txt").exists()


def test_a_copy_of_the_key_is_written_where_it_is_asked_for(store: Store, tmp_path: Path, key_path: Path) -> None:
    (tmp_path / "boks").mkdir()
    store.backup("kim", tmp_path / "b.zip", tmp_path / "boks" / "nøgle.txt")
    copy = tmp_path / "boks" / "nøgle.txt"
    assert copy.read_text() == key_path.read_text()
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_backup_is_only_put_back_where_nothing_is(store: Store, tmp_path: Path) -> None:
    store.backup("kim", tmp_path / "b.zip")
    refused = run(store.home, "restore", tmp_path / "b.zip", "--to", store.home)
    assert isinstance(refused.exception, Refused)
    assert "er ikke tom" in str(refused.exception)
    assert amounts(store) == [("b", 10)]
    (tmp_path / "tom").mkdir()
    usecases.restore(tmp_path / "b.zip", tmp_path / "tom")
    assert content_hash(Store.open(tmp_path / "tom")) == content_hash(store)


def rewritten(source: Path, target: Path, change: dict[str, bytes | None]) -> Path:
    """The zip with members exchanged, added, or (None) left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in sorted({*old.namelist(), *change}):
            content = change[name] if name in change else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return target


def test_a_backup_that_was_changed_is_refused_and_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    good = tmp_path / "b.zip"
    store.backup("kim", good)
    with zipfile.ZipFile(good) as archive:
        part = next(name for name in archive.namelist() if name.startswith("parts/"))
        listed = json.loads(archive.read("backup.json"))
        flipped = bytes([archive.read(part)[0] ^ 1]) + archive.read(part)[1:]
    listed["files"]["../ude.txt"] = listed["files"].pop(part)
    spoilt = {
        "ændret, siden": {part: flipped},
        f"mangler {part}": {part: None},
        "hører ikke hjemme": {"backup.json": json.dumps(listed).encode(), "../ude.txt": flipped},
        "listen backup.json mangler": {"backup.json": None},
    }
    for number, (reason, change) in enumerate(spoilt.items()):
        path = rewritten(good, tmp_path / f"{number}.zip", change)
        with pytest.raises(Refused, match=reason):
            usecases.restore(path, tmp_path / "ny")
        with pytest.raises(Refused, match=reason):
            usecases.check_backup(path)
    cut = tmp_path / "halv.zip"
    cut.write_bytes(good.read_bytes()[:1000])
    with pytest.raises(Refused, match="er ikke en backup"):
        usecases.restore(cut, tmp_path / "ny")
    assert not (tmp_path / "ny").exists()
    assert not (tmp_path / "ude.txt").exists()
    assert not list(tmp_path.glob("*.tmp"))


def test_on_a_machine_without_the_key_it_says_so(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.backup("kim", tmp_path / "b.zip")
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(tmp_path / "en anden"))
    told = run(store.home, "restore", tmp_path / "b.zip")
    assert (told.exit_code, "er hel" in told.output) == (0, True)
    assert "Nøglen på denne maskine er en anden eller mangler" in told.output
    assert not (tmp_path / "en anden").exists()


def test_who_may_take_a_backup(store: Store, tmp_path: Path) -> None:
    cockpit = usecases.open_cockpit(store.home)
    assert usecases.backup(cockpit, Scope("ada", Role.ADMIN), tmp_path / "b.zip").key_fits
    assert store.audit_lines().row(0)[1:3] == ("ada", "backup")
    for role in (Role.MANAGER, Role.CASEWORKER, Role.POLITICIAN):
        with pytest.raises(AccessDenied):
            usecases.backup(cockpit, Scope("x", role), tmp_path / "c.zip")
