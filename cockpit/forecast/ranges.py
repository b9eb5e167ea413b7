"""How far the forecast may miss.

*Wide*: the stated range that stands until the municipality's own forecasts have been held against final accounts. What
is still open may miss by five percent of itself, and by chance as if it were cases of 400,000 kr. that come or go:
`sd = sqrt((5 % x open)^2 + open x 400,000)`; 80 % is 1.28 sd and 95 % is 1.96 sd.

*Calibrated*: from its own back-test (conformal prediction, absolute scaled errors). Misses at the same month of closed
years, a month to either side included, divided by a scale that grows with the size of the key, are pooled over the
keys of the level; the k-th smallest of n, k = ceil((n + 1) x 80 %), is the 80 % range. Where there are too few misses
for that, the larger of the largest miss and the wide range stands.
J. Lei et al., "Distribution-Free Predictive Inference for Regression", JASA 113 (2018).
"""

import datetime as dt
import math
from collections.abc import Sequence

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.forecast.leaf import money

MODEL = "model"
OPEN_SHARE = 0.05
CASE_KR = 400_000.0
NORMAL = {"80": 1.2816, "95": 1.9600}
SIZE_POWER = 0.75
"""Misses grow slower than the key and faster than chance alone: between its square root and itself."""
SMALLEST_KR = 100_000.0
NEIGHBOURS = 1
WIDE_TEXT = "Intervallet er et fast, bredt skøn: {reason}."
TESTED_TEXT = (
    "Intervallet bygger på {count} tidligere fremskrivninger fra samme tid på året, holdt op mod de endelige "
    "regnskaber for {years}.{broad}"
)
BROAD_TEXT = " Der er for få til 95 procent; dér gælder det bredeste af det faste skøn og den største afvigelse."


def _open_kr() -> pl.Expr:
    model = [name for name in COMPONENTS if name not in ("posted", "adjustment", "refunds")]
    return (pl.sum_horizontal(model).abs() + pl.col("refunds").abs()).cast(pl.Float64)


def _wide_half(level: str) -> pl.Expr:
    still_open = _open_kr()
    return NORMAL[level] * ((OPEN_SHARE * still_open) ** 2 + CASE_KR * still_open).sqrt()


def size(forecast: pl.Expr) -> pl.Expr:
    """The scale that misses are measured in."""
    return forecast.cast(pl.Float64).abs().clip(lower_bound=SMALLEST_KR) ** SIZE_POWER


def misses(errors: pl.DataFrame, level: str, as_of: dt.date) -> pl.DataFrame:
    """`year`, `score`: the model's scaled absolute misses at the level, in the same season of years closed before the
    date; smallest first."""
    distance = (pl.col("as_of").dt.month().cast(pl.Int32) - as_of.month).abs()
    closed = (pl.col("year") < as_of.year) & (pl.col("as_of").dt.year() == pl.col("year"))
    mine = errors.filter(
        (pl.col("method") == MODEL) & (pl.col("level") == level) & closed & (distance <= NEIGHBOURS)
    ).drop_nulls(["forecast_kr", "actual_kr"])
    miss = (pl.col("actual_kr") - pl.col("forecast_kr")).cast(pl.Float64).abs() / size(pl.col("forecast_kr"))
    return mine.select("year", miss.alias("score")).sort("score", "year")


def scores(errors: pl.DataFrame, level: str, as_of: dt.date) -> list[float]:
    """The scores of `misses`."""
    return misses(errors, level, as_of)["score"].to_list()


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The conformal quantile of ordered scores; None where there are too few for that share."""
    rank = math.ceil((len(ordered) + 1) * share)
    return ordered[rank - 1] if rank <= len(ordered) else None


def basis(errors: pl.DataFrame | None, as_of: dt.date, level: str = "total") -> str:
    """A Danish sentence on what the ranges of a level rest on at a date: own forecasts of earlier years, or the stated
    wide range, and why."""
    if errors is None:
        return WIDE_TEXT.format(reason="fremskrivningen er endnu ikke prøvet på tidligere år")
    used = misses(errors, level, as_of)
    if quantile(used["score"].to_list(), 0.8) is None:
        return WIDE_TEXT.format(reason="der er for få tidligere fremskrivninger at holde det op mod")
    broad = "" if quantile(used["score"].to_list(), 0.95) is not None else BROAD_TEXT
    years = " og ".join(str(year) for year in used["year"].unique().sort())
    return TESTED_TEXT.format(count=danish.number(used.height), years=years, broad=broad)


def _half(level: str, ordered: Sequence[float]) -> pl.Expr:
    found = quantile(ordered, int(level) / 100)
    if found is not None:
        return found * size(pl.col("forecast"))
    largest = ordered[-1] if ordered else 0.0
    return pl.max_horizontal(_wide_half(level), largest * size(pl.col("forecast")))


def with_range(rows: pl.DataFrame, errors: pl.DataFrame | None, as_of: dt.date) -> pl.DataFrame:
    """The rows with `low80, high80, low95, high95`: calibrated where there are errors, else the wide ones."""
    return wide(rows) if errors is None else calibrated(rows, errors, as_of)


def wide(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the stated wide range."""
    return _with_halves(rows, _wide_half("80"), _wide_half("95"))


def calibrated(rows: pl.DataFrame, errors: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The rows with the range that the back-test gives. `rows` are of one level; 95 % always holds 80 %."""
    levels = rows["level"].unique()
    ordered = scores(errors, levels[0], as_of) if levels.len() == 1 else []
    narrow = _half("80", ordered)
    return _with_halves(rows, narrow, pl.max_horizontal(narrow, _half("95", ordered)))


def _with_halves(rows: pl.DataFrame, half80: pl.Expr, half95: pl.Expr) -> pl.DataFrame:
    narrow, broad = money(half80), money(half95)
    return rows.with_columns(
        low80=pl.col("forecast") - narrow,
        high80=pl.col("forecast") + narrow,
        low95=pl.col("forecast") - broad,
        high95=pl.col("forecast") + broad,
    )
