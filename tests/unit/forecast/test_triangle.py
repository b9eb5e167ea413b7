import pytest

from cockpit.forecast.triangle import reported, reserve

RAA = [
    [5012, 8269, 10907, 11805, 13539, 16181, 18009, 18608, 18662, 18834],
    [106, 4285, 5396, 10666, 13782, 15599, 15496, 16169, 16704],
    [3410, 8992, 13873, 16141, 18735, 22214, 22863, 23466],
    [5655, 11555, 15766, 21266, 23425, 26083, 27067],
    [1092, 9565, 15836, 22169, 25955, 26180],
    [1513, 6445, 11702, 12935, 15852],
    [557, 4020, 10946, 12314],
    [1351, 6947, 13112],
    [3133, 5395],
    [2063],
]
"""The Reinsurance Association of America's public triangle, as in Mack (1993)."""


def test_the_public_triangle_gives_the_published_reserve() -> None:
    assert round(reserve(RAA)) == 52135


def test_shares_by_hand() -> None:
    assert reported([[50, 100], [40, 60], [30]]) == pytest.approx([90 / 160, 1.0])
    assert reserve([[50, 100], [40, 60], [30]]) == pytest.approx(30 * 160 / 90 - 30)


def test_a_lag_at_which_nothing_ever_comes_has_share_0_and_says_nothing() -> None:
    assert reported([[0, 100], [0]]) == [0.0, 1.0]
    assert reserve([[0, 100], [0]]) == 0


def test_credit_notes_never_make_a_share_above_1() -> None:
    assert reported([[120, 100], [60]]) == [1.0, 1.0]


def test_no_triangle_no_shares() -> None:
    assert reported([]) == []
    assert reserve([[]]) == 0
