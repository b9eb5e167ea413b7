import os
from pathlib import Path

import pytest

from cockpit.contracts.errors import Refused
from cockpit.store import Store
from cockpit.store.key import Key, load_key
from tests.unit.store.homes import ENGINE, MARCH, accept, posting, reading

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


@posix
def test_the_key_is_made_on_first_use_outside_the_home_and_closed_to_others(home: Path, key_path: Path) -> None:
    Store.open(home)
    assert key_path.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(key_path.read_text())) == 32
    assert not any("key" in path.name for path in home.rglob("*"))


def test_the_same_key_opens_the_home_again_with_the_same_pseudonyms(home: Path, store: Store) -> None:
    assert Store.open(home).pseudonym_key == store.pseudonym_key


def test_another_key_is_refused_in_danish_and_changes_nothing(
    home: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key_path: Path
) -> None:
    accept(store, tmp_path, reading("postings", [posting("a", 10)], MARCH))
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(tmp_path / "another" / "cockpit.key"))
    with pytest.raises(Refused, match="Nøglen mangler"):
        Store.open(home)
    Store.open(tmp_path / "another-home")
    with pytest.raises(Refused, match="er ikke den, som datamappen"):
        Store.open(home)
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(key_path))
    assert Store.open(home).read("postings", ENGINE).height == 1


def test_a_key_inside_the_home_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(home / "cockpit.key"))
    with pytest.raises(Refused, match="ligger inde i datamappen"):
        Store.open(home)
    assert not (home / "cockpit.key").exists()


@posix
def test_a_key_that_others_can_read_is_refused(home: Path, key_path: Path) -> None:
    Store.open(home)
    key_path.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        Store.open(home)


def test_a_file_that_is_no_key_is_refused_without_showing_what_is_in_it(home: Path, key_path: Path) -> None:
    key_path.parent.mkdir(parents=True)
    key_path.write_text("hemmeligt")
    key_path.chmod(0o600)
    with pytest.raises(Refused, match="er ikke en nøgle") as refusal:
        load_key(home, None)
    assert "hemmeligt" not in str(refusal.value)


def test_sub_keys_differ_and_the_fingerprint_gives_none_of_them_away() -> None:
    key = Key(bytes(32))
    derived = {key.pseudonyms, key.raw_files, key.look_up, key.secret, bytes.fromhex(key.fingerprint)}
    assert len(derived) == 5
    assert Key(bytes(31) + b"\1").fingerprint != key.fingerprint
    assert "secret" not in repr(key)


def test_a_home_that_does_not_exist_is_made_only_where_wanted(home: Path, key_path: Path) -> None:
    with pytest.raises(Refused, match="findes ikke"):
        Store.open(home, create=False)
    assert not home.exists()
