"""Refund as tables: claimed against expected, quarter by quarter, the limits, and what goes between municipalities."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cockpit import law
from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.refund_claim import FINAL
from cockpit.views.expensive_tables import EXPECTED_HELP, MISSING_HELP, named, with_total
from cockpit.views.refund_law import statement_words
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, plural

OTHER_KIND = "Anden statsrefusion"
_REQUESTED = (
    "Der anmodes hvert kvartal; beløbene reguleres løbende. Fristen for den endelige opgørelse er den for særligt dyre "
    "sager; om den også gælder de andre slags, er ikke verificeret."
)


def _titles() -> dict[str, str]:
    return {one.name: one.title for one in law.refund_kinds()} | {"other": OTHER_KIND}


def _closed(year: int, as_of: dt.date) -> int:
    """The last quarter that was over before the month of `as_of`, so that it can have been requested by then."""
    return 4 if as_of.year > year else ((as_of.month - 1) // 3 if as_of.year == year else 0)


def _by_quarter(months: pl.DataFrame, booked: pl.DataFrame, claims: pl.DataFrame, year: int) -> pl.DataFrame:
    """`kind, quarter, expected_kr, low_kr, gross_kr, received_kr, requested_kr` (null: no request), every quarter."""
    quarter = pl.col("month").dt.quarter().cast(pl.Int8)
    told = (
        months.filter(pl.col("year") == year)
        .group_by("kind", quarter=quarter)
        .agg(
            expected_kr=pl.col("refund_kr").sum().cast(MONEY),
            low_kr=pl.col("low_kr").sum().cast(MONEY),
            gross_kr=pl.col("gross_kr").sum().cast(MONEY),
        )
    )
    late = pl.col("booked_year") > pl.col("year")
    placed = pl.when(late).then(FINAL).otherwise(pl.col("quarter")).cast(pl.Int8)
    received = (
        booked.filter(pl.col("year") == year)
        .group_by("kind", quarter=placed)
        .agg(received_kr=pl.col("amount_kr").sum().cast(MONEY))
    )
    requested = claims.filter(pl.col("year") == year).select("kind", "quarter", requested_kr="amount_kr")
    every = [frame.select("kind") for frame in (told, received, requested)]
    kinds = (
        pl.concat(every)
        .unique()
        .join(pl.DataFrame({"quarter": range(1, FINAL + 1)}, schema={"quarter": pl.Int8()}), how="cross")
    )
    for frame in (told, received, requested):
        kinds = kinds.join(frame, on=["kind", "quarter"], how="left")
    filled = kinds.with_columns(pl.col("expected_kr", "low_kr", "gross_kr", "received_kr").fill_null(0).cast(MONEY))
    order = {name: place for place, name in enumerate(_titles())}
    return filled.with_columns(
        title=pl.col("kind").replace_strict(_titles(), default=pl.col("kind")),
        place=pl.col("kind").replace_strict(order, default=99, return_dtype=pl.Int64),
    ).sort("place", "quarter")


def claimed(
    months: pl.DataFrame, booked: pl.DataFrame, claims: pl.DataFrame, year: int, as_of: dt.date, *, whole: bool
) -> pl.DataFrame:
    """Per kind: the year's `gross_kr`, `expected_kr`, `low_kr`, what is earned in closed quarters, requested, received,
    and `missing_kr`: earned and neither requested nor received (0 for a reader who does not see the claims)."""
    lines = _by_quarter(months, booked, claims, year)
    closed = pl.col("quarter") <= _closed(year, as_of)
    got = pl.coalesce("requested_kr", "received_kr")
    sums = lines.group_by("place", "kind", "title", maintain_order=True).agg(
        *(pl.col(name).sum().cast(MONEY) for name in ("gross_kr", "expected_kr", "low_kr", "received_kr")),
        requested_kr=pl.when(pl.col("requested_kr").is_not_null().any()).then(pl.col("requested_kr").sum().cast(MONEY)),
        earned_kr=pl.col("expected_kr").filter(closed).sum().cast(MONEY),
        got_kr=got.filter(closed | (pl.col("quarter") == FINAL)).sum().cast(MONEY),
    )
    lacking = (pl.col("earned_kr") - pl.col("got_kr")).clip(lower_bound=0)
    missing = lacking if whole else pl.lit(0)
    counted = pl.when(pl.col("kind") == "other").then(0).otherwise(missing)
    return sums.with_columns(
        missing_kr=counted.cast(MONEY), net_kr=(pl.col("gross_kr") - pl.col("expected_kr")).cast(MONEY)
    ).sort("place")


def kinds_table(kinds: pl.DataFrame, year: int) -> Table:
    """Claimed against expected, per kind."""
    names = ("gross_kr", "expected_kr", "low_kr", "net_kr", "earned_kr", "requested_kr", "received_kr", "missing_kr")
    columns = (
        Column("title", "Slags refusion", "text"),
        Column("gross_kr", "Refusionsberettiget", "kr", short="Berettiget"),
        Column("expected_kr", "Forventet refusion", "kr", EXPECTED_HELP, short="Forventet"),
        Column("low_kr", "Forventet, mindst", "kr", short="Mindst"),
        Column("net_kr", "Netto", "kr"),
        Column("earned_kr", "Optjent, lukkede kvartaler", "kr", short="Optjent"),
        Column("requested_kr", "Anmodet", "kr", missing="ikke registreret"),
        Column(
            "received_kr",
            "Bogført hjemtaget",
            "kr",
            "På refusionskonti (dranst 2) for årets ydelser.",
            short="Hjemtaget",
        ),
        Column("missing_kr", "Ikke hjemtaget", "kr", MISSING_HELP),
    )
    frame = with_total(kinds, "title", names)
    return Table(f"Refusion {year}: forventet mod hjemtaget", columns, frame, totals=int(frame.height > 0))


def quarters(
    months: pl.DataFrame, booked: pl.DataFrame, claims: pl.DataFrame, year: int, as_of: dt.date, *, whole: bool
) -> Table:
    """Quarter by quarter: what should be requested, what was, and what to do."""
    lines = _by_quarter(months, booked, claims, year).filter(pl.col("kind") != "other")
    closed, got = _closed(year, as_of), pl.coalesce("requested_kr", "received_kr")
    lacking = (pl.col("expected_kr") - got).cast(MONEY)
    due, untold = pl.col("quarter") <= closed, pl.col("requested_kr").is_null()
    state = (
        pl.when(pl.col("quarter") == FINAL).then(pl.lit(statement_words(year)))
        .when(untold & (pl.col("quarter") * 3 == as_of.month) & (pl.col("expected_kr") <= 0))
        .then(pl.lit("Kvartalet er slut: intet at anmode om"))
        .when(untold & (pl.col("quarter") * 3 == as_of.month)).then(pl.lit("Kvartalet er slut: kan anmodes nu"))
        .when(untold & ~due).then(pl.lit("Kvartalet er ikke slut"))
        .when(got == 0).then(pl.lit("Ikke anmodet"))
        .when(untold & (lacking > 0)).then(pl.lit("Der er hjemtaget mindre end forventet"))
        .when(lacking > 0).then(pl.lit("Der er anmodet om mindre end forventet"))
        .when(untold).then(pl.lit("Hjemtaget"))
        .otherwise(pl.lit("Anmodet"))
    )  # fmt: skip
    label = pl.when(pl.col("quarter") == FINAL).then(pl.lit("Endelig")).otherwise(pl.format("{}. kvartal", "quarter"))
    frame = lines.with_columns(
        quarter_text=label, state=state if whole else pl.lit("Vises for hele kommunen"),
        lacking_kr=pl.when(due).then(lacking),
    )  # fmt: skip
    columns = (
        Column("title", "Slags refusion", "text"),
        Column("quarter_text", "Kvartal", "text"),
        Column("expected_kr", "Forventet", "kr"),
        Column("requested_kr", "Anmodet", "kr", missing="ikke registreret"),
        Column("received_kr", "Bogført hjemtaget", "kr"),
        Column("lacking_kr", "Mangler", "kr", "Forventet minus anmodet (ellers bogført)."),
        Column("state", "Hvad nu", "text"),
    )
    return Table(f"Anmodninger {year}", columns, frame, note=_REQUESTED)


def between_table(rows: pl.DataFrame, year: int) -> Table:
    """What we pay for others and others for us."""
    amounts = ("this_year_kr", "last_year_kr")
    keys = ["direction", "partner", "provider"]
    sums = (
        rows.group_by(keys)
        .agg(pl.col(name).sum().cast(MONEY) for name in amounts)
        .filter(pl.any_horizontal(pl.col(amounts) != 0))
    )
    lines = sums.with_columns(provider=named("provider")).sort(
        "direction", "this_year_kr", "provider", descending=[False, True, False]
    )
    frame = pl.concat([lines, _per_direction(lines, "provider", amounts)], how="diagonal")
    columns = (
        Column("direction", "Retning", "text"),
        Column("partner", "Hvem", "text"),
        Column("provider", "Modpart eller leverandør", "text"),
        Column("this_year_kr", f"{year} til dato", "kr"),
        Column("last_year_kr", f"{year - 1}, samme måneder", "kr"),
    )
    note = "Efter art: 4.7 og 4.8 er betalinger til kommuner og regioner, 7.7 og 7.8 er indtægter fra dem."
    totals = frame.height - lines.height
    return Table("Mellemkommunale betalinger efter bogføringen", columns, frame, note=note, totals=totals)


def _per_direction(lines: pl.DataFrame, label: str, amounts: Sequence[str]) -> pl.DataFrame:
    """A total line for each direction."""
    sums = lines.group_by("direction").agg(pl.col(name).sum().cast(MONEY) for name in amounts)
    return sums.sort("direction").with_columns(pl.lit("I alt").alias(label))


def by_municipality(rows: pl.DataFrame, year: int, as_of: dt.date) -> Table:
    """By acting and paying municipality: citizens and granted cost, with a total line for each direction."""
    keys, amounts = ["direction", "municipality"], ("year_kr", "to_date_kr")
    counted = [pl.col("citizen").n_unique().cast(pl.Int64).alias("citizens")]
    sums = [pl.col(name).sum().cast(MONEY) for name in amounts]
    lines = (
        rows.group_by(keys)
        .agg(*counted, *sums)
        .sort("direction", "year_kr", "municipality", descending=[True, True, False])
    )
    totals = rows.group_by("direction").agg(*counted, *sums).sort("direction", descending=True)
    frame = pl.concat([lines, totals.with_columns(municipality=pl.lit("I alt"))], how="diagonal")
    columns = (
        Column("direction", "Retning", "text", "Handlekommunen træffer afgørelsen, betalingskommunen betaler."),
        Column("municipality", "Kommune", "text"),
        Column("citizens", "Borgere", "integer"),
        Column("year_kr", f"Disponeret {year}", "kr", "Indsatsernes pris i hele året efter egenbetaling."),
        Column("to_date_kr", f"Heraf til og med {danish.MONTHS[as_of.month - 1]}", "kr"),
    )
    note = (
        "Efter indsatsernes handle- og betalingskommune. Siger udtrækket ikke, hvem der betaler, er det os."
        if frame.height
        else "Udtrækkene nævner ingen anden handle- eller betalingskommune."
    )
    return Table("Mellemkommunalt efter indsatserne", columns, frame, note=note, totals=totals.height)


def facts_notes(facts: pl.DataFrame, kinds: pl.DataFrame) -> list[str]:
    """What the reader should know of whom the figures are about."""
    if facts.is_empty():
        return []
    row = facts.row(0, named=True)
    booked = sum_kr(kinds.filter(pl.col("kind") == "refugees"), "received_kr")
    several, unknown, kept, left = (
        plural(row[name], "borger", "borgere")
        for name in ("several_households", "unknown_age", "kept_over_age", "left_over_age")
    )
    told = [
        (
            row["several_households"],
            f"{several} står i flere husstande: hver måned er regnet i den, månedens indsatser nævner, ellers i den, "
            "de fleste af årets udgifter nævner, ellers i den første.",
        ),
        (row["unknown_age"], f"Fødselsdato mangler for {unknown}: de er regnet som under 67 år."),
        (row["kept_over_age"], f"{kept} over 67 år giver fortsat refusion, fordi de var omfattet lige før."),
        (row["left_over_age"], f"{left} over 67 år giver ikke refusion."),
        (row["other_payers_kr"], f"{money(row['other_payers_kr'])} betales af andre kommuner og er ikke med."),
        (
            booked and not row["refugees"],
            f"Der er hjemtaget {money(booked)} for flygtninge, men borgerlisten nævner ingen (Flygtningerefusion til).",
        ),
    ]
    return [text for tells, text in told if tells]
