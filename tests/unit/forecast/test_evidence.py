"""What is believed, moved by what is seen."""

import polars as pl
import pytest

from cockpit.forecast import evidence


def seen(*rows: tuple[float, float, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["moves", "beyond", "variance"], orient="row")


def test_belief_and_observation_are_weighed_by_how_sure_they_are() -> None:
    """Ten beyond the usual of four each, with a variance of sixteen: 4 x 10 / 16 = 2.5 against 4 x 4 / 16 = 1. Beside
    a belief of one that may be off by one: 3.5 over 2; of a half that may be off by a half: (2 + 2.5) over (4 + 1)."""
    assert evidence.times(seen((4.0, 10.0, 16.0)), most=4.0) == pytest.approx(1.75)
    assert evidence.times(seen((4.0, 10.0, 16.0)), most=4.0, believed=0.5, doubt=0.5) == pytest.approx(0.9)


def test_without_evidence_the_belief_stands_and_no_answer_leaves_its_bounds() -> None:
    assert evidence.times(seen((4.0, 10.0, 0.0)), most=1.0, believed=0.5, doubt=0.5) == pytest.approx(0.5)
    assert evidence.times(seen((4.0, 90.0, 1.0)), most=4.0) == 4.0
    assert evidence.times(seen((4.0, -90.0, 1.0)), most=4.0) == 0.0
