import hashlib
from pathlib import Path

import pytest

from cockpit.contracts.errors import Refused
from cockpit.store import Store, raw
from cockpit.store.raw import RawFiles
from tests.unit.store.homes import MARCH, accept, posting, reading

SECRET = b"Bilag;Konto;Tekst\n1;5381;Ophold for en genkendelig borger\n"


def _keep(folder: Path, content: bytes) -> tuple[RawFiles, str]:
    files, sha256 = RawFiles(folder / "raw", bytes(32)), hashlib.sha256(content).hexdigest()
    (folder / "upload").write_bytes(content)
    files.keep(folder / "upload", sha256)
    return files, sha256


def test_the_plain_bytes_are_nowhere_in_the_home_and_come_back_whole(store: Store, tmp_path: Path) -> None:
    content, made = reading("postings", [posting("a", 10)], MARCH, content=SECRET)
    accept(store, tmp_path, (content, made))
    assert store.raw(made.receipt.sha256) == SECRET
    stored = [path for path in store.home.rglob("*") if path.is_file()]
    assert len(stored) > 3
    assert all(b"genkendelig" not in path.read_bytes() for path in stored)


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 35])
def test_files_of_any_size_are_kept_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(raw, "PIECE_BYTES", 10)
    content = bytes(range(size))
    files, sha256 = _keep(tmp_path, content)
    assert files.read(sha256) == content


def test_a_piece_cut_off_exchanged_or_changed_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "PIECE_BYTES", 10)
    files, sha256 = _keep(tmp_path, bytes(30))
    path = files.path(sha256)
    whole, piece = path.read_bytes(), 10 + raw.TAG_BYTES
    head, pieces = whole[:12], [whole[12 + n * piece : 12 + (n + 1) * piece] for n in range(3)]
    spoilt = [
        head + pieces[0] + pieces[1],
        head + pieces[1] + pieces[0] + pieces[2],
        whole[:-1] + bytes([whole[-1] ^ 1]),
        b"XXXX" + whole[4:],
        b"",
    ]
    for content in spoilt:
        path.write_bytes(content)
        with pytest.raises(Refused, match="beskadiget"):
            files.read(sha256)


def test_a_file_that_changed_after_it_was_read_is_refused_and_not_kept(tmp_path: Path) -> None:
    files = RawFiles(tmp_path / "raw", bytes(32))
    (tmp_path / "upload").write_bytes(b"now")
    sha256 = hashlib.sha256(b"then").hexdigest()
    with pytest.raises(Refused, match="er ændret, siden den blev læst"):
        files.keep(tmp_path / "upload", sha256)
    assert list((tmp_path / "raw").rglob("*.*")) == []


def test_a_missing_file_is_named_in_danish(store: Store) -> None:
    with pytest.raises(Refused, match="findes ikke i datamappen"):
        store.raw("0" * 64)


def test_another_key_does_not_open_the_file(tmp_path: Path) -> None:
    _, sha256 = _keep(tmp_path, SECRET)
    with pytest.raises(Refused, match="beskadiget"):
        RawFiles(tmp_path / "raw", b"\1" * 32).read(sha256)
