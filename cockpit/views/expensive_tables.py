"""The tables of *Dyre sager og refusion*."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.views.refund_law import statement_day
from cockpit.views.table import Column, Table
from cockpit.views.wording import plural

MOST_EXPENSIVE = 20
EXPECTED_HELP = (
    "Måned for måned mod 1/12 af lovens grænser, børn i samme husstand lagt sammen, anden refusion og egenbetaling "
    "trukket fra. Kendte indsatser er regnet til deres slutdato."
)
MISSING_HELP = (
    "Forventet refusion i lukkede kvartaler minus det, der er anmodet om (ellers bogført), hvor det er positivt."
)
NOTES = (
    EXPECTED_HELP,
    "Udgiften er indsatsernes pris; hvad der er bogført på en borger uden indsats, er med. Objektiv finansiering og "
    "indsatser, som en anden kommune betaler, er ikke med.",
    "Hjælp til børn og unge regnes efter barnets lov fra 2024, også når indsatsen endnu kører efter serviceloven; "
    "voksne efter serviceloven. Den samme udgift indgår aldrig efter begge love.",
    "Andelene for merudgifter, krisecentre, advokatbistand og flygtninge er ikke slået op i loven (ikke verificeret).",
    "Listerne viser sagsnumre, aldrig CPR-numre, og vises aldrig for politikere.",
)


def _per_citizen(cases: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """A row per citizen (and `by`): sums, and the words of the largest part."""
    ordered = cases.sort("gross_kr", "category", "area", "team", descending=[True, False, False, False])
    words = [pl.col(name).first() for name in ("case_id", "provider", "paragraph", "area", "team")]
    sums = [pl.col(name).sum().cast(MONEY) for name in ("gross_kr", "other_refund_kr", "refund_kr", "low_kr")]
    first = [] if "category" in by else [pl.col("category").first()]
    found = ordered.group_by("citizen", *by, maintain_order=True).agg(*words, *first, *sums, pl.col("months").max())
    net = (pl.col("gross_kr") - pl.col("other_refund_kr") - pl.col("refund_kr")).cast(MONEY)
    told = found.with_columns(net_kr=net, **{name: named(name) for name in ("case_id", "provider", "area", "team")})
    return told.sort("gross_kr", "case_id", "citizen", descending=[True, False, False])


def named(name: str) -> pl.Expr:
    """The column with words for `-`."""
    missing = "Uden sag" if name == "case_id" else NOT_ALLOCATED_LABEL
    return pl.when(pl.col(name) == NOT_ALLOCATED).then(pl.lit(missing)).otherwise(name)


def _case_columns() -> tuple[Column, ...]:
    return (
        Column("case_id", "Sagsnummer", "text"),
        Column("category", "Slags", "text"),
        Column("gross_kr", "Udgift", "kr", "Hele året, netto for egenbetaling."),
        Column("refund_kr", "Refusion, dyre sager", "kr", EXPECTED_HELP),
        Column("low_kr", "Refusion, mindst", "kr", "Hvis grænserne er steget, siden de sidst var kendt."),
        Column("other_refund_kr", "Anden refusion", "kr"),
        Column("net_kr", "Netto", "kr", "Udgift minus al refusion."),
        Column("months", "Måneder med refusion", "integer"),
        Column("provider", "Største leverandør", "text"),
        Column("paragraph", "Paragraf", "text"),
        Column("area", "Politikområde", "text"),
        Column("team", "Team", "text"),
    )


def with_total(frame: pl.DataFrame, label: str, names: Sequence[str]) -> pl.DataFrame:
    """The frame with a total line of these amounts; an empty one stays empty."""
    if frame.is_empty():
        return frame
    told = (
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum().cast(frame.schema[name])).alias(name)
        for name in names
    )
    sums = frame.select(pl.lit("I alt").alias(label), *told)
    return pl.concat([frame, sums], how="diagonal")


def over_limit(cases: pl.DataFrame, limit_kr: Decimal) -> Table:
    """Citizens whose help costs more than the limit in the year, the most expensive first, with a total."""
    found = _per_citizen(cases, ()).filter(pl.col("gross_kr") > limit_kr)
    frame = with_total(found, "case_id", ("gross_kr", "other_refund_kr", "refund_kr", "low_kr", "net_kr"))
    title = f"Sager over {danish.kr(limit_kr)} i år"
    return Table(title, _case_columns(), frame, totals=int(frame.height > 0), note="" if found.height else "Ingen.")


def by_category(over: Table) -> Table:
    """The cases over the limit by kind of help, the largest spend first: what they cost, all that is refunded, net."""
    sums = over.frame.head(over.frame.height - over.totals).group_by(kind_of_help="category").agg(
        cases=pl.len().cast(pl.Int64),
        spend_kr=pl.col("gross_kr").sum().cast(MONEY),
        refunded_kr=(pl.col("refund_kr") + pl.col("other_refund_kr")).sum().cast(MONEY),
        left_kr=pl.col("net_kr").sum().cast(MONEY),
    )  # fmt: skip
    rows = sums.sort("spend_kr", "kind_of_help", descending=[True, False])
    frame = with_total(rows, "kind_of_help", ("cases", "spend_kr", "refunded_kr", "left_kr"))
    columns = (
        Column("kind_of_help", "Slags", "text"),
        Column("cases", "Sager", "integer"),
        Column("spend_kr", "Udgift", "kr"),
        Column("refunded_kr", "Al refusion", "kr", "Refusion af dyre sager og anden refusion."),
        Column("left_kr", "Netto", "kr", "Udgift minus al refusion."),
    )
    note = "" if rows.height else "Ingen."
    return Table("De dyre sager pr. slags", columns, frame, note=note, totals=int(rows.height > 0))


def top(cases: pl.DataFrame) -> Table:
    """The most expensive citizens of each kind of help, by what that kind costs."""
    found = _per_citizen(cases, ("category",))
    order = {name: place for place, name in enumerate(finance.CATEGORIES)}
    ranked = found.with_columns(rank=pl.int_range(1, pl.len() + 1).over("category")).filter(
        pl.col("rank") <= MOST_EXPENSIVE
    )
    place = pl.col("category").replace_strict(order, return_dtype=pl.Int64)
    frame = ranked.sort(place, "rank")
    category, *others = [_case_columns()[1], _case_columns()[0], *_case_columns()[2:]]
    columns = (category, Column("rank", "Nr.", "integer"), *others)
    return Table(f"De {MOST_EXPENSIVE} dyreste af hver slags", columns, frame)


def final(cases: pl.DataFrame, year: int, as_of: dt.date) -> Table:
    """The working list of a year's final statement: every case with refund."""
    day = statement_day(year)
    found = _per_citizen(cases, ()).filter(pl.col("refund_kr") > 0)
    frame = with_total(found, "case_id", ("gross_kr", "other_refund_kr", "refund_kr", "low_kr", "net_kr"))
    left = (day - as_of).days
    when = f"om {plural(left, 'dag', 'dage')}" if left >= 0 else f"for {plural(-left, 'dag', 'dage')} siden"
    note = f"Endelig opgørelse for {year} afleveres senest {danish.long_date(day)} ({when})."
    return Table(
        f"Arbejdsliste til endelig opgørelse {year}", _case_columns(), frame, note=note, totals=int(frame.height > 0)
    )
