"""What was delivered: a row per grant and month in which at least one day lies, with days, granted and delivered
kroner."""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.contracts.calendar import is_working_day
from cockpit.demo.catalogue import lines
from cockpit.demo.parameters import Parameters
from cockpit.demo.prices import rounded


def open_days(first: dt.date, last: dt.date) -> pl.DataFrame:
    """`day, opened`: number of working days before each day, so that a difference counts those of a span."""
    days = pl.date_range(first, last, eager=True)
    open_ = np.array([is_working_day(day) for day in days])
    return pl.DataFrame(
        {"day": days, "opened": np.concatenate([[0], open_.cumsum()[:-1]])}, schema_overrides={"opened": pl.Int64}
    )


def _months(grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    first, last = parameters.first_activity, parameters.horizon
    cut = grants.filter(~pl.col("refused")).with_columns(
        start=pl.max_horizontal("start", pl.lit(first)), end=pl.min_horizontal("end", pl.lit(last))
    )
    cut = cut.filter(pl.col("start") <= pl.col("end"))
    starts = pl.date_ranges(pl.col("start").dt.month_start(), "end", interval="1mo")
    rows = cut.select(
        "grant", "provider", "line", "unit", "base_price", "quantity", "start", "end", month=starts
    ).explode("month")
    return rows.with_columns(
        service_from=pl.max_horizontal("start", "month"),
        service_to=pl.min_horizontal("end", pl.col("month").dt.month_end()),
    ).drop("start", "end")


def _opening(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    table = open_days(parameters.first_activity, parameters.horizon + dt.timedelta(days=1))
    after = table.with_columns(day=pl.col("day") - pl.duration(days=1)).rename({"opened": "until"})
    return (
        rows.join(table, left_on="service_from", right_on="day", maintain_order="left")
        .join(after, left_on="service_to", right_on="day", maintain_order="left")
        .with_columns(open_days=pl.col("until") - pl.col("opened"))
        .drop("opened", "until")
    )


def _units() -> pl.Expr:
    """How many price units a month holds, by the unit: the formulas of the calculation handbook."""
    days, in_month = pl.col("days"), pl.col("month").dt.month_end().dt.day()
    unit = pl.col("unit")
    return (
        pl.when(unit == "måned").then(days / in_month)
        .when(unit == "åbningsdag").then(pl.col("open_days").cast(pl.Float64))
        .when(unit == "uge").then(days / 7)
        .when(unit == "time").then(pl.col("quantity") * days / 7)
        .otherwise(days.cast(pl.Float64))
    )  # fmt: skip


def activity(grants: pl.DataFrame, index: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """`grant, month, service_from, service_to, days, unit_price, granted_kr, delivered_kr`. Delivered differs from
    granted by the season and, for hours, by what was really used."""
    rng = parameters.stream("activity")
    rows = _opening(_months(grants, parameters), parameters)
    rows = rows.with_columns(
        days=(pl.col("service_to") - pl.col("service_from")).dt.total_days() + 1, year=pl.col("month").dt.year()
    )
    rows = rows.join(index, on=["provider", "year"], maintain_order="left")
    season = pl.DataFrame(
        [
            {"line": key, "number": n + 1, "season": f}
            for key, line in lines().items()
            for n, f in enumerate(line.season)
        ],
        schema={"line": pl.String, "number": pl.Int8, "season": pl.Float64},
    )
    rows = rows.with_columns(number=pl.col("month").dt.month()).join(
        season, on=["line", "number"], maintain_order="left"
    )
    used = pl.Series(np.clip(rng.normal(0.97, 0.12, len(rows)), 0.3, 1.3))
    factor = pl.col("season") * pl.when(pl.col("unit") == "time").then(pl.lit(used)).otherwise(1.0)
    price = rounded(pl.col("base_price") * pl.col("index"))
    return (
        rows.with_columns(unit_price=price)
        .with_columns(granted_kr=(pl.col("unit_price") * _units()).round(2))
        .with_columns(delivered_kr=(pl.col("granted_kr") * factor).round(2))
        .select("grant", "month", "service_from", "service_to", "days", "unit_price", "granted_kr", "delivered_kr")
        .sort("grant", "month")
    )
