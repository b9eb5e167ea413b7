"""How well earlier forecasts held: errors, bias and the ranges' coverage, of the model, of the simple methods, of what
the municipality itself published, and of the model with the skøn that were laid.

`errors` is the back-test's table (`backtest`): one row an as-of date, level, key and method. The mean error weighs by
kroner: the sum of the misses over the sum of the accounts. Bias is the same with its sign: plus = forecast too high.
A range counts as kept where the accounts lay inside the range that the *other* years' misses at the same time of the
year would have given (`ranges`, leaving the year itself out).
"""

import datetime as dt
from collections.abc import Mapping

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import LEVELS
from cockpit.forecast import ranges
from cockpit.forecast.persons import TOTAL
from cockpit.forecast.ranges import MODEL

PUBLISHED = "published"
ADJUSTED = "adjusted"
OWN = (MODEL, ADJUSTED, PUBLISHED)
"""Methods that are no simple method of a spreadsheet."""
NOWHERE = pl.DataFrame(schema=dict.fromkeys(("level", "key", "area"), pl.String()))
_ERROR = pl.col("forecast_kr").cast(pl.Float64) - pl.col("actual_kr").cast(pl.Float64)
_SIZE = pl.col("actual_kr").cast(pl.Float64).abs()


def with_published(errors: pl.DataFrame, past_forecasts: pl.DataFrame) -> pl.DataFrame:
    """The errors with what the municipality published (`past_forecasts`) as a method of its own, per area and in
    total. The total stands only where every area of the accounts was forecast that day."""
    if errors.is_empty() or past_forecasts.is_empty():
        return errors
    final = _actuals(errors)
    areas = past_forecasts.select(
        "as_of", year=pl.col("year").cast(pl.Int32), key="area", forecast_kr="forecast", level=pl.lit("area")
    )
    known = areas.join(final, on=["year", "level", "key"])
    wanted = final.filter((pl.col("level") == "area") & (pl.col("key") != "-")).group_by("year").len("wanted")
    summed = known.group_by("as_of", "year").agg(pl.col("forecast_kr").sum().cast(MONEY), told=pl.len())
    whole = summed.join(wanted, on="year").filter(pl.col("told") == pl.col("wanted"))
    total = whole.with_columns(level=pl.lit(TOTAL), key=pl.lit(TOTAL)).join(final, on=["year", "level", "key"])
    rows = [part.with_columns(method=pl.lit(PUBLISHED)) for part in (known, total)]
    told = [row.select(name for name in errors.columns if name in row.columns) for row in rows]
    return pl.concat([errors, *told], how="diagonal").sort("as_of", "year", "level", "key", "method")


def with_skoen(
    errors: pl.DataFrame, laid: Mapping[dt.date, pl.DataFrame], inside: pl.DataFrame = NOWHERE
) -> pl.DataFrame:
    """The errors with *model + skøn* as a method of its own wherever skøn counted at the date (`laid`: as-of date ->
    those in force then, `ADJUSTMENT_SCHEMA`). A key has its own skøn, an area also those of what lies in it alone
    (`inside`, see `inside_areas`), the total all of them."""
    found = []
    for as_of, frame in laid.items():
        valid = frame.filter(pl.col("expires_on") >= as_of).select("year", "level", "key", "amount_kr")
        total = valid.with_columns(level=pl.lit(TOTAL), key=pl.lit(TOTAL))
        lifted = valid.join(inside, on=["level", "key"]).with_columns(level=pl.lit("area"), key=pl.col("area"))
        both = pl.concat([valid.filter(pl.col("level") != TOTAL), lifted.drop("area"), total])
        found.append(
            both.group_by(pl.col("year").cast(pl.Int32), "level", "key")
            .agg(skoen=pl.col("amount_kr").sum().cast(MONEY))
            .with_columns(as_of=pl.lit(as_of))
        )
    if not found:
        return errors
    model = errors.filter(pl.col("method") == MODEL)
    added = model.join(pl.concat(found), on=["as_of", "year", "level", "key"]).with_columns(
        method=pl.lit(ADJUSTED), forecast_kr=(pl.col("forecast_kr") + pl.col("skoen")).cast(MONEY)
    )
    return pl.concat([errors, added.select(errors.columns)]).sort("as_of", "year", "level", "key", "method")


def inside_areas(leaves: pl.DataFrame) -> pl.DataFrame:
    """`level, key, area` of every key that lies in one area alone, as the forecast itself places a skøn
    (`components.adjustment`). `leaves`: `LEAF_SCHEMA`."""
    model = leaves.rename({"grant_id": "grant"}).filter(pl.col("component") != "adjustment")
    below = [level for level in LEVELS if level not in (TOTAL, "area")]
    found = [model.select(pl.lit(level).alias("level"), pl.col(level).alias("key"), "area").unique() for level in below]
    return pl.concat(found).filter(pl.len().over("level", "key") == 1).sort("level", "key")


