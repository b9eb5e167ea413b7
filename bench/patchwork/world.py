"""The truth of a town: stays, grants, deliveries, books and budget. Nothing of it is seen but through `state`."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.patchwork.accounts import account_of, accounts
from bench.patchwork.bills import bills, deliveries
from bench.patchwork.catalogue import Frame, frames
from bench.patchwork.grants import versions
from bench.patchwork.ledger import course, lines, owed
from bench.patchwork.stays import stays
from bench.patchwork.town import Town
from bench.terse.stays import Floats

RISE, SURPRISE, FRAME_SURPRISE = 1.03, 0.04, 0.015
"""What the council adds to last year's accounts, and how far it misses."""


@dataclass(frozen=True, eq=False)
class World:
    """Frames as their modules give them. `owed`: refund by month from the first year's January. `budget`: `year,
    account, name, original`."""

    town: Town
    stays: pl.DataFrame
    grants: pl.DataFrame
    delivered: pl.DataFrame
    bills: pl.DataFrame
    owed: Floats
    lines: pl.DataFrame
    budget: pl.DataFrame


def usual(town: Town, frame: Frame, year: int, after: int = 0) -> float:
    """What a frame is expected to spend in the months of a year after one (1-12); a reserve is what it was set to."""
    chance = np.exp(frame.spread**2 / 2) * frame.chance
    monthly = sum(course(frame, month) for month in frame.months if month > after)
    return float(frame.kr * (1 + frame.rise) ** (year - town.first) * chance * monthly)


def _planned(town: Town, told: pl.DataFrame) -> dict[tuple[str, int], float]:
    """By account and year: last year's accounts of the kind on the account that it has in January; frames as meant."""
    numbers = accounts(town).select("account", kind_of="kind")
    by_kind = pl.coalesce(pl.col("kind_of").cast(pl.String), "account")
    spent = told.join(numbers, on="account").group_by(by_kind.alias("of"), "year").agg(pl.col("kr").sum())
    sums = {(name, year): kr for name, year, kr in spent.iter_rows()}
    found = {}
    for name in sorted({name for name, _ in sums}):
        for year in town.years:
            last = sums.get((name, year - 1), sums.get((name, year), 0.0))
            january = np.array([(year - 1970) * 12])
            account = account_of(town, np.array([int(name)]), january)[0] if len(name) < 3 else name
            found[account, year] = last * RISE
    return found


def _budget(town: Town, told: pl.DataFrame) -> pl.DataFrame:
    rng, meant = town.stream("budget"), _planned(town, told)
    of_frame = {frame.account: frame for frame in frames(town)}
    names = dict(accounts(town).select("account", "name").iter_rows())
    rows = []
    for account, year in sorted({*meant, *((account, year) for account in of_frame for year in town.years)}):
        frame = of_frame.get(account)
        if frame and not frame.budgeted:
            continue
        kr = _council(town, frame, year) if frame else meant[account, year] * (1 + rng.normal(0, SURPRISE))
        kr *= 1 + rng.normal(0, FRAME_SURPRISE) if frame else 1.0
        rows.append((year, account, names[account], float(round(kr, -3))))
    schema = {"year": pl.Int32, "account": pl.String, "name": pl.String, "original": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("original") != 0)


def _council(town: Town, frame: Frame, year: int) -> float:
    return usual(town, frame, year) if frame.chance else frame.kr


def build(town: Town) -> World:
    """The town's truth until the end of its year; the same town always gives the same one."""
    people = stays(town)
    delivered = deliveries(town, people)
    told = bills(town, delivered)
    refund = owed(town, delivered)
    booked = lines(town, told, refund)
    rows, budget = versions(town, people), _budget(town, booked)
    return World(town, people, rows, delivered, told, refund, booked, budget)
