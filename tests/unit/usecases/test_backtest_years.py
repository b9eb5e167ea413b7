"""Which years can be forecast again."""

import datetime as dt

import polars as pl

from cockpit.usecases.ranges import closed_years


def months(*years: int, last: int = 12) -> pl.DataFrame:
    return pl.DataFrame({"period": [f"{year}-{month:02d}" for year in years for month in range(1, last + 1)]})


def test_a_year_can_be_tried_when_it_and_the_year_before_are_complete() -> None:
    assert closed_years(months(2023, 2024, 2025), dt.date(2026, 3, 31)) == (2024, 2025)


def test_the_current_year_and_a_year_with_a_gap_can_not() -> None:
    assert closed_years(months(2024, 2025), dt.date(2025, 12, 31)) == ()
    assert closed_years(pl.concat([months(2023), months(2024, last=11), months(2025)]), dt.date(2026, 1, 31)) == ()
