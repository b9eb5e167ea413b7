"""A skøn as a controller writes it."""

import datetime as dt
from decimal import Decimal

import pytest

from cockpit.contracts.errors import Refused
from cockpit.usecases.adjusting import parse_adjustment, parse_amount


@pytest.mark.parametrize(
    ("text", "kroner"),
    [
        ("1.250.000", "1250000"),
        ("-250.000,50", "-250000.50"),
        ("−250.000", "-250000"),
        ("1250000", "1250000"),
        ("1 250 000 kr.", "1250000"),
        ("0,5", "0.5"),
        ("1250.50", "1250.50"),
    ],
)
def test_amounts_are_read_as_a_dane_writes_them(text: str, kroner: str) -> None:
    assert parse_amount(text) == Decimal(kroner)


@pytest.mark.parametrize("text", ["", "mange", "1,234,5", "nan", "1e400x", "0,001"])
def test_what_is_no_amount_is_refused_with_what_was_written(text: str) -> None:
    with pytest.raises(Refused, match=r"er ikke et beløb"):
        parse_amount(text)


def test_an_empty_amount_is_told_as_empty() -> None:
    with pytest.raises(Refused, match=r"^Et tomt felt er ikke et beløb"):
        parse_amount(" ")


@pytest.mark.parametrize(("months", "expected"), [("7-12", (7, 12)), ("7", (7, 7))])
def test_months_are_a_range_or_one(months: str, expected: tuple[int, int]) -> None:
    made = parse_adjustment(
        "area", "Handicap", "100", year=2026, months=months, reason="dom", expires=dt.date(2026, 12, 31)
    )
    assert (made.month_from, made.month_to) == expected


def test_months_that_are_none_are_refused() -> None:
    with pytest.raises(Refused, match="måneder"):
        parse_adjustment("area", "x", "1", year=2026, months="efterår", reason="r", expires=dt.date(2026, 12, 31))
