import pytest

from cockpit.forecast.triangle import MOST, reported, reserve, standard_error

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


def test_credit_notes_make_a_share_above_1_but_never_above_the_most() -> None:
    assert reported([[105, 100], [60]]) == [1.05, 1.0]
    assert reported([[120, 100], [60]]) == [MOST, 1.0]


def test_no_triangle_no_shares() -> None:
    assert reported([]) == []
    assert reserve([[]]) == 0


def test_the_public_triangle_gives_the_published_standard_error() -> None:
    assert round(standard_error(RAA)) == 26881


def test_two_rows_by_hand() -> None:
    """One factor from one row: nothing shows how far it may be off."""
    assert standard_error([[100, 150], [80]]) == 0
    assert standard_error([[0, 100], [50]]) == 0
    assert standard_error([]) == 0


def test_three_rows_by_hand() -> None:
    """The second step shows no spread, so only the newest row's first step does: factor 290 / 200, sigma^2 =
    100 (1.5 - 1.45)^2 + 100 (1.4 - 1.45)^2 = 0.5. The second factor is 1 and carries 0.5 on. Row 3: 145, row 2: 140."""
    own = 145**2 * (0.5 / 1.45**2) * (1 / 100 + 1 / 200) + 145**2 * 0.5 * (1 / 145 + 1 / 150)
    older = 140**2 * 0.5 * (1 / 140 + 1 / 150) + 2 * 140 * 145 * 0.5 / 150
    assert standard_error([[100, 150, 150], [100, 140], [100]]) == pytest.approx((own + older) ** 0.5)
