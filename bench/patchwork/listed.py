"""Which rows the case system lists at a close."""

import datetime as dt

import polars as pl

from bench.patchwork.world import World
from bench.terse.stays import day

JUST_ENDED, GONE = 60, 92
"""The first list holds what has ended so few days before; later ones no longer what ended so many days ago."""
DECIDED = 5
"""Days after the start by which a grant is decided, if it is not registered earlier."""


def _as_date(days: pl.Expr) -> pl.Expr:
    return days.cast(pl.Int32).cast(pl.Date)


def first_list(world: World) -> dt.date | None:
    """When the grants were first drawn; None where every close has its own list."""
    return dt.date(world.town.year, 1, 31) if world.town.habits.active_only else None


def listed(world: World, as_of: dt.date) -> tuple[pl.DataFrame, int]:
    """The rows with what their stays are, `decided`, `known_from`, `reconstructed`, `missing_since`; and the day on
    which they were drawn. What came before the first list is inferred from it."""
    first = first_list(world)
    drawn_on = max(as_of, first or as_of)
    drawn = day(drawn_on)
    told = world.grants.filter((pl.col("known") <= drawn) & (pl.col("until") > drawn))
    if first:
        told = told.filter(
            pl.col("end").fill_null(drawn) >= day(first) - JUST_ENDED, pl.col("registered") <= day(as_of)
        )
    since = pl.max_horizontal("known", pl.lit(day(dt.date(world.town.first - 1, 12, 1))))
    gone = (pl.col("end") < drawn - GONE) & pl.lit(bool(first and drawn_on > first))
    missing = pl.min_horizontal(_as_date(pl.col("end") + GONE).dt.month_end(), pl.lit(drawn_on))
    facts = world.stays.select("stay", "citizen", "kind", "provider", "price", "quantity")
    rows = told.join(facts, on="stay", maintain_order="left").with_columns(
        decided=pl.min_horizontal("registered", pl.col("start") + DECIDED),
        known_from=pl.min_horizontal(_as_date(since).dt.month_end(), pl.lit(as_of)),
        reconstructed=pl.lit(bool(first and as_of < first)), missing_since=pl.when(gone).then(missing),
    )  # fmt: skip
    return rows, drawn
