"""What a municipality knew at a close, in the contract's frames; and its closed books."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from bench.desks import listed
from bench.desks.days import number
from bench.desks.postings import postings
from bench.desks.registered import at, versions
from bench.desks.town import Town
from bench.desks.world import World
from bench.desks.world import build as build_world
from cockpit.contracts.data import KNOWLEDGE, MunicipalityData
from cockpit.contracts.dataset import dataset

SOURCE = "desks"


@dataclass(frozen=True)
class Files:
    """Everything that will ever be on file, with the day on which each row came there."""

    grants: pl.DataFrame
    postings: pl.DataFrame
    citizens: pl.DataFrame
    budget: pl.DataFrame
    accounts: pl.DataFrame
    prices: pl.DataFrame


@lru_cache(maxsize=4)
def world_of(town: Town) -> tuple[World, Files]:
    """A town's world and files; the last few are kept."""
    world = build_world(town)
    rows = versions(world)
    return world, Files(rows, postings(world, rows), listed.citizens(rows), listed.budget(world), listed.accounts(town),
        listed.prices(world))  # fmt: skip


def state(town: Town, day: dt.date) -> MunicipalityData:
    """What was known at the close of a month."""
    files = world_of(town)[1]
    first = dt.date(town.first, 1, 31)
    known = {
        "grants": at(files.grants, number(day)), "postings": _known(files.postings, day),
        "citizens": _known(files.citizens, day), "accounts": _known(files.accounts, day),
        "prices": _known(files.prices, day),
        "budget": _known(files.budget.with_columns(known=pl.col("decided_on")), day),
    }  # fmt: skip
    return MunicipalityData(**{name: _framed(name, frame, first) for name, frame in known.items()})


def actuals(town: Town) -> MunicipalityData:
    """The closed books of the town's year."""
    return state(town, dt.date(town.year + 1, 2, 28))


def _known(frame: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    return frame.filter(pl.col("known") <= day)


def _framed(name: str, frame: pl.DataFrame, first: dt.date) -> pl.DataFrame:
    """The frame in the contract's schema, with the close at which each row was first told."""
    known = pl.max_horizontal(pl.col("known").dt.month_end(), pl.lit(first)).alias("known_from")
    kept = dataset(name).conform(frame).with_columns(
        frame.select(known).to_series(), source=pl.lit(SOURCE), reconstructed=pl.lit(value=False),
        missing_since=pl.lit(None, pl.Date),
    )  # fmt: skip
    return kept.select(*dataset(name).polars_schema(), *KNOWLEDGE)
