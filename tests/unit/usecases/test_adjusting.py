"""A skøn as a controller writes it."""

import datetime as dt
from decimal import Decimal

import pytest

from cockpit.contracts.errors import Refused
from cockpit.usecases.adjusting import parse_adjustment, parse_amount, renewed


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


SEPTEMBER = dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("laid", "as_of", "proposed"),
    [
        ((9, 12), SEPTEMBER, (10, 12)),
        ((11, 12), SEPTEMBER, (11, 12)),
        ((7, 8), SEPTEMBER, (10, 10)),
        ((7, 12), dt.date(2027, 1, 31), (12, 12)),
        ((3, 12), dt.date(2025, 11, 30), (3, 12)),
    ],
)
def test_a_skoen_is_renewed_for_the_months_that_are_open(
    laid: tuple[int, int], as_of: dt.date, proposed: tuple[int, int]
) -> None:
    """Closed months fall away, the year's end is the least expiry; what a person wrote stands."""
    names = {"level": "area", "key": "Handicap", "year": 2026, "amount_kr": Decimal(-5), "reason": "dom"}
    old = {**names, "month_from": laid[0], "month_to": laid[1], "expires_on": dt.date(2026, 10, 31)}
    made = renewed(old, as_of)
    assert (made.month_from, made.month_to) == proposed
    assert (made.amount_kr, made.expires_on) == (Decimal(-5), dt.date(2026, 12, 31))
    assert renewed(old, as_of, month_from=1, month_to=12).month_from == 1
