"""The desks' rows as a frame with every state that each row ever had."""

import datetime as dt

import numpy as np
import polars as pl

from bench.desks.cases import Registrar
from bench.desks.catalogue import AWAY, BY_COURT, COURT, SERVICES, UNITS
from bench.desks.days import first_day, month_of, number
from bench.desks.seen import Seen
from bench.desks.settling import SALARY
from bench.desks.world import World

NEW_ACT = 2024


def provider_name(service: int, provider: int, stay: int) -> str | None:
    """Homes and firms have names; a foster family has its own, and who stays at home with a child is no provider."""
    kind = SERVICES[service].provider
    if not kind:
        return None
    own = f"{SERVICES[service].function[-2:]}{'ABCD'[provider]}"
    return f"{kind} {1000 + stay if service in SALARY else own}"


def versions(world: World) -> pl.DataFrame:
    """Every state of every row: `Seen`'s fields and the stay's."""
    town, begins = world.town, int(first_day(month_of(world.town.first, 1)))
    stays = world.courses.stays[world.courses.stays["last"] >= begins]
    changed = _changes(world)
    rows: list[Seen] = []
    for stay in stays:
        rng = np.random.default_rng([town.seed, 8, int(stay["id"])])
        rows += Registrar(town, world.rates, stay, changed.get(int(stay["id"]), {}), rng).seen()
    table = pl.DataFrame([row.__dict__ for row in rows], infer_schema_length=None)
    names = ("id", "citizen", "service", "provider", "others", "birthday")
    facts = pl.DataFrame({name: stays[name] for name in names}).rename({"service": "kind", "provider": "which"})
    return table.join(facts, left_on="stay", right_on="id").with_row_index("order")


def _changes(world: World) -> dict[int, dict[int, float]]:
    """The months in which the extent of each stay changed."""
    months = world.courses.months[np.lexsort((world.courses.months["month"], world.courses.months["stay"]))]
    same = (months["stay"][1:] == months["stay"][:-1]) & (months["extent"][1:] != months["extent"][:-1])
    found: dict[int, dict[int, float]] = {}
    for line in months[1:][same]:
        found.setdefault(int(line["stay"]), {})[int(line["month"])] = float(line["extent"])
    return found


def at(table: pl.DataFrame, day: int) -> pl.DataFrame:
    """The grants as the desks' systems told on a day: fields of the contract."""
    newest = table.filter(pl.col("known") <= day).sort("known", "order").unique("row", keep="last", maintain_order=True)
    over = pl.col("closed") & (pl.col("end") <= day)
    child = pl.col("paragraph_new").str.starts_with("BL")
    new_act = child & (pl.col("start") >= number(dt.date(NEW_ACT, 1, 1)))
    court = pl.col("kind").is_in(AWAY) & (pl.col("stay") % COURT == 0)
    before = pl.when(court).then(pl.lit(BY_COURT[0])).otherwise("paragraph_old")
    after = pl.when(court).then(pl.lit(BY_COURT[1])).otherwise("paragraph_new")
    return newest.join(_kinds(), on="kind").select(
        grant_id="row", citizen=pl.format("c{}", "citizen"),
        paragraph=pl.when(child & ~new_act).then(before).otherwise(after),
        service="service", provider=_providers(newest), provider_kind="provider_kind",
        start_date=_date("start"), end_date=_date("end"), unit_price=pl.col("price").round(2), price_unit="unit",
        quantity=pl.col("quantity").round(2), rate_from=_date("rate_from"),
        settlement=pl.when(pl.col("kind").is_in(SALARY)).then(pl.lit("løn")).otherwise(pl.lit("faktura")),
        acting_municipality=pl.lit("Aakøbing"),
        paying_municipality=pl.when("others").then(pl.lit("Nabokøbing")).otherwise(pl.lit("Aakøbing")),
        team=pl.when(child).then(pl.lit("Børn")).otherwise(pl.lit("Voksne")),
        status=pl.when(over).then(pl.lit("afsluttet")).otherwise(pl.lit("aktiv")),
        decided_on=_date("registered"), registered_on=_date("registered"), known=_date("known"),
    )  # fmt: skip


def _date(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int32).cast(pl.Date)


def _providers(newest: pl.DataFrame) -> pl.Series:
    named = [provider_name(*row) for row in newest.select("kind", "which", "stay").iter_rows()]
    return pl.Series(named, dtype=pl.String)


def _kinds() -> pl.DataFrame:
    return pl.DataFrame({
        "kind": pl.Series(range(len(SERVICES)), dtype=pl.Int16), "service": [item.name for item in SERVICES],
        "paragraph_old": [item.before for item in SERVICES], "paragraph_new": [item.paragraph for item in SERVICES],
        "provider_kind": [item.provider or None for item in SERVICES], "unit": [UNITS[item.unit] for item in SERVICES],
    })  # fmt: skip
