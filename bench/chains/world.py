"""The truth of a town: histories, grants, deliveries, books and budget. Nothing of it is seen but through `state`."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.chains import books
from bench.chains.accounts import accounts
from bench.chains.casework import general, grants_of, paragraphs, price_levels
from bench.chains.catalogue import FRAMES, KINDS, NAMES
from bench.chains.histories import Spells, histories
from bench.chains.stays import Stays
from bench.chains.town import Town


@dataclass(frozen=True, eq=False)
class World:
    """`spells` and `terms`: the stays and what they cost. `grants`: decisions. `levels`: price level by provider and
    year. `owed`: refund by month. `frames`: what each frame account spends a year. `ledger`: every line with `entered`,
    `year` (also the one after the town's last), `number`, `account`. `budget`: a row an account and year."""

    town: Town
    stays: Stays
    spells: Spells
    terms: dict[str, np.ndarray]
    grants: pl.DataFrame
    levels: np.ndarray
    owed: pl.DataFrame
    frames: dict[tuple[str, int], float]
    ledger: pl.DataFrame
    budget: pl.DataFrame


FRAMED = [number for number, name in enumerate(NAMES) if KINDS[name].framed]


def _ledger(town: Town, grants: pl.DataFrame, delivered: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    lines = books.bills(town, delivered, grants).with_columns(key=pl.format("{}/{}", "kind", "habit"))
    both = pl.concat([lines, others.with_columns(part=pl.lit(0))], how="diagonal_relaxed")
    dated = books.booked(town, both).filter(pl.col("year").is_between(town.years[0], town.year + 1))
    undated = town.stream("undated").random(len(dated)) < town.undated
    numbers = accounts().select("key", "account")
    told = dated.join(numbers, on="key", how="left", maintain_order="left")
    return told.with_columns(tells=pl.Series(~undated) & pl.col("grant").is_not_null()).with_row_index("line")


def _budget(town: Town, ledger: pl.DataFrame, frames: dict[tuple[str, int], float]) -> pl.DataFrame:
    """Last year's accounts and prices, off by the council's habit; frames as planned. A supplement comes in June."""
    rng = town.stream("budget")
    spent = {
        (a, y): kr for a, y, kr in ledger.group_by("account", "year").agg(books.exact_sum(pl.col("kr"))).iter_rows()
    }
    names = {row["account"]: row for row in accounts().iter_rows(named=True)}
    rows = []
    for account, row in sorted(names.items()):
        frame = row["key"].removeprefix("frame/")
        for year in town.years:
            rise = general(town, year) / general(town, year - 1)
            last = spent.get((account, year - 1), spent.get((account, year), 0.0))
            planned = frames.get((frame, year), last * rise * town.bias) * np.exp(rng.normal(0, 0.012))
            june = planned * rng.choice([0.0, 0.02]) if row["steering"] == "aktivitetsstyret" else 0.0
            rows.append((year, account, row["name"], round(planned, -3), round(june, -3)))
    schema = {"year": pl.Int32, "account": pl.String, "name": pl.String, "original": pl.Float64, "june": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("original") != 0)


def build(town: Town) -> World:
    """The town's truth until the end of its year; the same town always gives the same one."""
    stays = Stays(town)
    spells = histories(town, stays)
    grants, terms = grants_of(town, spells, stays)
    grants = paragraphs(grants)
    levels = price_levels(town)
    delivered = books.deliveries(town, grants.filter(~pl.col("kind").is_in(FRAMED)), levels)
    owed = books.refunds(town, delivered)
    this_year = delivered.filter(pl.col("month") // 12 + 1970 == town.year)
    frames = books.frame_sums(town, float(this_year["kr"].sum()))
    lines = [books.frame_lines(town, frames), books.refund_lines(town, owed)]
    ledger = _ledger(town, grants, delivered, pl.concat(lines, how="vertical_relaxed"))
    return World(town, stays, spells, terms, grants, levels, owed, frames, ledger, _budget(town, ledger, frames))


FRAME_PATTERN = {name: pattern for name, *_, pattern in FRAMES}
