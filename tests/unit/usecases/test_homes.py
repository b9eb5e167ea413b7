"""The demo and one's own data have homes of their own."""

from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.errors import Refused


def test_a_demo_home_is_known_again_without_being_told(tmp_path: Path) -> None:
    assert usecases.open_cockpit(tmp_path / "demo", demo=True).demo
    assert usecases.open_cockpit(tmp_path / "demo").demo
    assert not usecases.open_cockpit(tmp_path / "egne").demo


def test_the_two_never_mix(tmp_path: Path) -> None:
    usecases.open_cockpit(tmp_path / "demo", demo=True)
    usecases.open_cockpit(tmp_path / "egne", demo=False)
    with pytest.raises(Refused, match="indeholder demodata"):
        usecases.open_cockpit(tmp_path / "demo", demo=False)
    with pytest.raises(Refused, match="indeholder egne data"):
        usecases.open_cockpit(tmp_path / "egne", demo=True)


def test_demo_data_are_only_filled_into_a_demo_home(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="demoens egen mappe"):
        usecases.fill_demo(usecases.open_cockpit(tmp_path / "egne", demo=False))
