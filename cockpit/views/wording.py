"""Figures inside sentences: one scale for one amount, a sign that is always printed, and the word beside it."""

from decimal import Decimal

from cockpit.contracts import danish
from cockpit.views.table import MoneyKind

_MONEY = {"kr": danish.kr, "thousand_kr": danish.thousand_kr, "million_kr": danish.million_kr}


def scale(amount_kr: Decimal) -> MoneyKind:
    """The unit in which an amount says something in a sentence: mio. kr. from a million, t.kr. from ten thousand."""
    size = abs(amount_kr)
    if size >= 1_000_000:
        return "million_kr"
    return "thousand_kr" if size >= 10_000 else "kr"


def money(amount_kr: Decimal | None, unit: MoneyKind | None = None) -> str:
    """`462,3 mio. kr.`; in its own scale unless a unit is given; a dash where there is none."""
    if amount_kr is None:
        return danish.kr(None)
    return _MONEY[unit or scale(amount_kr)](amount_kr)


def signed(amount_kr: Decimal, unit: MoneyKind | None = None) -> str:
    """`+7,1 mio. kr.` or `−7,1 mio. kr.`; zero has no sign."""
    return f"{'+' if amount_kr > 0 else ''}{money(amount_kr, unit)}"


def between(low_kr: Decimal, high_kr: Decimal) -> str:
    """`455,1 til 469,0 mio. kr.`: both ends in the scale of the larger."""
    unit = scale(max(abs(low_kr), abs(high_kr)))
    number, _, words = money(high_kr, unit).partition(" ")
    return f"{money(low_kr, unit).partition(' ')[0]} til {number} {words}"


def deviation(overspend_kr: Decimal, share: float | None) -> str:
    """`merforbrug 1,6 %`: the word, and the share of the budget without a sign, which the word already says."""
    word = danish.deviation_word(overspend_kr)
    return word if share is None or overspend_kr == 0 else f"{word} {danish.pct(abs(share))}"


def forecast_sentence(year: int, forecast_kr: Decimal, adjusted_kr: Decimal | None) -> str:
    """The headline: the forecast, and how far over or under the adjusted budget it lies."""
    start = f"Forventet regnskab {year} er {money(forecast_kr)}"
    if adjusted_kr is None:
        return f"{start} Der er intet budget på dette niveau."
    overspend = forecast_kr - adjusted_kr
    if overspend == 0:
        return f"{start} – på niveau med korrigeret budget (ingen afvigelse)"
    side = "over" if overspend > 0 else "under"
    share = float(overspend / abs(adjusted_kr)) if adjusted_kr else None
    return f"{start} – {money(abs(overspend))} {side} korrigeret budget ({deviation(overspend, share)})"


def stop(text: str) -> str:
    """The sentence with one full stop, also where it ends in `kr.`"""
    return text if text.endswith(".") else f"{text}."


def plural(count: int, one: str, many: str) -> str:
    """`1 fil`, `3 filer`."""
    return f"{danish.number(count)} {one if count == 1 else many}"
