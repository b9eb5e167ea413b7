"""Spend over several years: per paragraph, per function (one citizen's cost spans several), and month by month."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.finance.labels import FUNCTION_NAMES
from cockpit.views.context import Context
from cockpit.views.levels import LEVEL
from cockpit.views.table import Column, Table

YEAR = 12
"""Months of a year."""
_MONTH: dict[str, pl.DataType] = {"month": pl.Int8(), "month_name": pl.String()}


def _over_years(frame: pl.DataFrame, key: str, title: str, context: Context, named: Column) -> Table:
    """A row a key, a column a year, the largest of the newest year first, and a total line."""
    years = sorted(set(frame["year"]))
    cells = [
        pl.col("spend_kr").filter(pl.col("year") == year).sum().cast(MONEY).alias(f"spend_kr_{year}") for year in years
    ]
    names = [f"spend_kr_{year}" for year in years]
    rows = frame.group_by(key, named.name).agg(cells).filter(pl.any_horizontal(pl.col(names) != 0))
    ranked = rows.sort(*names[::-1], key, descending=[True] * len(names) + [False]) if names else rows
    if ranked.height:
        sums = ranked.select(pl.col(names).sum().cast(MONEY), pl.lit("I alt").alias(named.name))
        ranked = pl.concat([ranked, sums], how="diagonal")
    columns = (named, *(Column(name, name.rpartition("_")[2], context.unit) for name in names))
    return Table(title, columns, ranked, totals=int(ranked.height > 0))


def paragraphs(context: Context, named: pl.DataFrame, prices: str) -> Table:
    """Every paragraph's spend (`label`) over the years."""
    title = f"Udgift pr. paragraf over årene{prices}"
    return _over_years(named, "paragraph", title, context, Column("label", "Paragraf", "text"))


def functions(context: Context, frame: pl.DataFrame, prices: str) -> Table:
    """The spend of the chosen paragraphs on each function over the years (`year`, `function`, `spend_kr`)."""
    name = pl.col("function").replace_strict(FUNCTION_NAMES, default=None, return_dtype=pl.String)
    label = (
        pl.when(pl.col("function") == NOT_ALLOCATED)
        .then(pl.lit(NOT_ALLOCATED_LABEL))
        .otherwise(pl.concat_str("function", name, separator=" ", ignore_nulls=True))
    )
    told = Column("function_name", LEVEL["function"].title, "text", LEVEL["function"].definition)
    return _over_years(
        frame.with_columns(function_name=label), "function", f"Udgift pr. funktion{prices}", context, told
    )


def months(context: Context, frame: pl.DataFrame, prices: str) -> Table:
    """What was booked month by month in each year (`year`, `month`, `spend_kr`), and the same added up to the date's
    month and to the year's end."""
    closed = context.as_of.month if context.as_of.year == context.year else YEAR
    known = frame.filter((pl.col("year") != context.year) | (pl.col("month") <= closed))
    years = [str(year) for year in sorted(set(known["year"]))]
    columns = (Column("month_name", "Måned", "text"), *(Column(year, year, context.unit) for year in years))
    sums = known.group_by("month", pl.col("year").cast(pl.String)).agg(pl.col("spend_kr").sum().cast(MONEY))
    wide = sums.pivot("year", index="month", values="spend_kr")
    every = pl.DataFrame({"month": range(1, YEAR + 1), "month_name": danish.MONTHS_SHORT}, schema_overrides=_MONTH)
    body = every.join(wide, on="month", how="left").sort("month").select("month", "month_name", *years)
    title = f"Bogført måned for måned{prices}"
    if not years:
        return Table(title, columns, body.clear())
    totals = [_sum(body, until, years, context, closed) for until in dict.fromkeys((closed, YEAR))]
    return Table(title, columns, pl.concat([body, *totals], how="diagonal"), totals=len(totals))


def _sum(body: pl.DataFrame, until: int, years: Sequence[str], context: Context, closed: int) -> pl.DataFrame:
    """The months up to `until` added up; a year that is still open has no sum of the whole."""
    name = "Hele året" if until == YEAR else f"Til og med {danish.MONTHS[until - 1]}"
    known = [year for year in years if until <= closed or year != str(context.year)]
    mine = body.filter(pl.col("month") <= until)
    return mine.select(pl.lit(name).alias("month_name"), *(pl.col(year).sum().cast(MONEY) for year in known))
