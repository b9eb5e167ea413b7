"""Pipeline: named cases on the way in, by the chance that they start. Each counts once.

A case is a grant that is applied for, or a line of the list of coming cases that has not become a grant. An expected
start that has passed is taken as next month's first day. A case runs to year end, or to its registered end.
"""

import datetime as dt

import polars as pl

from cockpit.forecast import leaf
from cockpit.forecast.state import State, price

DIMS = ("committee", "area", "function", "account", "in_service_frame")


def _usual_place(state: State) -> pl.DataFrame:
    """Where the grants of a paragraph are most often booked: one row a paragraph."""
    steering = state.grants.filter("by_grants")
    counts = steering.group_by("paragraph", *DIMS).len()
    return counts.sort("paragraph", "len", *DIMS, descending=[False, True, *[False] * len(DIMS)]).unique(
        "paragraph", keep="first", maintain_order=True
    )


def _applied(state: State) -> pl.DataFrame:
    """Grants that are applied for, with the chance of the settings."""
    asked = state.grants.filter(pl.col("status") == "ansøgt")
    return asked.with_columns(chance=pl.lit(state.settings.pipeline_probability))


def _listed(state: State) -> pl.DataFrame:
    """Lines of the list of coming cases that no grant has taken over, as grants that run on."""
    became = state.grants["grant_id"].implode()
    waiting = state.data.pipeline.filter(~pl.col("grant_id").is_in(became).fill_null(value=False))
    chance = pl.coalesce(pl.col("probability").cast(pl.Float64), pl.lit(state.settings.pipeline_probability))
    return waiting.select(
        pl.concat_str(pl.lit("pipeline "), "pipeline_id").alias("grant_id"), "paragraph", "service", "unit_price",
        "price_unit", start_date="expected_start", chance=chance.clip(0, 1),
    )  # fmt: skip


def cases(state: State) -> pl.DataFrame:
    """All named cases in the shape of grants, none of them starting before the day after the date."""
    applied = _applied(state)
    listed = _listed(state).join(_usual_place(state).drop("len"), on="paragraph", how="left")
    both = pl.concat([applied, listed], how="diagonal_relaxed")
    tomorrow = max(state.as_of + dt.timedelta(days=1), dt.date(state.year, 1, 1))
    moved = both.with_columns(pl.max_horizontal("start_date", pl.lit(tomorrow)))
    return moved.filter(pl.col("ends_on").is_null() | (pl.col("ends_on") >= pl.col("start_date")))


def lines(state: State) -> pl.DataFrame:
    """`cost(case, month) x chance` after the date and in the year; applied-for grants on their own grant id."""
    named = cases(state)
    last = dt.date(state.year, 12, 31)
    if state.is_past or named.is_empty():
        return leaf.lines("pipeline", pl.DataFrame())
    monthly = price(named, dt.date(state.year, 1, 1), last, state.data.prices)
    places = named.select("grant_id", "chance", "paragraph", *DIMS, "provider", "team")
    weighed = monthly.join(places, on="grant_id").with_columns(
        state.month(), pl.col("in_service_frame").fill_null(value=True), amount_kr=pl.col("cost") * pl.col("chance")
    )
    unnamed = pl.col("grant_id").str.starts_with("pipeline ")
    return leaf.lines("pipeline", weighed.with_columns(grant_id=pl.when(~unnamed).then("grant_id")))
