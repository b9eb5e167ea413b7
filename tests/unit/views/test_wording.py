from decimal import Decimal

import pytest

from cockpit.views.wording import between, deviation, forecast_sentence, money, plural, signed


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal(462300000), "462,3 mio. kr."),
        (Decimal(-7100000), "−7,1 mio. kr."),
        (Decimal(999999), "1.000 t.kr."),
        (Decimal("9999.50"), "10.000 kr."),
        (Decimal(0), "0 kr."),
        (None, "–"),
    ],
)
def test_an_amount_takes_the_scale_in_which_it_says_something(amount: Decimal | None, expected: str) -> None:
    assert money(amount) == expected


def test_a_sign_is_always_printed_save_for_zero() -> None:
    assert [signed(Decimal(value)) for value in (5_000_000, -5_000_000, 0)] == [
        "+5,0 mio. kr.",
        "−5,0 mio. kr.",
        "0 kr.",
    ]


def test_a_range_has_one_unit() -> None:
    assert between(Decimal(455_000_000), Decimal(470_000_000)) == "455,0 til 470,0 mio. kr."
    assert between(Decimal(-5_000_000), Decimal(20_000)) == "−5,0 til 0,0 mio. kr."


def test_the_headline_says_over_with_word_and_share() -> None:
    sentence = forecast_sentence(2026, Decimal(462300000), Decimal(455200000))
    assert sentence == (
        "Forventet regnskab 2026 er 462,3 mio. kr. – 7,1 mio. kr. over korrigeret budget (merforbrug 1,6 %)"
    )


def test_the_headline_says_under() -> None:
    sentence = forecast_sentence(2026, Decimal(95_000_000), Decimal(100_000_000))
    assert sentence.endswith("5,0 mio. kr. under korrigeret budget (mindreforbrug 5,0 %)")


def test_the_headline_without_deviation_or_budget() -> None:
    assert forecast_sentence(2026, Decimal(100), Decimal(100)).endswith("(ingen afvigelse)")
    assert forecast_sentence(2026, Decimal(100), None) == (
        "Forventet regnskab 2026 er 100 kr. Der er intet budget på dette niveau."
    )


def test_a_budget_of_zero_has_no_share() -> None:
    assert forecast_sentence(2026, Decimal(5_000_000), Decimal(0)).endswith("(merforbrug)")


def test_the_share_of_an_income_budget_keeps_the_word() -> None:
    """Budget −100, expected −90: 10 less income is an overspend."""
    assert forecast_sentence(2026, Decimal(-90), Decimal(-100)).endswith(
        "10 kr. over korrigeret budget (merforbrug 10,0 %)"
    )


def test_words_beside_the_deviation() -> None:
    assert deviation(Decimal(-5), -0.05) == "mindreforbrug 5,0 %"
    assert deviation(Decimal(0), 0.0) == "ingen afvigelse"


def test_singular_and_plural() -> None:
    assert [plural(count, "fil", "filer") for count in (1, 1200)] == ["1 fil", "1.200 filer"]
