import datetime as dt

import polars as pl
import pytest

from cockpit.ingest import dates

CLOSE = dt.date(2026, 3, 31)


def texts(*cells: str | None) -> pl.Series:
    return pl.Series("x", cells, dtype=pl.String)


@pytest.mark.parametrize(
    "text",
    [
        "31-03-2026",
        "31.03.2026",
        "31/3/2026",
        "31.03.26",
        "2026-03-31",
        "2026-03-31 00:00:00",
        "2026-03-31T13:05:00",
        "20260331",
        "31. marts 2026",
        "31-MAR-2026",
        "31 mar. 26",
        "46112",
        "46112.5",
    ],
)
def test_a_day_is_read_in_every_form(text: str) -> None:
    assert dates.date(texts(text)).item() == CLOSE


@pytest.mark.parametrize("text", ["32-01-2026", "30-02-2026", "marts", "12345", "1899-01-01", "0", "31-03-2026x"])
def test_what_is_no_day_is_null(text: str) -> None:
    assert dates.date(texts(text)).item() is None


def test_the_month_may_come_first_where_the_profile_says_so() -> None:
    assert dates.date(texts("03/31/2026"), day_first=False).item() == CLOSE


@pytest.mark.parametrize(
    "text",
    ["2026.03", "03.2026", "202603", "003.2026", "2026-03", "2026003", "3/2026", "marts 2026", "mar 2026",
     "mar-26", "marts '26", "31-03-2026", "2026-03-31 00:00:00"],
)  # fmt: skip
def test_a_period_is_read_in_every_form(text: str) -> None:
    assert dates.period(texts(text)).item() == "2026-03"


def test_supplement_and_forsupplement() -> None:
    cells = texts("000.2026", "2025.13", "Forsupp. 2026", "Supp. 2025", "014.2026", "2026-14")
    assert dates.period(cells).to_list() == ["2026-00", "2025-13", "2026-00", "2025-13", None, None]


def test_october_that_excel_made_a_number_of() -> None:
    assert dates.period(texts("2026.01", "2026.1", "2026.11")).to_list() == ["2026-01", "2026-10", "2026-11"]
    assert dates.period(texts("2026.1", "2026.2")).to_list() == ["2026-01", "2026-02"]


def test_the_number_of_a_period_without_its_year() -> None:
    assert dates.bare_period_number(texts("3", "003", "13", "14", "x")).to_list() == [3, 3, 13, None, None]


def test_dates_that_mean_no_date() -> None:
    assert dates.is_open_date(texts("31-12-9999", "00.00.0000", "9999-12-31 00:00:00", "31-12-2026")).to_list() == [
        True,
        True,
        True,
        False,
    ]
