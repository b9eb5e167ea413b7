"""The time of the year in which newcomers come, as far as three years' counts are sure of it."""

import numpy as np
import polars as pl
import pytest

from cockpit.forecast.level import Floats
from cockpit.forecast.newcomers import Newcomers, rates

MONTHS = 36


def season(counts: Floats) -> Floats:
    """Of counts a month over three years from a January."""
    known = np.repeat(np.arange(MONTHS), counts.astype(int)) + 24_000
    came = pl.DataFrame({"known": known, "area": "Voksne"})
    return rates(Newcomers(came, 24_000, 24_000 + MONTHS - 1, np.ones(MONTHS))).season


def wave(size: float, each: float) -> Floats:
    """Highest in September."""
    return np.asarray(np.round(each * (1 + size * np.cos(2 * np.pi * (np.arange(MONTHS) - 8) / 12))))


def test_even_counts_have_no_season() -> None:
    assert season(np.full(MONTHS, 20.0)) == pytest.approx(np.ones(12))


def test_a_wave_is_told_where_single_months_are_not() -> None:
    """Twenty a month: a single month is unsure by an eighth, the wave of all of them by a twentieth."""
    found = season(wave(0.15, 20))
    assert found[8] - 1 == pytest.approx(0.15 * 0.85, abs=0.02)
    assert found[2] - 1 == pytest.approx(-0.15 * 0.85, abs=0.02)


def test_a_july_that_stands_out_is_told_as_far_as_it_is_sure() -> None:
    counts = np.full(MONTHS, 20.0)
    counts[6::12] = 12
    found = season(counts)
    assert found[6] < 0.92
    assert found[[0, 2, 3, 9, 11]] == pytest.approx(np.ones(5), abs=0.04)


def test_few_newcomers_tell_hardly_any_season() -> None:
    assert season(wave(0.6, 1)) == pytest.approx(np.ones(12), abs=0.3)
