import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.demo.cpr import MARK, WEIGHTS, dashed, synthetic_cpr


def birth_date(cpr: str) -> dt.date:
    """An ordinary parser: day, month, year, and the century from the seventh digit."""
    day, month, year, seventh = int(cpr[:2]), int(cpr[2:4]), int(cpr[4:6]), int(cpr[6])
    if seventh <= 3:
        return dt.date(1900 + year, month, day)
    if seventh in (4, 9):
        return dt.date((2000 if year <= 36 else 1900) + year, month, day)
    return dt.date((2000 if year <= 57 else 1800) + year, month, day)


@settings(max_examples=40)
@given(st.lists(st.dates(dt.date(1930, 1, 1), dt.date(2026, 12, 31)), min_size=1, max_size=20))
def test_a_parser_reads_the_birth_date_and_no_number_is_in_ordinary_use(born: list[dt.date]) -> None:
    numbers = synthetic_cpr(pl.Series(born, dtype=pl.Date)).to_list()
    assert [birth_date(number) for number in numbers] == born
    for number in numbers:
        assert sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True)) % 11 == MARK


def test_citizens_of_one_date_get_different_numbers() -> None:
    numbers = synthetic_cpr(pl.Series([dt.date(1984, 5, 17)] * 300))
    assert numbers.n_unique() == 300
    assert numbers.str.len_chars().unique().to_list() == [10]


def test_dashed_parts_date_and_serial() -> None:
    assert pl.DataFrame({"cpr": ["0123456789"]}).select(dashed("cpr")).item() == "012345-6789"
