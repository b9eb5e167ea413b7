from pathlib import Path

import pytest

from cockpit.store import Store


@pytest.fixture
def home(tmp_path: Path, key_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Store:
    return Store.open(home)
