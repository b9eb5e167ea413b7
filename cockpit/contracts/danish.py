"""Danish numbers, dates and the words beside them. Everything a user reads is written through here."""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
MONTHS_SHORT = tuple(name[:3] for name in MONTHS)
MINUS = "\N{MINUS SIGN}"
Number = Decimal | float | int

DeviationSign = Literal["overspend_positive", "underspend_positive"]


def _group(text: str) -> str:
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".").replace("-", MINUS)


def number(value: Number | None, decimals: int = 0) -> str:
    """`1.234,5` with a real minus sign, half up; `–` where there is no value."""
    if value is None:
        return "–"
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP)
    return _group(f"{rounded + 0:,.{decimals}f}")


def kr(value: Number | None, decimals: int = 0) -> str:
    """`1.234.567 kr.`"""
    return "–" if value is None else f"{number(value, decimals)} kr."


def thousand_kr(value: Number | None) -> str:
    """`1.235 t.kr.`"""
    return "–" if value is None else f"{number(Decimal(str(value)) / 1000)} t.kr."


def million_kr(value: Number | None, decimals: int = 1) -> str:
    """`1,2 mio. kr.`"""
    return "–" if value is None else f"{number(Decimal(str(value)) / 1_000_000, decimals)} mio. kr."


def pct(share: float | None, decimals: int = 1) -> str:
    """`12,3 %` of a fraction."""
    return "–" if share is None else f"{number(share * 100, decimals)} %"


def date(day: dt.date | None) -> str:
    """`31-03-2026`"""
    return "–" if day is None else f"{day:%d-%m-%Y}"


def long_date(day: dt.date) -> str:
    """`31. marts 2026`"""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def listed(words: Sequence[str]) -> str:
    """`A, B og C`"""
    return " og ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def deviation_word(overspend_kr: Number) -> str:
    """`merforbrug`, `mindreforbrug` or `ingen afvigelse`: the word that stands beside every printed sign."""
    if overspend_kr == 0:
        return "ingen afvigelse"
    return "merforbrug" if overspend_kr > 0 else "mindreforbrug"


def printed_deviation(overspend_kr: Decimal, sign: DeviationSign) -> Decimal:
    """The deviation with the municipality's printed sign."""
    return overspend_kr if sign == "overspend_positive" else -overspend_kr
