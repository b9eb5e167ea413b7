"""Homes for the browser: a filled demo to look at, and one that lacks its newest month."""

import shutil
from pathlib import Path

import pytest


def as_demo(home: Path) -> Path:
    """Mark a home of synthetic data as a demo, so that the app offers a choice of role."""
    (home / ".demo").touch()
    return home


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory: pytest.TempPathFactory, filled_home: Path) -> Path:
    """A filled demo home of this module's own."""
    return as_demo(shutil.copytree(filled_home, tmp_path_factory.mktemp("demo") / "home"))


@pytest.fixture(scope="module")
def growing_home(
    tmp_path_factory: pytest.TempPathFactory, earlier_home: Path, deliveries: Path
) -> tuple[Path, list[Path]]:
    """A home that lacks the newest delivery, and the files of that delivery."""
    home = shutil.copytree(earlier_home, tmp_path_factory.mktemp("growing") / "home")
    return as_demo(home), sorted(path for path in max(deliveries.iterdir()).iterdir() if path.is_file())
