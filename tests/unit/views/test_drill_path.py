import pytest

from cockpit.views import DrillPath


def test_the_level_below_a_path() -> None:
    paths = [DrillPath(), DrillPath("A"), DrillPath("A", "SEL § 85"), DrillPath("A", "SEL § 85", "L")]
    assert [path.level for path in paths] == ["area", "paragraph", "provider", "grant"]


def test_down_and_up_again() -> None:
    path = DrillPath().down("A").down("SEL § 85")
    assert path == DrillPath("A", "SEL § 85")
    assert path.up(1) == DrillPath("A")
    assert path.up(0) == DrillPath()


def test_a_gap_ends_the_path() -> None:
    assert DrillPath(None, "SEL § 85").chosen == ()


def test_nothing_lies_below_a_grant() -> None:
    with pytest.raises(ValueError, match="below a grant"):
        DrillPath("A", "P", "L").down("g1")