def _actuals(errors: pl.DataFrame) -> pl.DataFrame:
    return errors.select("year", "level", "key", "actual_kr").unique(["year", "level", "key"]).sort("year", "key")


def _sums() -> list[pl.Expr]:
    return [
        (_ERROR.abs().sum() / _SIZE.sum()).alias("error"),
        (_ERROR.sum() / _SIZE.sum()).alias("bias"),
        _ERROR.abs().mean().alias("error_kr"),
        pl.len().cast(pl.Int64).alias("tests"),
    ]


def by_method(errors: pl.DataFrame, level: str) -> pl.DataFrame:
    """`method, tests, error, bias` (fractions of the accounts)`, error_kr` (mean miss) at a level, best first. Methods
    that were tried less often than the model (what was published) are held against the model on the same dates in
    `model_error`."""
    here = errors.filter((pl.col("level") == level) & (pl.col("actual_kr") != 0))
    sums = here.group_by("method").agg(*_sums())
    model = here.filter(pl.col("method") == MODEL).select(
        "as_of", "year", "key", miss=_ERROR.abs(), size=_SIZE
    )  # fmt: skip
    paired = here.select("method", "as_of", "year", "key").join(model, on=["as_of", "year", "key"])
    same = paired.group_by("method").agg(model_error=pl.col("miss").sum() / pl.col("size").sum())
    return sums.join(same, on="method", how="left").sort("error", "method")


def by_key(errors: pl.DataFrame, level: str) -> pl.DataFrame:
    """Per key of a level: `key, actual_kr` (a year's, on average)`, tests, error, bias, error_kr` of the model,
    `simple, simple_error` (the best simple method), `published_error`, `kept80, kept95` (share of the tests in which
    the range held; null where it could not be told). Sorted by key."""
    here = errors.filter((pl.col("level") == level) & (pl.col("actual_kr") != 0))
    model = here.filter(pl.col("method") == MODEL)
    keys = model.group_by("key").agg(*_sums(), actual_kr=pl.col("actual_kr").cast(pl.Float64).mean())
    others = here.filter(~pl.col("method").is_in(OWN)).group_by("key", "method").agg(*_sums())
    whole = others.join(keys.select("key", wanted="tests"), on="key").filter(pl.col("tests") >= pl.col("wanted") / 2)
    best = whole.sort("error", "method").unique("key", keep="first", maintain_order=True)
    published = here.filter(pl.col("method") == PUBLISHED).group_by("key").agg(published_error=_sums()[0])
    joined = (
        keys.join(best.select("key", simple="method", simple_error="error"), on="key", how="left")
        .join(published, on="key", how="left")
        .join(coverage(errors, level), on="key", how="left")
    )
    return joined.sort("key")


def by_month(errors: pl.DataFrame, level: str = TOTAL, key: str | None = None) -> pl.DataFrame:
    """`month` (1-12)`, method, error` (fraction) of the forecasts made at each month of the year. Sorted."""
    here = errors.filter((pl.col("level") == level) & (pl.col("actual_kr") != 0))
    mine = here if key is None else here.filter(pl.col("key") == key)
    months = mine.with_columns(month=pl.col("as_of").dt.month().cast(pl.Int8))
    return months.group_by("month", "method").agg(_sums()[0]).sort("month", "method")


def tested_ranges(errors: pl.DataFrame, level: str) -> pl.DataFrame:
    """`as_of, year, key, kept80, kept95`: whether the range that the other years' misses give held. Null where they
    are too few."""
    told = ranges.scored(errors).filter(pl.col("level") == level).with_columns(month=pl.col("as_of").dt.month())
    parts = []
    for year, month in told.select("year", "month").unique().sort("year", "month").iter_rows():
        others = ranges.settled(told.filter((pl.col("year") != year) & ranges.near(month))).sort("score", "year", "key")
        mine = told.filter((pl.col("year") == year) & (pl.col("month") == month))
        limits = ranges.limits(others, level, month) if others.height else dict.fromkeys(ranges.SHARES)
        kept = [
            (pl.lit(None, dtype=pl.Boolean) if limit is None else pl.col("score") <= limit).alias(f"kept{share}")
            for share, limit in limits.items()
        ]
        parts.append(mine.select("as_of", "year", "key", *kept))
    schema = {"as_of": pl.Date, "year": pl.Int32, "key": pl.String, "kept80": pl.Boolean, "kept95": pl.Boolean}
    return pl.concat(parts).sort("key", "as_of") if parts else pl.DataFrame(schema=schema)


def coverage(errors: pl.DataFrame, level: str) -> pl.DataFrame:
    """`key, kept80, kept95`: the share of the tests in which each range held; null where none could be told."""
    told = tested_ranges(errors, level)
    shares = [pl.col(name).drop_nulls().mean() for name in ("kept80", "kept95")]
    return told.group_by("key").agg(shares).sort("key")
