"""How far the forecast may miss.

Every row has a standard deviation from the model's own measure of chance (`spread`): how many citizens, at which price,
so early in the year. Whether that measure is large enough is read from the back-test: a miss divided by its standard
deviation is a *score*, and scores of all keys, months and closed years can be pooled, because the size has been divided
out (normalised conformal prediction). The range is the standard deviation times the score that 80 or 95 of 100 stay
below. Where there are few scores of one's own they are drawn towards those that this model has had elsewhere (`USUAL`),
by the number of closed years and keys that they come from; without any, the usual ones are widened.

J. Lei et al., "Distribution-Free Predictive Inference for Regression", JASA 113 (2018), for the scaled scores.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import polars as pl

from cockpit import law
from cockpit.contracts import danish
from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.finance.paragraphs import kind
from cockpit.forecast.leaf import money

MODEL = "model"
SHARES = ("80", "95")
USUAL: Mapping[str, Mapping[str, float]] = {
    "total": {"80": 1.24, "95": 2.02},
    "area": {"80": 1.35, "95": 2.45},
    "function": {"80": 1.30, "95": 2.50},
    "paragraph": {"80": 1.20, "95": 2.5},
}
"""Scores that 80 and 95 of 100 stay below, on synthetic towns (`bench`, seeds below 1000, totals below 3534)."""
LATE_MONTH = 10
USUAL_LATE: Mapping[str, Mapping[str, float]] = {**USUAL, "total": {"80": 1.33, "95": 2.20}}
"""From this month on: what is open is mostly late bills, which miss together more than citizens do."""
TESTED_AT = {"committee": "area", "provider": "paragraph", "team": "paragraph", "grant": "paragraph"}
"""Levels without a back-test of their own take the scores of the level that is like them; levels of the account those
of the functions."""
USUAL_WEIGHT = 8.0
"""The usual scores count as so many closed years of one key."""
OWN_95 = 60.0
"""The outermost scores are read by themselves in so far as there are more keys and years than this."""
NEIGHBOURS = 3
"""Months to either side whose scores count."""
UNTRIED = 1.35
"""A range without a back-test is wider by this."""
RECONSTRUCTED = 1.15
"""Where the past is inferred from a later export, the back-test knew a little more than one did: wider by this."""
SMALLEST_SCORE = 0.2
"""A few lucky years do not make a range narrower than this."""
LEAST_SHARE = 0.002
LEAST_KR = 1_000.0
"""No standard deviation of something open is smaller than this share of the forecast, and this sum."""
OPEN_SHARE = 0.05
CASE_KR = 400_000.0
"""Where the spread is not known: what is open may miss by five percent of itself, and as if it were cases of 400,000
kr. that come or go."""
NO_SPREAD = pl.DataFrame(schema={"key": pl.String, "sd_kr": pl.Float64})
UNTRIED_TEXT = (
    "Intervallet er beregnet af antallet af borgere, deres priser og hvor længe indsatser plejer at vare, og gjort "
    "bredere: {reason}."
)
TESTED_TEXT = (
    "Intervallet er beregnet af antallet af borgere, deres priser og hvor længe indsatser plejer at vare, og målt mod "
    "{count} tidligere fremskrivninger af {years}: de ramte {words}.{few}{rebuilt}"
)
FEW_TEXT = " Så få år siger kun lidt, så intervallet holdes nær det, modellen plejer at ramme inden for."
REBUILT_TEXT = " Fortiden er rekonstrueret af et senere udtræk, så intervallet er gjort bredere."
FEW_YEARS = 4.0
"""Fewer closed years of one key than this are few."""


def _open_kr() -> pl.Expr:
    model = [name for name in COMPONENTS if name not in ("posted", "adjustment", "refunds")]
    return (pl.sum_horizontal(model).abs() + pl.col("refunds").abs()).cast(pl.Float64)


def _stated_sd() -> pl.Expr:
    """The standard deviation where the spread is not known."""
    still_open = _open_kr()
    return ((OPEN_SHARE * still_open) ** 2 + CASE_KR * still_open).sqrt()


def _tested_level(level: str) -> str:
    return level if level in USUAL else TESTED_AT.get(level, "function")


def scored(errors: pl.DataFrame) -> pl.DataFrame:
    """The model's rows of a back-test with their `score`: the miss over its standard deviation. A back-test without
    standard deviations has none."""
    if "sd_kr" not in errors.columns:
        return errors.clear().with_columns(score=pl.lit(None, pl.Float64), reconstructed=pl.lit(None, pl.Boolean))
    mine = errors.filter(pl.col("method") == MODEL).drop_nulls(["forecast_kr", "actual_kr", "sd_kr"])
    miss = (pl.col("actual_kr") - pl.col("forecast_kr")).cast(pl.Float64).abs()
    return mine.with_columns(score=miss / pl.max_horizontal("sd_kr", _least("forecast_kr")))


def near(month: int) -> pl.Expr:
    """Whether a date lies at the same time of the year."""
    distance = (pl.col("as_of").dt.month().cast(pl.Int32) - month).abs()
    return distance <= NEIGHBOURS


def scores(errors: pl.DataFrame, level: str, as_of: dt.date) -> pl.DataFrame:
    """`year`, `key`, `score`, `reconstructed`: the scores at the level, near the same month of years closed before the
    date; smallest first."""
    closed = (pl.col("year") < as_of.year) & (pl.col("as_of").dt.year() == pl.col("year"))
    mine = scored(errors).filter((pl.col("level") == _tested_level(level)) & closed & near(as_of.month))
    return settled(mine).select("year", "key", "score", "reconstructed").sort("score", "year", "key")


def settled(told: pl.DataFrame) -> pl.DataFrame:
    """Without single paragraphs in the year that a new act took them over: grants were then decided anew under the new
    one, when nobody could tell in advance, and that says nothing of other years. `told`: `year`, `level`, `key`."""
    single = pl.col("level") == "paragraph"
    if told.filter(single & pl.col("year").is_in(list(law.TAKEN_OVER))).is_empty():
        return told
    moved = [(pl.col("year") == year) & kind(pl.col("key")).is_in(law.taken_over(year)) for year in law.TAKEN_OVER]
    return told.filter(~(single & pl.any_horizontal(moved)))


def _least(forecast: str) -> pl.Expr:
    """The least standard deviation of something open, kr."""
    return pl.max_horizontal(LEAST_SHARE * pl.col(forecast).cast(pl.Float64).abs(), pl.lit(LEAST_KR))


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """The conformal quantile of ordered scores; None where there are too few for that share."""
    rank = math.ceil((len(ordered) + 1) * share)
    return ordered[rank - 1] if rank <= len(ordered) else None


def _weight(used: pl.DataFrame) -> float:
    """How many closed years of one key the scores come from: the months of a year tell nearly the same."""
    return float(used.select("year", "key").unique().height)


def factors(errors: pl.DataFrame | None, level: str, as_of: dt.date) -> dict[str, float]:
    """What a standard deviation is multiplied by for the 80 % and the 95 % range of a level at a date."""
    used = scores(errors, level, as_of) if errors is not None else None
    return limits(used, level, as_of.month)


def limits(used: pl.DataFrame | None, level: str, month: int) -> dict[str, float]:
    """The scores that 80 and 95 of 100 are expected to stay below at a month of the year, from the scores of `used`
    (`year`, `key`, `score`, `reconstructed`, smallest first) and the usual ones."""
    usual = (USUAL_LATE if month >= LATE_MONTH else USUAL)[_tested_level(level)]
    if used is None or used.is_empty():
        return {share: UNTRIED * usual[share] for share in SHARES}
    ordered, count = used["score"].to_list(), _weight(used)
    own = {share: quantile(ordered, int(share) / 100) or ordered[-1] for share in SHARES}
    ratio = {share: math.log(max(own[share], SMALLEST_SCORE) / usual[share]) for share in SHARES}
    far = count / (count + OWN_95)
    ratio["95"] = (1 - far) * ratio["80"] + far * ratio["95"]
    weight = count / (count + USUAL_WEIGHT)
    wider = RECONSTRUCTED if used["reconstructed"].any() else 1.0
    return {share: wider * usual[share] * math.exp(weight * ratio[share]) for share in SHARES}


def basis(errors: pl.DataFrame | None, as_of: dt.date, level: str = "total") -> str:
    """Danish: what the ranges of a level rest on at a date, how the earlier forecasts did, and what makes it wider."""
    used = scores(errors, level, as_of) if errors is not None else None
    if used is None:
        return UNTRIED_TEXT.format(reason="fremskrivningen er endnu ikke prøvet på tidligere år")
    if used.is_empty():
        return UNTRIED_TEXT.format(reason="der er for få tidligere fremskrivninger at holde det op mod")
    half = factors(errors, level, as_of)["80"]
    inside = used.select((pl.col("score") <= half).sum()).item()
    words = f"{danish.number(inside)} gange ud af {danish.number(used.height)} inden for 80-procentsintervallet"
    years = " og ".join(str(year) for year in used["year"].unique().sort())
    few = FEW_TEXT if _weight(used) < FEW_YEARS else ""
    rebuilt = REBUILT_TEXT if used["reconstructed"].any() else ""
    return TESTED_TEXT.format(count=danish.number(used.height), years=years, words=words, few=few, rebuilt=rebuilt)


def with_range(rows: pl.DataFrame, sds: pl.DataFrame, errors: pl.DataFrame | None, as_of: dt.date) -> pl.DataFrame:
    """The rows, of one level, with `low80, high80, low95, high95`. `sds`: `key`, `sd_kr`, see `spread.sd`."""
    levels = rows["level"].unique()
    found = factors(errors, levels[0] if levels.len() == 1 else "paragraph", as_of)
    open_ = _open_kr() > 0
    known = pl.max_horizontal("sd_kr", pl.when(open_).then(_least("forecast")).otherwise(0.0))
    chance = pl.when(pl.col("sd_kr").is_null()).then(_stated_sd()).otherwise(known)
    told = rows.join(sds, on="key", how="left").with_columns(chance=chance)
    narrow = found["80"] * pl.col("chance")
    broad = pl.max_horizontal(narrow, found["95"] * pl.col("chance"))
    return _with_halves(told, narrow, broad).drop("sd_kr", "chance")


def _with_halves(rows: pl.DataFrame, half80: pl.Expr, half95: pl.Expr) -> pl.DataFrame:
    narrow, broad = money(half80), money(half95)
    return rows.with_columns(
        low80=pl.col("forecast") - narrow,
        high80=pl.col("forecast") + narrow,
        low95=pl.col("forecast") - broad,
        high95=pl.col("forecast") + broad,
    )
