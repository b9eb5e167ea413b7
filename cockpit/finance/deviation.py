"""The deviation and its word: overspend = forecast - adjusted budget, always; only print turns the sign."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts.danish import deviation_word
from cockpit.contracts.dataset import MONEY


@dataclass(frozen=True, slots=True)
class Deviation:
    """`overspend_kr` (+ = merforbrug), `overspend_share` of the adjusted budget (null where that is none or 0) and the
    word that stands beside it."""

    overspend_kr: Decimal
    overspend_share: float | None
    word: str


def deviation(forecast_kr: Decimal, adjusted_budget_kr: Decimal | None) -> Deviation | None:
    """The deviation of a forecast from the adjusted budget; None where there is no budget to deviate from."""
    if adjusted_budget_kr is None:
        return None
    overspend = forecast_kr - adjusted_budget_kr
    share = float(overspend / abs(adjusted_budget_kr)) if adjusted_budget_kr else None
    return Deviation(overspend, share, deviation_word(overspend))


def with_deviation(frame: pl.DataFrame, forecast: str = "forecast", adjusted: str = "adjusted_budget") -> pl.DataFrame:
    """The frame with `overspend` (kr.), `overspend_share` and `word`; null where there is no adjusted budget."""
    overspend = (pl.col(forecast) - pl.col(adjusted)).cast(MONEY)
    share = overspend.cast(pl.Float64) / pl.col(adjusted).cast(pl.Float64).abs()
    word = pl.when(overspend > 0).then(pl.lit("merforbrug")).when(overspend < 0).then(pl.lit("mindreforbrug"))
    even = pl.when(overspend == 0).then(pl.lit("ingen afvigelse"))
    return frame.with_columns(
        overspend=overspend,
        overspend_share=pl.when(pl.col(adjusted) != 0).then(share),
        word=word.otherwise(even),
    )


def consumption_rate(posted_kr: Decimal, adjusted_budget_kr: Decimal | None) -> float | None:
    """Posted over adjusted budget (forbrugsprocent, as a share); None without a budget. Formula 8.

    Compare it with the same month of earlier years, not with months/12: invoices come late.
    """
    return float(posted_kr / adjusted_budget_kr) if adjusted_budget_kr else None
