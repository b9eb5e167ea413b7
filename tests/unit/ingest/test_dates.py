import datetime as dt

import polars as pl
import pytest

from cockpit.ingest import dates
from cockpit.ingest.roughly import days_of, span_of

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


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("juli 2026", (2026, 7, 1), (2026, 7, 31)),
        ("2026-07", (2026, 7, 1), (2026, 7, 31)),
        ("07-2026", (2026, 7, 1), (2026, 7, 31)),
        ("202602", (2026, 2, 1), (2026, 2, 28)),
        ("jul-26", (2026, 7, 1), (2026, 7, 31)),
        ("003.2026", (2026, 3, 1), (2026, 3, 31)),
        ("sommer 27", (2027, 6, 1), (2027, 8, 31)),
        ("omkring efteråret '27", (2027, 9, 1), (2027, 11, 30)),
        ("ca. maj 2026", (2026, 5, 1), (2026, 5, 31)),
        ("ultimo maj 2026", (2026, 5, 21), (2026, 5, 31)),
        ("Q2 2027", (2027, 4, 1), (2027, 6, 30)),
        ("2. kv. 27", (2027, 4, 1), (2027, 6, 30)),
        ("1. halvår 2027", (2027, 1, 1), (2027, 6, 30)),
        ("uge 14 2027", (2027, 4, 5), (2027, 4, 11)),
        ("årsskiftet 26/27", (2026, 12, 31), (2027, 1, 1)),
        ("skoleår 2026/27", (2026, 8, 1), (2027, 7, 31)),
        ("2027", (2027, 1, 1), (2027, 12, 31)),
    ],
)
def test_a_time_that_is_named_has_a_first_and_a_last_day(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert span_of(text) == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize(
    "text", ["snarest", "marts", "vinter 2026", "31-02-2026", "12/26", "27", "uge 60 2026", "1.234"]
)
def test_what_names_no_time_or_two_is_not_read(text: str) -> None:
    """Winter 2026 begins or ends that year; a month without a year may be any."""
    assert span_of(text) is None


def test_each_text_gives_the_day_that_its_field_asks_for() -> None:
    said = texts("maj 2026", None, "snarest", "maj 2026")
    assert days_of(said, "first").to_list() == [dt.date(2026, 5, 1), None, None, dt.date(2026, 5, 1)]
    assert days_of(said, "last").to_list() == [dt.date(2026, 5, 31), None, None, dt.date(2026, 5, 31)]


@pytest.mark.parametrize("text", ["løbende", "Åben", "indtil videre.", "Tidsubegrænset", "31/12/9999", "00-00-0000"])
def test_people_write_that_there_is_no_last_day(text: str) -> None:
    assert dates.is_open_date(texts(text, "løbende aftale om mere")).to_list() == [True, False]
