"""A town as the calculating rooms meet it at a close: only what was known then."""

import datetime as dt

import numpy as np
import polars as pl

from bench.chains.accounts import accounts, chart
from bench.chains.books import habit_names
from bench.chains.casework import MOST, PRICED_FROM
from bench.chains.catalogue import ARTS, KINDS, NAMES
from bench.chains.histories import day
from bench.chains.world import World
from cockpit.contracts.data import KNOWLEDGE, MunicipalityData
from cockpit.contracts.dataset import dataset
from cockpit.contracts.settings import Settings

PRICES_HEARD = 45
"""New prices of 1 January are in the case system from mid February."""
OWNERS = {"payroll": "Lønkontoret", "seller": "Tilbud", "neighbour": "Nabokommune", "quarterly": "Region"}
SETTLEMENTS = {"payroll": "løn", "seller": "faktura", "neighbour": "mellemkommunal", "quarterly": "faktura"}


def _conform(name: str, rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The rows in the contract's columns, known from the date."""
    told = rows.with_columns(source=pl.lit("chains"), known_from=pl.lit(as_of), reconstructed=pl.lit(value=False))
    schema = {**dataset(name).polars_schema(), **KNOWLEDGE}
    known = [pl.col(column).cast(dtype) for column, dtype in schema.items() if column in told.columns]
    missing = [pl.lit(None, dtype).alias(column) for column, dtype in schema.items() if column not in told.columns]
    return told.select(*known, *missing).select(*schema)


def _date(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Int32).cast(pl.Date)


def _shown_end(grants: pl.DataFrame, drawn: int) -> pl.Series:
    """The true end once it is told; else the end planned at the start, moved on as often as it was by the day."""
    start, end = grants["start"].to_numpy(), grants["end"].to_numpy()
    period = grants["period"].fill_null(0).to_numpy()
    lag = np.array(grants["move_lag"].to_list()).reshape(len(grants), MOST)
    shown = start + period
    for step in range(MOST - 1):
        moved = (shown < end) & (shown + lag[:, step] <= drawn) & (shown == start + (step + 1) * period)
        shown = np.where(moved, shown + period, shown)
    told = (grants["end_told"] <= drawn).fill_null(value=False).to_numpy()
    found = pl.Series(np.where(told, end, shown))
    return pl.select(pl.when(pl.lit(pl.Series(told | (period > 0)))).then(pl.lit(found))).to_series()


def _named(world: World, rows: pl.DataFrame) -> pl.DataFrame:
    """`provider_name` and `service` of rows with `provider`, `kind`, `habit`."""
    names = habit_names(rows["kind"].to_numpy(), rows["habit"].to_numpy()) if len(rows) else np.array([], dtype=str)
    services = {number: name.capitalize() for number, name in enumerate(NAMES)}
    own = {"payroll"}
    del world
    habits = pl.Series(names, dtype=pl.String)
    label = pl.lit(habits.replace_strict(OWNERS, default="Tilbud"))
    number = pl.col("provider").cast(pl.String)
    provider = pl.when(pl.lit(habits.is_in(list(own)))).then(label).otherwise(label + pl.lit(" ") + number)
    return rows.with_columns(
        provider_name=provider, service=pl.col("kind").replace_strict(services, return_dtype=pl.String),
        habit_name=pl.lit(habits), settled=pl.lit(habits.replace_strict(SETTLEMENTS, default="faktura")),
    )  # fmt: skip


def _level(world: World, provider: pl.Series, year: pl.Series) -> pl.Series:
    return pl.Series(world.levels[provider.to_numpy(), year.to_numpy() - PRICED_FROM])


def _grants(world: World, as_of: dt.date, drawn: int) -> pl.DataFrame:
    rows = _named(world, world.grants.filter(pl.col("known") <= drawn))
    rows = rows.with_columns(shown=_shown_end(rows, drawn))
    newest = as_of.year if drawn >= day(dt.date(as_of.year, 1, 1)) + PRICES_HEARD else as_of.year - 1
    ended = (pl.col("shown") <= day(as_of)) & (pl.col("end_told") <= drawn)
    last_year = _date("shown").dt.year().fill_null(newest).clip(world.town.first.year, newest)
    rows = rows.with_columns(year=last_year)
    priced = rows.with_columns(now=(pl.col("price") * _level(world, rows["provider"], rows["year"])).round(2))
    framed = pl.col("kind").replace_strict(
        {n: KINDS[name].framed for n, name in enumerate(NAMES)}, return_dtype=pl.Boolean
    )
    unit = pl.col("kind").replace_strict({n: KINDS[name].unit for n, name in enumerate(NAMES)}, return_dtype=pl.String)
    waiting = pl.col("applied") & (pl.col("decided") > drawn)
    return priced.select(
        grant_id=pl.format("c{}", "grant"), citizen=pl.format("p{}", "person"), paragraph="paragraph",
        service=pl.col("service") + pl.when(world.town.listed).then(pl.format(" {}", "spell")).otherwise(pl.lit("")),
        provider="provider_name", start_date=_date("start"), end_date=_date("shown"),
        unit_price=pl.when(~pl.lit(world.town.listed)).then("now"), price_unit=unit,
        quantity=pl.when(unit == "time").then("quantity"),
        settlement=pl.when(framed).then(pl.lit("ramme")).otherwise("settled"),
        status=pl.when(waiting).then(pl.lit("ansøgt")).when(ended.fill_null(value=False)).then(pl.lit("afsluttet"))
        .otherwise(pl.lit("aktiv")),
        decided_on=pl.when(pl.col("decided") <= drawn).then(_date("decided")), registered_on=_date("known"),
        team=pl.format("Team {}", pl.col("kind") % 4),
    )  # fmt: skip


def _prices(world: World, as_of: dt.date, drawn: int) -> pl.DataFrame:
    """The price list of a town that has one: a row per stay's provider, service and year."""
    sold = _named(world, world.grants.unique(["spell", "provider"], keep="first", maintain_order=True))
    heard = as_of.year if drawn >= day(dt.date(as_of.year, 1, 1)) + PRICES_HEARD else as_of.year - 1
    years = pl.DataFrame({"year": list(range(world.town.first.year, heard + 1))})
    rows = sold.join(years, how="cross", maintain_order="left")
    unit = pl.col("kind").replace_strict({n: KINDS[name].unit for n, name in enumerate(NAMES)}, return_dtype=pl.String)
    return rows.select(
        provider="provider_name", service=pl.format("{} {}", "service", "spell"),
        unit_price=(pl.col("price") * _level(world, rows["provider"], rows["year"])).round(2), price_unit=unit,
        valid_from=pl.date("year", 1, 1),
    )  # fmt: skip


def _postings(world: World, drawn: int) -> pl.DataFrame:
    rows = world.ledger.filter((pl.col("entered") <= drawn) & (pl.col("year") <= world.town.year))
    facts = _named(world, world.grants).select("grant", "provider_name")
    rows = rows.join(facts, on="grant", how="left", maintain_order="left")
    tells = world.town.tells
    number = pl.col("number").cast(pl.String).str.zfill(2)
    posted = pl.when(pl.col("number") == 13).then(pl.date("year", 12, 31)).otherwise(_date("entered"))
    month_from = pl.coalesce("from_day", (pl.col("month") * 0 + pl.col("entered")))
    return rows.select(
        voucher=pl.format("b{}", "line"), account="account", posting_date=posted,
        period=pl.format("{}-{}", "year", number),
        amount=pl.col("kr").round(2), text=pl.lit("Regning"),
        citizen=pl.when(pl.col("person").is_not_null()).then(pl.format("p{}", "person")),
        provider=pl.when(pl.lit(tells != "citizen")).then("provider_name"),
        grant_id=pl.when(pl.lit(tells == "grant") & pl.col("grant").is_not_null()).then(pl.format("c{}", "grant")),
        service_from=pl.when("tells").then(month_from.cast(pl.Int32).cast(pl.Date)),
        service_to=pl.when("tells").then(_date("to_day")),
    )  # fmt: skip


def _budget(world: World, as_of: dt.date, drawn: int) -> pl.DataFrame:
    in_force = pl.col("year") * 10000 + 620 <= int(
        dt.date.fromordinal(drawn + dt.date(1970, 1, 1).toordinal()).strftime("%Y%m%d")
    )
    rows = world.budget.filter(pl.col("year") <= as_of.year)
    june = pl.when(in_force).then("june").otherwise(0.0)
    told = rows.with_columns(supplementary=june, adjusted=pl.col("original") + june)
    return _by_month(told, world) if world.town.periodised else told


def _by_month(rows: pl.DataFrame, world: World) -> pl.DataFrame:
    """A budget that names its months, in twelfths."""
    del world
    months = pl.DataFrame({"month": list(range(1, 13))}, schema={"month": pl.Int8})
    money = ("original", "supplementary", "adjusted")
    return rows.join(months, how="cross", maintain_order="left").with_columns(
        (pl.col(name) / 12).round(2) for name in money
    )


def _rules() -> pl.DataFrame:
    rows = accounts().filter(pl.col("new").is_not_null()).unique("new", keep="first", maintain_order=True)
    both = [rows.select("account", paragraph=name) for name in ("new", "old")]
    return pl.concat(both).unique("paragraph", keep="first", maintain_order=True)


def state(world: World, as_of: dt.date) -> MunicipalityData:
    """What was known at the close of `as_of`'s month."""
    drawn = day(Settings().close_of(as_of))
    people = world.grants.select("person", "born").unique("person", keep="first", maintain_order=True)
    citizens = people.select(
        citizen=pl.format("p{}", "person"), born_on=pl.col("born").floor().cast(pl.Int32).cast(pl.Date)
    )
    frames = {
        "citizens": citizens,
        "grants": _grants(world, as_of, drawn),
        "postings": _postings(world, drawn).filter(pl.col("period") <= f"{as_of:%Y}-13"),
        "budget": _budget(world, as_of, drawn),
        "accounts": chart(world.town),
        "account_rules": _rules(),
        "prices": _prices(world, as_of, drawn) if world.town.listed else pl.DataFrame(),
    }
    told = {name: _conform(name, rows, as_of) for name, rows in frames.items() if rows.width}
    return MunicipalityData(**told)


def actuals(world: World) -> MunicipalityData:
    """The final books of all years."""
    return state(world, dt.date(world.town.year + 1, 3, 31))


__all__ = ["ARTS", "actuals", "state"]
