"""The deviation and its word: overspend = forecast - budget, always; only print turns the sign."""

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


def rate(part: str, whole: str) -> pl.Expr:
    """`part / |whole|` as a fraction (Float64); null where there is no whole or it is 0. Formula 8 where the part is
    posted and the whole the adjusted budget (forbrugsprocent): compare it with the same month of earlier years."""
    divisor = pl.col(whole).cast(pl.Float64).abs()
    return pl.col(part).cast(pl.Float64) / pl.when(divisor > 0).then(divisor)


def three_ways() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """One deviation in three ways: `overspend`, `overspend_corrected`, `overspend_final`, kr., merforbrug +.

    From `forecast, adjusted_budget, applied_for, expected_carry_over`: against the adjusted budget; when what is
    applied for is granted too; and when what is expected to be carried over to next year stays with next year.
    """
    plain = (pl.col("forecast") - pl.col("adjusted_budget")).cast(MONEY)
    corrected = (plain - pl.col("applied_for").fill_null(0)).cast(MONEY)
    final = (corrected + pl.col("expected_carry_over").fill_null(0)).cast(MONEY)
    return plain.alias("overspend"), corrected.alias("overspend_corrected"), final.alias("overspend_final")


def without_carry_over() -> tuple[pl.Expr, ...]:
    """The result without and with carry-over, as at a council's reporting dates, kr., merforbrug +.

    From `forecast, adjusted_budget, carry_over, applied_for`: `adjusted_excl` (adjusted less last year's carry-over),
    `adjusted_incl` (that and what is applied for), `overspend_excl` (forecast less that) and `overspend_incl`
    (and less the carry-over).
    """
    carried = pl.col("carry_over").fill_null(0)
    excl = (pl.col("adjusted_budget") - carried).cast(MONEY)
    incl = (excl + pl.col("applied_for").fill_null(0)).cast(MONEY)
    over = (pl.col("forecast") - incl).cast(MONEY)
    return (
        excl.alias("adjusted_excl"),
        incl.alias("adjusted_incl"),
        over.alias("overspend_excl"),
        (over - carried).cast(MONEY).alias("overspend_incl"),
    )
