from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts import danish
from cockpit.ingest import amounts, values
from cockpit.ingest.shares import PERCENT, SHARE, share


def texts(*cells: str | None) -> pl.Series:
    return pl.Series("x", cells, dtype=pl.String)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234", "1234.00"),
        ("1234,5", "1234.50"),
        ("1.234,56", "1234.56"),
        ("1.234", "1234.00"),
        ("1.234.567", "1234567.00"),
        ("1.2340", "1.23"),
        ("1234.5", "1234.50"),
        ("1,234.56", "1234.56"),
        ("1,234,567", "1234567.00"),
        ("1.234,56-", "-1234.56"),
        ("100-", "-100.00"),
        ("-1.234", "-1234.00"),
        ("\N{MINUS SIGN}5", "-5.00"),
        ("–5", "-5.00"),
        ("(1.234,50)", "-1234.50"),
        ("kr. 5,00", "5.00"),
        ("1 234,50 DKK", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1,2E+3", "1200.00"),
        ("0", "0.00"),
        (",5", "0.50"),
        ("0.125", "0.12"),
        ("0.125,50", "125.50"),
        ("abc", None),
        ("1.2.3", None),
        ("12-03-2026", None),
        ("kr.", None),
        ("12345678901234567,00", None),
    ],
)
def test_an_amount_is_read_as_danish_systems_write_it(text: str, amount: str | None) -> None:
    assert amounts.money(texts(text)).item() == (None if amount is None else Decimal(amount))


def test_a_point_is_a_decimal_point_where_the_profile_says_so() -> None:
    read = amounts.money(texts("1,234.56", "1.234", "1,234", "1.234.567"), comma=False).to_list()
    assert read == [Decimal("1234.56"), Decimal("1.23"), Decimal("1234.00"), Decimal("1234567.00")]


@settings(max_examples=60, deadline=None)
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_we_write_is_what_we_read(amount: Decimal) -> None:
    written = danish.number(amount, 2).replace(danish.MINUS, "-")
    trailing = f"{written[1:]}-" if written.startswith("-") else written
    assert amounts.money(texts(written, trailing)).to_list() == [amount, amount]


def test_a_quantity_keeps_four_decimals() -> None:
    assert amounts.number(texts("37,1250", "1.2340")).to_list() == [Decimal("37.1250"), Decimal("1.2340")]


def test_a_whole_number_has_no_fraction() -> None:
    assert amounts.integer(texts("2026", "2026.0", "3,5", "x", None)).to_list() == [2026, 2026, None, None, None]


def test_yes_and_no() -> None:
    assert values.boolean(texts("Ja", "nej", "TRUE", "0", "måske", None)).to_list() == [
        True,
        False,
        True,
        False,
        None,
        None,
    ]


def test_what_systems_write_where_there_is_nothing_is_empty() -> None:
    cells = texts(" a ", "#", "Ikke tildelt", "-", "  ", "\u00a0b", None)
    assert values.cleaned(cells).to_list() == ["a", None, None, None, None, "b", None]


def test_texts_are_matched_by_the_different_ones() -> None:
    text = pl.Series("x", ["a", None, "b", "a"])
    assert values.matching(text, lambda part: part == "a").to_list() == [True, False, False, True]
    assert values.matching(text, lambda part: part == "a", empty=True).to_list() == [True, True, False, True]
    assert values.matching(text, lambda part: part == "c").to_list() == [False] * 4
    assert values.matching(text, lambda part: part == "c", empty=True).to_list() == [False, True, False, False]


def test_repeated_texts_are_parsed_once_and_put_back_in_place() -> None:
    cells = texts(*(["1,5", "x", None] * 10_000))
    seen: list[int] = []

    def parse(part: pl.Series) -> pl.Series:
        seen.append(len(part))
        return amounts.money(part)

    read = values.by_unique(cells, parse)
    assert seen == [3]
    assert read.to_list() == [Decimal("1.50"), None, None] * 10_000


def test_texts_that_repeat_are_coded_and_come_back_in_place() -> None:
    cells = texts(*(["b", None, "a", "b"] * 10_000))
    coded = values.coded(cells)
    assert coded is not None
    keys, places = coded
    assert sorted(keys) == ["a", "b"]
    assert keys.gather(places).equals(cells)


def test_texts_that_seldom_repeat_are_not_coded() -> None:
    assert values.coded(texts(*map(str, range(30_000)))) is None
    assert values.coded(texts("a", "a")) is None


@pytest.mark.parametrize(
    ("cells", "shares", "percentages"),
    [
        (["80", "50", "100", None], ["0.8", "0.5", "1", None], ["80", "50", "100", None]),
        (["0,8", "1", "0"], ["0.8", "1", "0"], ["80", "100", "0"]),
        (["80 %", "50pct.", "97,5 procent"], ["0.8", "0.5", "0.975"], ["80", "50", "97.5"]),
        (["80 %", "0,5"], ["0.8", "0.5"], ["80", "50"]),
        (["0,97", "1,2"], ["0.97", None], ["97", "120"]),
        (["150 %", "måske"], [None, None], ["150", None]),
    ],
)
def test_a_share_and_a_percentage_are_told_apart_by_sign_and_size(
    cells: list[str | None], shares: list[str | None], percentages: list[str | None]
) -> None:
    """A probability of 80 is 0.8, never 1; an occupancy of 0.97 is 97 %."""
    for unit, wanted in ((SHARE, shares), (PERCENT, percentages)):
        found, _ = share(texts(*cells), unit, comma=True)
        assert found.to_list() == [None if kr is None else Decimal(kr) for kr in wanted]
