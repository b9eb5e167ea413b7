"""The ledger as the finance system tells it: which lines are one posting, and what a posting says."""

import numpy as np
import polars as pl

from bench.desks.catalogue import SERVICES
from bench.desks.registered import provider_name
from bench.desks.settling import COST, INCOME, SALARY
from bench.desks.town import Town
from bench.desks.vouchers import shown
from bench.desks.world import ACCOUNTS, CLEARING, World

CLEARED = 0.12
"""The share of bills for adults that wait on the clearing account, where there is one."""
SAME = ["booked", "year", "account", "name", "stay", "kind", "which", "citizen", "named", "told", "single"]


def postings(world: World, rows: pl.DataFrame) -> pl.DataFrame:
    """All postings until the books are closed, in the contract's fields and `known`, the month of booking."""
    told = _told(world)
    same = told.group_by(SAME, maintain_order=True).agg(
        pl.col("kr").sum(), first=pl.col("month").min(), last=pl.col("month").max()
    )
    cleared = _cleared(world.town, same) if world.town.habits.clearing else same
    return shown(cleared, rows).filter(pl.col("amount") != 0)


def _told(world: World) -> pl.DataFrame:
    """The lines, with how much each says: `told` grant, dated, citizen, provider or nothing."""
    ledger = world.ledger
    mine = world.lines[np.maximum(ledger["line"], 0)]
    real = ledger["line"] >= 0
    stay = np.where(real, mine["stay"], -1)
    names = np.array([rule.name for rule in world.rules])
    stays = world.courses.stays
    citizen = np.full(stays["id"].max() + 1, -1)
    citizen[stays["id"]] = stays["citizen"]
    known = stay >= 0
    frame = pl.DataFrame({
        "booked": ledger["booked"], "year": ledger["year"], "account": ledger["account"], "kr": ledger["kr"],
        "month": ledger["month"], "stay": np.where(known, stay, -1), "kind": np.where(known, mine["service"], -1),
        "which": np.where(known, mine["provider"], -1), "line_kind": np.where(real, mine["kind"], -1),
        "name": np.where(real & known, names[mine["rule"]], ledger["name"]),
        "citizen": np.where(known, citizen[np.maximum(stay, 0)], -1),
    })  # fmt: skip
    return _merged(_said(world.town, frame))


def _said(town: Town, frame: pl.DataFrame) -> pl.DataFrame:
    child = pl.col("kind").is_in([at for at, item in enumerate(SERVICES) if item.desk == "children"])
    usual = pl.when(child).then(pl.lit(town.children.bills)).otherwise(pl.lit(town.adults.bills))
    cost = (pl.col("line_kind") == COST) & (pl.col("stay") >= 0)
    salary = pl.col("kind").is_in(SALARY[:2]) & town.habits.salaries
    lump = salary | (pl.col("name") == "Takstregulering")
    income = pl.lit("citizen") if town.children.bills == "citizen" else pl.lit("nothing")
    told = pl.when(cost & ~lump).then(usual).when(cost & lump & ~salary).then(pl.lit("provider"))
    told = told.when(pl.col("line_kind") == INCOME).then(income).otherwise(pl.lit("nothing"))
    name = pl.when(cost & salary).then(pl.lit("Løn plejefamilier")).otherwise("name")
    return frame.with_columns(told=told, name=name)


def _merged(frame: pl.DataFrame) -> pl.DataFrame:
    """Who is not told of is not told apart: collective bills by provider and month, sums by account."""
    one = pl.col("told").is_in(["grant", "dated", "citizen"])
    named = one | (pl.col("told") == "provider")
    single = pl.when(pl.col("told") == "provider").then("month").when(pl.col("name") == "Tidligere år").then(
        pl.int_range(pl.len())).otherwise(-1)  # fmt: skip
    frame = frame.with_columns(single=single.cast(pl.Int64), named=pl.struct("kind", "which", "stay").map_elements(
        lambda row: provider_name(row["kind"], row["which"], row["stay"]) if row["kind"] >= 0 else None,
        return_dtype=pl.String))  # fmt: skip
    hidden = [pl.when(one).then(name).otherwise(-1).alias(name) for name in ("stay", "citizen")]
    return frame.with_columns(
        *hidden, named=pl.when(named).then("named"), kind=pl.when(named).then("kind").otherwise(-1),
        which=pl.when(named).then("which").otherwise(-1),
    )  # fmt: skip


def _cleared(town: Town, same: pl.DataFrame) -> pl.DataFrame:
    """Some bills stand on the clearing account at first, as nobody's, and are moved two months later."""
    rng = np.random.default_rng([town.seed, 11])
    adults = pl.col("kind").is_in([at for at, item in enumerate(SERVICES) if item.desk == "adults"])
    hit = adults & (pl.col("kr") > 0) & (pl.col("booked") % 12 < 11) & (pl.col("booked") // 12 + 2000 == pl.col("year"))
    same = same.with_columns(hit=hit & pl.Series(rng.random(same.height) < CLEARED))
    moved = same.filter("hit").with_columns(
        later=pl.min_horizontal(pl.col("booked") + 2, pl.col("booked") // 12 * 12 + 11)
    )
    nobody = {"stay": -1, "citizen": -1, "kind": -1, "which": -1, "told": "nothing", "first": -1, "last": -1,
        "named": None, "account": ACCOUNTS.index(CLEARING), "name": "Til afklaring"}  # fmt: skip
    at_first = moved.with_columns(pl.lit(value).cast(same.schema[name]).alias(name) for name, value in nobody.items())
    back = at_first.with_columns(kr=-pl.col("kr"), booked="later", name=pl.lit("Ompostering"))
    found = moved.with_columns(booked="later", name=pl.lit("Ompostering"))
    return pl.concat([part.select(same.columns) for part in (same.filter(~pl.col("hit")), at_first, back, found)])
