"""The forecast against both budgets, with the range that the model's own history gives it."""

from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.views.context import Context
from cockpit.views.figures import RangeFigure
from cockpit.views.wording import between

NO_RANGE = "Der er endnu ikke historik nok til et interval om forventet regnskab."
_FIELDS = ("forecast", "original_budget", "adjusted_budget", "low80", "high80", "low95", "high95")


def _position(adjusted: Decimal, low: Decimal, high: Decimal) -> str:
    if low > adjusted:
        return "Hele 80 %-intervallet ligger over korrigeret budget"
    if high < adjusted:
        return "Hele 80 %-intervallet ligger under korrigeret budget"
    return "Korrigeret budget ligger inden for 80 %-intervallet"


def _message(adjusted: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    if low is None or high is None:
        return NO_RANGE
    return "Forventet regnskab med interval" if adjusted is None else _position(adjusted, low, high)


def build(row: pl.DataFrame) -> RangeFigure:
    """The range figure of one row of the forecast (`ROW_SCHEMA`)."""
    forecast, original, adjusted, low80, high80, low95, high95 = row.select(_FIELDS).row(0)
    return RangeFigure(_message(adjusted, low80, high80), forecast, original, adjusted, low80, high80, low95, high95)


def sentence(context: Context, figure: RangeFigure) -> str:
    """How sure the forecast is, in words."""
    if figure.low80_kr is None or figure.high80_kr is None:
        return NO_RANGE
    text = f"Regnskabet ventes at ende på {between(figure.low80_kr, figure.high80_kr)} (80 % sikkerhed)"
    if figure.low95_kr is not None and figure.high95_kr is not None:
        text += f" og på {between(figure.low95_kr, figure.high95_kr)} (95 % sikkerhed)"
    return f"{text}, set fra {danish.long_date(context.as_of)}."
