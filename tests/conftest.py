"""What several tests share: a small synthetic municipality's exports, and a home filled with them. Made once a run."""

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cockpit import demo
from tests.command_line import command

MONTHS = 4


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every worker of this run shares."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session", autouse=True)
def key_file(shared_folder: Path) -> Path:
    """Tests have a key of their own and never touch the user's."""
    path = shared_folder / "cockpit-test-key"
    os.environ["COCKPIT_KEY_FILE"] = str(path)
    return path


def _once(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name`, made by the first worker that asks; the others wait. A lock that every system has."""
    made, ready, failed = folder / name, folder / f"{name}.ready", folder / f"{name}.failed"
    try:
        (folder / f"{name}.lock").mkdir()
    except FileExistsError:
        while not ready.exists():
            assert not failed.exists(), f"{name} could not be made; see the first failure"
            time.sleep(0.2)
        return made
    try:
        make(made)
    except BaseException:
        failed.touch()
        raise
    ready.touch()
    return made


@pytest.fixture(scope="session")
def deliveries(shared_folder: Path) -> Path:
    """The last four monthly deliveries of a small municipality, one folder a month; the first carries the history."""

    def make(folder: Path) -> None:
        municipality = demo.generate(seed=7, size="small", last_month=dt.date(2026, 9, 30))
        demo.write_exports(municipality, folder, months=MONTHS)

    return _once(shared_folder, "deliveries", make)


@pytest.fixture(scope="session")
def filled_home(shared_folder: Path, deliveries: Path, key_file: Path) -> Path:
    """A home into which all deliveries are imported. Read only: copy it before changing it."""

    def make(home: Path) -> None:
        done = command(home, "import", deliveries, "--accept", "--confirm")
        assert done.code == 0, done.out + done.err

    return _once(shared_folder, "filled-home", make)
