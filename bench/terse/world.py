"""The truth of a town: stays, deliveries, books and budget. Nothing of it is seen but through `state`."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.terse.bills import bills, deliveries
from bench.terse.stays import ADULTS, CHILDREN, KINDS, level, stays
from bench.terse.town import Town
from cockpit.demo.accounts import account_number

FRAMES = (("Myndighed, løn", "6.45.58", ADULTS, 0.5), ("Værested, løn", "5.38.53", ADULTS, 0.2),
          ("Familiehus, løn", "5.28.21", CHILDREN, 0.3))  # fmt: skip
"""Name, function, area, share of the frames' sum."""
NOISE = 0.02
"""Standard deviation of a frame's month."""
COMMITTEES = {ADULTS: "Velfærdsudvalget", CHILDREN: "Børneudvalget"}
Sums = dict[tuple[str, int], float]


@dataclass(frozen=True, eq=False)
class World:
    """`stays`, `delivered` and `bills` as their modules give them. `frames`: name and year -> what it spends. `lines`:
    every line of the ledger with `account, year, number, booked, kr` and, of bills, `stay`. `budget`: `year, account,
    name, original`."""

    town: Town
    stays: pl.DataFrame
    delivered: pl.DataFrame
    bills: pl.DataFrame
    frames: Sums
    lines: pl.DataFrame
    budget: pl.DataFrame


def accounts() -> pl.DataFrame:
    """`account, name, function, area, committee, paragraph, steering, kind` (number, null for frames)."""
    steered = [
        {"account": account_number(kind.function, "1", "1", f"71{number:02d}", "001", "40"), "name": kind.service,
         "function": kind.function, "area": kind.area, "paragraph": kind.paragraph, "steering": "aktivitetsstyret",
         "kind": number}
        for number, kind in enumerate(KINDS)
    ]  # fmt: skip
    framed = [
        {"account": account_number(function, "1", "1", f"72{number:02d}", "001", "10"), "name": name,
         "function": function, "area": area, "paragraph": None, "steering": "rammestyret", "kind": None}
        for number, (name, function, area, _) in enumerate(FRAMES)
    ]  # fmt: skip
    listed = pl.DataFrame([*steered, *framed], infer_schema_length=None)
    return listed.with_columns(committee=pl.col("area").replace_strict(COMMITTEES), dranst=pl.lit("1"))


def _planned(town: Town, delivered: pl.DataFrame) -> Sums:
    """What each frame was meant to spend in each year."""
    steered = float(delivered.filter(pl.col("month") >= town.january)["kr"].sum())
    return {
        (name, year): steered * town.frames * share * float(level(year) / level(town.year))
        for name, *_, share in FRAMES
        for year in town.years
    }


def _spent(town: Town, planned: Sums) -> Sums:
    """What it came to spend."""
    rng = town.stream("frames")
    return {key: kr * float(np.exp(rng.normal(0, town.drift))) for key, kr in planned.items()}


def _frame_lines(town: Town, sums: Sums) -> pl.DataFrame:
    rng, numbers = town.stream("frame lines"), dict(accounts().select("name", "account").iter_rows())
    rows = [
        (numbers[name], year, month + 1, (year - 1970) * 12 + month, round(kr / 12 * float(rng.normal(1, NOISE)), 2))
        for (name, year), kr in sums.items()
        for month in range(12)
    ]
    schema = {"account": pl.String, "year": pl.Int32, "number": pl.Int32, "booked": pl.Int64, "kr": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _budget(town: Town, lines: pl.DataFrame, frames: Sums) -> pl.DataFrame:
    """Frames as planned; else last year's accounts at this year's prices, off by the council's habit."""
    rng = town.stream("budget")
    spent = {(a, y): kr for a, y, kr in lines.group_by("account", "year").agg(pl.col("kr").sum()).iter_rows()}
    rows = []
    for account, name in accounts().select("account", "name").sort("account").iter_rows():
        for year in town.years:
            rise = float(level(year) / level(year - 1))
            last = spent.get((account, year - 1), spent.get((account, year), 0.0))
            planned = frames.get((name, year), last * rise * town.bias) * float(np.exp(rng.normal(0, 0.01)))
            rows.append((year, account, name, round(planned, -3)))
    schema = {"year": pl.Int32, "account": pl.String, "name": pl.String, "original": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("original") != 0)


def build(town: Town) -> World:
    """The town's truth until the end of its year; the same town always gives the same one."""
    people = stays(town)
    delivered = deliveries(town, people)
    told = bills(town, delivered)
    planned = _planned(town, delivered)
    sums = _spent(town, planned)
    numbers = accounts().drop_nulls("kind").select(pl.col("kind").cast(pl.Int64), "account")
    own = told.join(numbers, on="kind", how="left", maintain_order="left")
    lines = pl.concat([own, _frame_lines(town, sums)], how="diagonal_relaxed")
    kept = lines.filter(pl.col("year").is_between(town.years[0], town.year + 1)).with_row_index("line")
    return World(town, people, delivered, told, sums, kept, _budget(town, kept, planned))
