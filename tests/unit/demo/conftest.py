"""One small municipality and its last three deliveries, made once."""

import datetime as dt
from pathlib import Path

import pytest

from cockpit.demo import Municipality, generate, write_exports


@pytest.fixture(scope="session")
def small() -> Municipality:
    return generate(seed=7, size="small", last_month=dt.date(2026, 3, 31))


@pytest.fixture(scope="session")
def exports(small: Municipality, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("exports")
    write_exports(small, directory, months=3)
    return directory
