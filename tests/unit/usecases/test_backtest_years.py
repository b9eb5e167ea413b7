"""Which years can be forecast again."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cockpit.usecases import trying
from cockpit.usecases.cockpit import open_cockpit
from cockpit.usecases.trying import closed_years

KEYS = ("as_of", "level", "key", "method")


def months(*years: int, last: int = 12) -> pl.DataFrame:
    return pl.DataFrame({"period": [f"{year}-{month:02d}" for year in years for month in range(1, last + 1)]})


def test_a_year_can_be_tried_when_it_and_the_year_before_are_complete() -> None:
    assert closed_years(months(2023, 2024, 2025), dt.date(2026, 3, 31)) == (2024, 2025)


def test_the_current_year_and_a_year_with_a_gap_can_not() -> None:
    assert closed_years(months(2024, 2025), dt.date(2025, 12, 31)) == ()
    assert closed_years(pl.concat([months(2023), months(2024, last=11), months(2025)]), dt.date(2026, 1, 31)) == ()


def test_which_process_works_which_close_makes_no_difference(
    filled_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "MONTHS", range(11, 13))
    filled, told = open_cockpit(filled_home), list[str]()
    shared = trying.backtested(filled, (2025,), told.append, 2)
    alone = trying.backtested(filled, (2025,), told.append, 1)
    assert_frame_equal(shared.sort(KEYS), alone.sort(KEYS), abs_tol=0.001)
    assert shared["as_of"].unique().sort().to_list() == [dt.date(2025, 11, 30), dt.date(2025, 12, 31)]
    assert told == 2 * ["Prøver fremskrivningen pr. 30-11-2025", "Prøver fremskrivningen pr. 31-12-2025"]
