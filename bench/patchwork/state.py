"""A town as the calculating rooms meet it at a close: only what was known then."""

import datetime as dt

import numpy as np
import polars as pl

from bench.patchwork.accounts import accounts
from bench.patchwork.catalogue import ADULTS, CHILDREN, FOSTER, KINDS, NUMBER
from bench.patchwork.listed import listed
from bench.patchwork.prices import fee
from bench.patchwork.shown import priced
from bench.patchwork.town import Town
from bench.patchwork.waits import is_neighbour
from bench.patchwork.world import World
from bench.terse.stays import day
from cockpit.contracts.data import KNOWLEDGE, MunicipalityData
from cockpit.contracts.dataset import dataset

BORN = {ADULTS: dt.date(1985, 6, 1), CHILDREN: dt.date(2016, 6, 1)}
"""All are of one age: no birthday ends help here."""
BIG = 1_000_000
"""Citizens of a ledger with numbers of its own lie after this."""


def _conform(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows in the contract's columns."""
    told = rows.with_columns(source=pl.lit("patchwork"))
    schema = {**dataset(name).polars_schema(), **KNOWLEDGE}
    there = [pl.col(column) if column in told.columns else pl.lit(None).alias(column) for column in schema]
    return told.select(there).with_columns(pl.col("reconstructed").fill_null(value=False)).cast(dict(schema))


def _date(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int32).cast(pl.Date)


def _of_kind(name: str) -> pl.Expr:
    told = {number: getattr(kind, name) for number, kind in enumerate(KINDS)}
    return pl.col("kind").replace_strict(told, return_dtype=pl.String)


def _provider() -> pl.Expr:
    return pl.format("{} {}", _of_kind("service"), "provider")


def _settlement(town: Town, rows: pl.DataFrame) -> pl.Series:
    between = is_neighbour(town, rows["kind"].to_numpy(), rows["provider"].to_numpy())
    paid = (rows["kind"] == NUMBER[FOSTER]).to_numpy() & town.habits.salaries
    return pl.Series(np.where(paid, "løn", np.where(between, "mellemkommunal", "faktura")))


def _own_payments(town: Town, told: pl.DataFrame) -> pl.DataFrame:
    """What citizens pay: a column, and for one kind a row of its own."""
    own_row, column = (NUMBER[f"{name} botilbud"] for name in ("Længerevarende", "Midlertidigt"))
    fees = told.with_columns(citizen_payment=pl.when(pl.col("kind") == column).then(fee(town, column) or None))
    extra = fees.filter((pl.col("kind") == own_row) & pl.lit(town.habits.citizens_pay)).with_columns(
        grant_id=pl.col("grant_id") + "-E", service=pl.lit("Egenbetaling"), price_unit=pl.lit("måned"),
        unit_price=pl.lit(-fee(town, own_row)),
    )  # fmt: skip
    return pl.concat([fees, extra])


def _grants(world: World, as_of: dt.date) -> pl.DataFrame:
    rows, drawn = listed(world, as_of)
    old = {number: kind.old for number, kind in enumerate(KINDS)}
    paragraph = pl.when("old").then(pl.col("kind").replace_strict(old)).otherwise(_of_kind("paragraph"))
    part = pl.when(pl.col("part") > 0).then(pl.format("-{}", "part")).otherwise(pl.lit(""))
    told = priced(world.town, rows, drawn).with_columns(
        grant_id=pl.format("G{}{}", "stay", part), citizen=pl.format("c{}", "citizen"), paragraph=paragraph,
        service=_of_kind("service"), provider_kind=_of_kind("provider_kind"),
        settlement=_settlement(world.town, rows),
        status=pl.when(pl.col("end") < drawn).then(pl.lit("afsluttet")).otherwise(pl.lit("aktiv")),
        decided_on=_date("decided"), registered_on=_date("registered"), start_date=_date("start"),
        end_date=_date("end"), rate_from=_date("rate_from"), provider=_provider(),
    )  # fmt: skip
    return _own_payments(world.town, told)


def _postings(world: World, as_of: dt.date) -> pl.DataFrame:
    rows = world.lines.filter(pl.col("posted") <= day(as_of))
    other = pl.lit(world.town.habits.other_ids) & pl.col("citizen").is_not_null()
    citizen = pl.when(other).then(pl.format("b{}", BIG - pl.col("citizen"))).otherwise(pl.format("c{}", "citizen"))
    served = pl.Series(rows["month"].cast(pl.Int32))
    start = (pl.lit(dt.date(1970, 1, 1)).dt.offset_by(pl.format("{}mo", served))).alias("service_from")
    return rows.select(
        "account",
        "text",
        start,
        voucher=pl.format("B{}", "line"),
        posting_date=_date("posted"),
        period=pl.format("{}-{}", "year", pl.col("number").cast(pl.String).str.zfill(2)),
        amount=pl.col("kr").round(2),
        citizen=citizen,
        provider=_provider(),
    ).with_columns(service_to=pl.col("service_from").dt.month_end(), known_from=pl.col("posting_date").dt.month_end())


def _citizens(world: World, grants: pl.DataFrame) -> pl.DataFrame:
    """Those who are on the list; who has help of both kinds is a child."""
    born = pl.col("area").replace_strict(BORN, return_dtype=pl.Date)
    people = grants.select("citizen", area=_of_kind("area")).group_by("citizen").agg(born_on=born.max()).sort("citizen")
    return people.with_columns(known_from=pl.date(world.town.first, 1, 31))


def state(world: World, as_of: dt.date) -> MunicipalityData:
    """What was known at the close of `as_of`'s month."""
    grants = _grants(world, as_of)
    start = pl.date(world.town.first, 1, 31).alias("known_from")
    budget = world.budget.filter(pl.col("year") <= as_of.year)
    frames = {
        "citizens": _citizens(world, grants),
        "grants": grants,
        "postings": _postings(world, as_of),
        "budget": budget.with_columns(adjusted=pl.col("original"), known_from=pl.date("year", 1, 1)),
        "accounts": accounts(world.town).with_columns(start),
    }
    return MunicipalityData(**{name: _conform(name, rows) for name, rows in frames.items()})


def actuals(world: World) -> MunicipalityData:
    """The final books of all years."""
    return state(world, dt.date(world.town.year + 1, 2, 28))
