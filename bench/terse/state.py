"""A town as the calculating rooms meet it at a close: only what was known then."""

import datetime as dt

import polars as pl

from bench.terse.stays import ADULTS, KINDS, day, first_day, level
from bench.terse.world import World, accounts
from cockpit.contracts.data import KNOWLEDGE, MunicipalityData
from cockpit.contracts.dataset import dataset
from cockpit.contracts.settings import Settings

TELLS = {"grant": ("grant_id", "citizen", "provider"), "citizen": ("citizen", "provider"), "provider": ("provider",)}
"""What a bill of a town says of whom it is for."""
BORN = {ADULTS: dt.date(1985, 6, 1)}
CHILD = dt.date(2014, 6, 1)
"""All are of one age: no birthday ends help here."""


def _conform(name: str, rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The rows in the contract's columns, known from the date."""
    told = rows.with_columns(source=pl.lit("terse"), known_from=pl.lit(as_of), reconstructed=pl.lit(value=False))
    schema = {**dataset(name).polars_schema(), **KNOWLEDGE}
    there = [pl.col(column) if column in told.columns else pl.lit(None).alias(column) for column in schema]
    return told.select(there).cast(dict(schema))


def _date(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int32).cast(pl.Date)


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `citizen` and the provider's name of rows with `stay` and `provider`."""
    return rows.with_columns(
        grant_id=pl.format("t{}", "stay"), citizen=pl.format("q{}", "stay"), provider=pl.format("Hus {}", "provider")
    )


def _grants(world: World, as_of: dt.date, drawn: int) -> pl.DataFrame:
    known = _named(world.stays.filter(pl.col("known") <= drawn))
    of_kind = {name: {n: getattr(kind, name) for n, kind in enumerate(KINDS)} for name in ("paragraph", "service")}
    ended = pl.col("end_known") <= drawn
    last = known.select(
        pl.when(ended).then(pl.min_horizontal(_date("end"), as_of)).otherwise(as_of).dt.year()
    ).to_series()
    return known.select(
        "grant_id", "citizen", "provider",
        *(pl.col("kind").replace_strict(told, return_dtype=pl.String).alias(name) for name, told in of_kind.items()),
        start_date=_date("start"), end_date=pl.when(ended).then(_date("end")),
        unit_price=(pl.col("price") * pl.Series(level(last.to_numpy()))).round(2), price_unit=pl.lit("måned"),
        status=pl.when(ended & (pl.col("end") <= day(as_of))).then(pl.lit("afsluttet")).otherwise(pl.lit("aktiv")),
        registered_on=_date("known"), team=pl.lit("Team 1"),
    )  # fmt: skip


def _postings(world: World, as_of: dt.date) -> pl.DataFrame:
    now = (as_of.year - 1970) * 12 + as_of.month - 1
    booked = world.lines.filter(pl.col("booked") <= now)
    month = pl.Series(first_day(booked["booked"].to_numpy()) + 9)
    named = _named(booked.with_columns(posted=month))
    said = TELLS[world.town.tells]
    whom = [pl.when(pl.col("stay").is_not_null()).then(name).alias(name) for name in said]
    return named.select(
        "account", *whom, voucher=pl.format("b{}", "line"), posting_date=_date("posted"), amount=pl.col("kr").round(2),
        period=pl.format("{}-{}", "year", pl.col("number").cast(pl.String).str.zfill(2)),
    )  # fmt: skip


def _chart(world: World) -> pl.DataFrame:
    years = pl.DataFrame({"year": list(world.town.years)})
    return accounts().drop("kind").join(years, how="cross").with_columns(in_service_frame=pl.lit(value=True))


def _citizens(world: World, drawn: int) -> pl.DataFrame:
    areas = {number: kind.area for number, kind in enumerate(KINDS)}
    born = pl.col("kind").replace_strict(areas, return_dtype=pl.String).replace_strict(BORN, default=CHILD)
    return world.stays.filter(pl.col("known") <= drawn).select(citizen=pl.format("q{}", "stay"), born_on=born)


def state(world: World, as_of: dt.date) -> MunicipalityData:
    """What was known at the close of `as_of`'s month."""
    drawn = day(Settings().close_of(as_of))
    rules = accounts().drop_nulls("kind").select("account", "paragraph")
    frames = {
        "citizens": _citizens(world, drawn),
        "grants": _grants(world, as_of, drawn),
        "postings": _postings(world, as_of),
        "budget": world.budget.filter(pl.col("year") <= as_of.year).with_columns(adjusted=pl.col("original")),
        "accounts": _chart(world),
        "account_rules": rules,
    }
    return MunicipalityData(**{name: _conform(name, rows, as_of) for name, rows in frames.items()})


def actuals(world: World) -> MunicipalityData:
    """The final books of all years."""
    return state(world, dt.date(world.town.year + 1, 3, 31))
