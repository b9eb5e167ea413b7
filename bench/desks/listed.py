"""What else a municipality has on file: the chart, the citizens, the budget and the price lists."""

import datetime as dt

import numpy as np
import polars as pl

from bench.desks.catalogue import COUNT, HALF_REFUNDED, PLACED, PROVIDERS, SERVICES, UNITS
from bench.desks.chart import AREAS, CLEARING, COSTS, CRISIS, CRISIS_HALF, FRAMES, HALVES, INCOMES, REFUNDS, Account
from bench.desks.days import month_of
from bench.desks.rates import START
from bench.desks.registered import provider_name
from bench.desks.settling import SALARY
from bench.desks.town import Town
from bench.desks.world import ACCOUNTS, World

BIRTH_DAY = dt.date(1982, 6, 1)
LETTERS_COME = 45
"""Days into the year until the price lists are there."""


def accounts(town: Town) -> pl.DataFrame:
    """The chart of each year; children's accounts are under the new act from 2024 on."""
    rows = [
        {"account": item.number, "year": year, "name": item.name, "function": item.function, "dranst": item.dranst,
         "art": item.art, "paragraph": item.before if year < 2024 else item.paragraph, "area": AREAS[item.desk][0],
         "committee": AREAS[item.desk][1], "steering": item.steering, "in_service_frame": item.dranst == "1",
         "authority_or_provider": "udfører" if item.yearly and item.beat != "twice" else "myndighed",
         "known": dt.date(year, 1, 1)}
        for year in range(town.first, town.year + 1) for item in _used(town)
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _used(town: Town) -> list[Account]:
    """The accounts that the town's habits use."""
    kept = {*COSTS, *REFUNDS.values(), CRISIS, CRISIS_HALF, *FRAMES}
    kept |= {item for item, half in zip(HALVES, HALF_REFUNDED, strict=True) if half}
    kept |= {item for item, placed in zip(INCOMES, PLACED, strict=True) if placed and town.habits.others}
    kept |= {CLEARING} if town.habits.clearing else set()
    return [item for item in ACCOUNTS if item in kept]


def citizens(rows: pl.DataFrame) -> pl.DataFrame:
    """Everybody who has a row, and since when: children by their birthday, adults somewhere between 40 and 65."""
    child = pl.col("birthday") < 10**6
    born = pl.when(child).then(pl.col("birthday").cast(pl.Int32).cast(pl.Date).dt.offset_by("-18y"))
    adult = pl.lit(BIRTH_DAY).dt.offset_by(pl.format("-{}mo", pl.col("citizen") * 37 % 220))
    told = rows.sort("known").with_columns(born_on=born.otherwise(adult), child=child)
    first = told.sort("child", "known", descending=[True, False]).unique("citizen", keep="first", maintain_order=True)
    since = rows.group_by("citizen").agg(known=pl.col("known").min().cast(pl.Int32).cast(pl.Date))
    return (
        first.select("citizen", "born_on")
        .join(since, on="citizen")
        .with_columns(pl.format("c{}", "citizen").alias("citizen"))
    )


def budget(world: World) -> pl.DataFrame:
    """Each year's, by account or by area: what the year before came to, a little more, and what was got wrong; a part
    is corrected on 31 May. Frames have what was planned."""
    town, rng = world.town, np.random.default_rng([world.town.seed, 10])
    parts = [_year(world, year, rng) for year in range(town.first, town.year + 1)]
    frame = pl.concat(parts)
    if not town.habits.by_area:
        return frame.drop("area")
    return frame.group_by("year", "area", "decided_on", maintain_order=True).agg(
        pl.col("original", "supplementary").sum()
    )


def _year(world: World, year: int, rng: np.random.Generator) -> pl.DataFrame:
    ledger, town = world.ledger, world.town
    spent = np.zeros(len(ACCOUNTS))
    mine = ledger[ledger["year"] == max(year - 1, town.first)]
    np.add.at(spent, mine["account"], mine["kr"])
    meant = spent * (1.02 if year > town.first else 0.99) * rng.normal(1, 0.04, spent.size)
    meant[-len(FRAMES) :] = world.books.budgeted[:, year - town.first]
    more = np.where(rng.random(spent.size) < 0.3, meant * rng.normal(0.015, 0.02, spent.size), 0.0)
    facts = {"year": [year] * spent.size, "account": [item.number for item in ACCOUNTS],
        "area": [AREAS[item.desk][0] for item in ACCOUNTS]}  # fmt: skip
    at_first = pl.DataFrame({**facts, "original": meant.round(-3), "supplementary": np.zeros(spent.size),
        "decided_on": [dt.date(year - 1, 10, 8)] * spent.size})  # fmt: skip
    later = pl.DataFrame({**facts, "original": np.zeros(spent.size), "supplementary": more.round(-3),
        "decided_on": [dt.date(year, 5, 31)] * spent.size})  # fmt: skip
    return pl.concat([at_first.filter(pl.col("original") != 0), later.filter(pl.col("supplementary") != 0)])


def prices(world: World) -> pl.DataFrame:
    """The lists of the desks that have one, each year's known from the middle of February on."""
    town = world.town
    rows = [
        {"provider": provider_name(at, which, 0), "service": item.name, "price_unit": UNITS[item.unit],
         "unit_price": round(float(world.rates.price[at, which, month_of(year, 1) - START] / item.hours), 2),
         "valid_from": dt.date(year, 1, 1), "known": dt.date(year, 1, 1) + dt.timedelta(days=LETTERS_COME)}
        for at, item in enumerate(SERVICES[:COUNT]) for which in range(PROVIDERS)
        for year in range(town.first - 1, town.year + 1)
        if at not in SALARY and item.provider and getattr(town, item.desk).prices == "list"
    ]  # fmt: skip
    schema = {"provider": pl.String, "service": pl.String, "price_unit": pl.String, "unit_price": pl.Float64,
        "valid_from": pl.Date, "known": pl.Date}  # fmt: skip
    return pl.DataFrame(rows, schema=schema)
