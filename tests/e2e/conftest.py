"""Homes for the browser: a filled demo to look at, and one that lacks its newest month."""

import shutil
from pathlib import Path

import pytest

from tests.command_line import command


def as_demo(home: Path) -> Path:
    """Mark a home of synthetic data as a demo, so that the app offers a choice of role."""
    (home / ".demo").touch()
    return home


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory, filled_home: Path) -> Path:
    """A filled demo home of this module's own."""
    return as_demo(shutil.copytree(filled_home, tmp_path_factory.mktemp("demo") / "home"))


@pytest.fixture(scope="module")
def growing_home(tmp_path_factory: pytest.TempPathFactory, deliveries: Path) -> tuple[Path, list[Path]]:
    """A home that lacks the newest delivery, and the files of that delivery."""
    home = tmp_path_factory.mktemp("growing") / "home"
    *earlier, newest = sorted(path for path in deliveries.iterdir() if path.is_dir())
    done = command(home, "import", *earlier, "--accept", "--confirm")
    assert done.code == 0, done.out + done.err
    return as_demo(home), sorted(path for path in newest.iterdir() if path.is_file())
