"""A zip of exports: each file gets a receipt of its own, and nothing in the archive goes unmentioned."""

import stat
import zipfile
from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Role, Scope
from cockpit.ingest import archive
from tests.unit.ingest.files import LEDGER

SCOPE = Scope("test", Role.CONTROLLER)
ROW = "1;5.38.52;31-03-2026;2026-03;1.000,00;Køb"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> usecases.Cockpit:
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(tmp_path / "key"))
    return usecases.open_cockpit(tmp_path / "home")


def csv(*rows: str) -> bytes:
    return "\r\n".join([LEDGER, *rows]).encode("cp1252")


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(zipfile.ZipInfo(name) if name.endswith("/") else name, content)
    return path


def receipts(home: usecases.Cockpit, *paths: Path) -> dict[str, Receipt]:
    batch = usecases.check(home, SCOPE, [usecases.Upload.of(path) for path in paths])
    return {receipt.file_name: receipt for receipt in batch.receipts}


def test_each_member_is_a_file_of_its_own(home: usecases.Cockpit, tmp_path: Path) -> None:
    members = {
        "udtræk/": b"",
        "udtræk/posteringer_2026-02.csv": csv(ROW.replace("31-03", "28-02").replace("2026-03", "2026-02")),
        "udtræk/posteringer_2026-03.csv": csv(ROW),
        "__MACOSX/udtræk/._posteringer_2026-03.csv": b"\0\0",
    }
    path = zipped(tmp_path / "marts.zip", members)
    batch = usecases.check(home, SCOPE, [usecases.Upload.of(path)])
    assert [(one.file_name, one.status, one.rows_accepted) for one in batch.receipts] == [
        ("udtræk posteringer_2026-02.csv", Status.READY, 1),
        ("udtræk posteringer_2026-03.csv", Status.READY, 1),
    ]
    records = usecases.accept(home, SCOPE, batch).records
    assert home.store.raw(records[1].receipt.sha256) == csv(ROW)
    again = receipts(home, zipped(tmp_path / "igen.zip", {"posteringer_2026-03.csv": csv(ROW)}))
    assert again["posteringer_2026-03.csv"].status is Status.KNOWN


def test_what_cannot_be_let_in_is_told_and_the_rest_is_read(home: usecases.Cockpit, tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.csv": csv(ROW)}).read_bytes()
    members = {
        "../../posteringer_2026-01.csv": csv(ROW),
        "indre.zip": inner,
        "brev.pdf": b"%PDF-1.7",
        "bombe.csv": b"0" * (17 * 1024 * 1024),
        "posteringer_2026-03.csv": csv(ROW),
    }
    found = receipts(home, zipped(tmp_path / "a.zip", members))
    assert found.pop("posteringer_2026-03.csv").status is Status.READY
    assert {receipt.status for receipt in found.values()} == {Status.REFUSED}
    reasons = {name: receipt.reason for name, receipt in found.items()}
    assert reasons["posteringer_2026-01.csv"] == f"{archive.PATH_TRICK} Den ligger i a.zip."
    assert reasons["indre.zip"] == f"{archive.NESTED} Den ligger i a.zip."
    assert ".pdf" in reasons["brev.pdf"]
    assert reasons["bombe.csv"] == f"{archive.TOO_BIG} Den ligger i a.zip."
    assert sorted(path.name for path in tmp_path.rglob("posteringer*")) == []


def test_two_archives_with_files_of_one_name(home: usecases.Cockpit, tmp_path: Path) -> None:
    one = zipped(tmp_path / "1.zip", {"posteringer_2026-03.csv": csv(ROW)})
    two = zipped(tmp_path / "2.zip", {"posteringer_2026-03.csv": csv(ROW, ROW)})
    batch = usecases.check(home, SCOPE, [usecases.Upload.of(one), usecases.Upload.of(two)])
    assert sorted(receipt.rows_accepted for receipt in batch.receipts) == [1, 2]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "er tom"),
        (b"PK\x03\x04 and then nothing", "beskadiget"),
        (b"Bilagsnr.;Konto", "ikke en zip-fil"),
    ],
)
def test_an_archive_that_is_none(home: usecases.Cockpit, tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    (receipt,) = receipts(home, path).values()
    assert receipt.status is Status.REFUSED
    assert word in receipt.reason


def test_an_archive_without_files_and_one_with_too_many(
    home: usecases.Cockpit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    assert "tom" in receipts(home, zipped(tmp_path / "a.zip", {"mappe/": b""}))["a.zip"].reason
    many = zipped(tmp_path / "b.zip", {f"{n}.csv": b"x" for n in range(3)})
    assert "3 filer" in receipts(home, many)["b.zip"].reason


def test_a_link_in_an_archive_is_only_its_text(home: usecases.Cockpit, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("posteringer.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr(link, "/etc/passwd")
    (receipt,) = receipts(home, path).values()
    assert receipt.rows_accepted == 0
    assert receipt.size_bytes == len("/etc/passwd")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("a/b/c.csv", "a b c.csv"),
        ("..\\..\\x.csv", "x.csv"),
        ("C:\\x\ny.csv", "C xy.csv"),
        ("...", "uden navn"),
    ],
)
def test_names_become_ordinary(name: str, clean: str) -> None:
    assert archive.clean_name(name) == clean
