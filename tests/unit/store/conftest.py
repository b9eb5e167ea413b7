from pathlib import Path

import pytest

from cockpit.store import Store


@pytest.fixture
def key_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keys" / "cockpit.key"
    monkeypatch.setenv("COCKPIT_KEY_FILE", str(path))
    monkeypatch.delenv("COCKPIT_JOURNAL_URL", raising=False)
    return path


@pytest.fixture
def home(tmp_path: Path, key_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Store:
    return Store.open(home)
