"""Paragraphs this year against last year, kinds of service over the years, and one paragraph over the years."""

from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.figures import Multiples
from cockpit.views.levels import term
from cockpit.views.table import Column, Kind, Table
from cockpit.views.wording import money

MEASURES = ("spend_kr", "full_year_persons", "unit_price_kr")
FLOWS = ("inflow", "outflow")
NOT_ADDED = (
    "Helårspersoner og enhedspriser lægges ikke sammen på tværs af paragraffer: én borger kan have flere indsatser."
)
_TITLE: dict[str, str] = {
    "spend_kr": "Udgift",
    "full_year_persons": term("full_year_persons").title,
    "unit_price_kr": term("unit_price").title,
}
_HELP: dict[str, str] = {
    "full_year_persons": term("full_year_persons").definition,
    "unit_price_kr": term("unit_price").definition,
}
NOT_MULTIPLIED = (
    "Enhedspris gange helårspersoner giver ikke hele udgiften: rammekonti og regninger fra tidligere år er ikke i "
    "prisen, og borgere, hvis hjælp betales af en ramme, er i helårspersonerne."
)


def _kind(measure: str, context: Context) -> Kind:
    return {"full_year_persons": "persons", "unit_price_kr": "kr"}.get(measure, context.unit)  # type: ignore[return-value]  # a literal by construction


def _column(measure: str, context: Context, year: int) -> Column:
    return Column(f"{measure}_{year}", f"{_TITLE[measure]} {year}", _kind(measure, context), _HELP.get(measure, ""))


def _wide(years: pl.DataFrame, keys: list[str], wanted: list[int]) -> pl.DataFrame:
    """One row a key, one column a measure and year; null where the year has no row."""
    cells = [
        pl.col(measure).filter(pl.col("year") == year).first().alias(f"{measure}_{year}")
        for measure in MEASURES
        for year in wanted
    ]
    return years.group_by(keys).agg(cells)


def _change(year: int) -> pl.Expr:
    now, then = (pl.col(f"spend_kr_{wanted}").cast(pl.Float64) for wanted in (year, year - 1))
    return (now / pl.when(then != 0).then(then) - 1).alias("change_pct")


def this_year(context: Context, years: pl.DataFrame, flows: pl.DataFrame, prices: str = "") -> Table:
    """Every paragraph (`label`, `kind`) in `context.year` against the year before, with what started and ended this
    year until the date; spend, inflow and outflow alone are added up."""
    wanted = [context.year, context.year - 1]
    started = flows.filter(pl.col("year") == context.year).select("paragraph", *FLOWS)
    rows = _wide(years, ["paragraph", "label", "kind", "group_title"], wanted).join(started, on="paragraph", how="left")
    present = rows.filter(pl.any_horizontal(pl.col(r"^spend_kr_\d+$").is_not_null()))
    ranked = present.sort(pl.col(f"spend_kr_{context.year}"), "paragraph", descending=[True, False], nulls_last=True)
    spent = [
        pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).cast(MONEY).alias(name)
        for name in (f"spend_kr_{year}" for year in wanted)
    ]
    sums = ranked.select(*spent, pl.col(*FLOWS).sum())
    sums = sums.with_columns(label=pl.lit("I alt"))
    body = pl.concat([ranked, sums], how="diagonal") if ranked.height else ranked
    columns = (
        Column("label", "Paragraf", "text"),
        *(_column(MEASURES[0], context, year) for year in wanted),
        Column("change_pct", "Ændring", "pct", "Udgift i år i forhold til sidste år."),
        *(_column(measure, context, year) for measure in MEASURES[1:] for year in wanted),
        *flow_columns(),
        Column("kind", "Slags indsats", "text", "Samme slags under serviceloven og barnets lov."),
    )
    frame = body.with_columns(_change(context.year))
    return Table(f"Paragraffer{prices}", columns, frame, note=NOT_ADDED, totals=int(ranked.height > 0))


def flow_columns() -> tuple[Column, Column]:
    """What started and what ended in the year, until the date."""
    return (
        Column("inflow", "Tilgang", "integer", "Indsatser, der er begyndt i året, til og med opgørelsesdagen."),
        Column("outflow", "Afgang", "integer", "Indsatser, der er sluttet i året, til og med opgørelsesdagen."),
    )


def kinds(context: Context, years: pl.DataFrame, prices: str = "") -> Table:
    """Spend per kind of service over the years, SEL and BL together."""
    wanted = sorted(set(years["year"]))
    cells = [
        pl.col("spend_kr").filter(pl.col("year") == year).sum().cast(MONEY).alias(f"spend_kr_{year}") for year in wanted
    ]
    order = [f"spend_kr_{wanted[-1]}"] if wanted else []
    rows = years.group_by("group_title", "kind").agg(cells).filter(pl.any_horizontal(pl.col(r"^spend_kr_\d+$") != 0))
    ranked = rows.sort(*order, "group_title", "kind", descending=[True] * len(order) + [False, False])
    last = ranked.select(pl.col(r"^spend_kr_\d+$").sum().cast(MONEY)).with_columns(kind=pl.lit("I alt"))
    frame = pl.concat([ranked, last], how="diagonal").with_columns(pl.col("group_title").fill_null(""))
    columns = (
        Column("kind", "Slags indsats", "text", "Samme slags under serviceloven og barnets lov."),
        Column("group_title", "Gruppe", "text"),
        *(_column("spend_kr", context, year) for year in wanted),
    )
    note = "Serviceloven og barnets lov er lagt sammen, så udviklingen kan følges hen over 1. januar 2024."
    return Table(
        f"Udgift pr. slags indsats{prices}",
        columns,
        frame if ranked.height else ranked,
        note=note,
        totals=int(ranked.height > 0),
    )


def _of(years: pl.DataFrame, selected: str | None) -> pl.DataFrame:
    """The years of one paragraph, or the added spend of all (persons and prices are then not known)."""
    if selected is not None:
        return years.filter(pl.col("paragraph") == selected).select("year", *MEASURES).sort("year")
    spend = years.group_by("year").agg(pl.col("spend_kr").sum().cast(MONEY))
    unknown = (
        pl.lit(None, dtype=pl.Float64).alias("full_year_persons"),
        pl.lit(None, dtype=MONEY).alias("unit_price_kr"),
    )
    return spend.with_columns(*unknown).sort("year")


def headline(context: Context, years: pl.DataFrame, selected: str | None, prices: str = "") -> str:
    """The year's expected spend against that of the year before."""
    said = _message(context, _of(years, selected), prices)
    return said if selected is None else f"{selected}: {said}"


def over_years(context: Context, years: pl.DataFrame, selected: str | None, prices: str = "") -> Multiples:
    """Spend, full-year persons and unit price over the years."""
    frame = _of(years, selected)
    return Multiples(_course_message(frame, prices), _long(context, frame))


def years_table(
    context: Context, current: pl.DataFrame, fixed: pl.DataFrame, flows: pl.DataFrame, selected: str | None
) -> Table:
    """The same years in the prices of each year and in this year's, with what started and ended."""
    wanted = flows if selected is None else flows.filter(pl.col("paragraph") == selected)
    started = wanted.group_by("year").agg(pl.col(*FLOWS).sum())
    names = {"spend_kr": "spend_fixed_kr", "unit_price_kr": "unit_price_fixed_kr"}
    priced = _of(fixed, selected).select("year", *names).rename(names)
    frame = _of(current, selected).join(priced, on="year", how="left").join(started, on="year", how="left")
    this = f"i {context.year}-priser"
    columns = (
        Column("year", "År", "text"),
        Column("spend_kr", _TITLE["spend_kr"], context.unit),
        Column("spend_fixed_kr", f"{_TITLE['spend_kr']} {this}", context.unit),
        Column("full_year_persons", _TITLE["full_year_persons"], "persons", _HELP["full_year_persons"]),
        Column("unit_price_kr", _TITLE["unit_price_kr"], "kr", _HELP["unit_price_kr"]),
        Column("unit_price_fixed_kr", f"{_TITLE['unit_price_kr']} {this}", "kr", _HELP["unit_price_kr"]),
        *flow_columns(),
    )
    return Table("Udvikling over årene", columns, frame.sort("year").with_columns(pl.col("year").cast(pl.String)))


def _course_message(frame: pl.DataFrame, prices: str) -> str:
    """How spend has moved over all the years that are known."""
    known = frame.select("year", "spend_kr").drop_nulls().sort("year")
    if known.height < 2:
        return "Udgift"
    (first, start), (last, end) = known.row(0), known.row(-1)
    if start == end:
        return f"Udgiften{prices} er den samme i {last} som i {first}"
    way = "steget" if end > start else "faldet"
    share = f" ({danish.pct(float(abs(end - start) / start))})" if start > 0 else ""
    return f"Udgiften{prices} er {way} {money(abs(end - start))}{share} fra {first} til {last}"


MULTIPLES_SCHEMA: dict[str, pl.DataType] = {
    "year": pl.Int32(),
    "measure": pl.String(),
    "label": pl.String(),
    "value": pl.Float64(),
    "text": pl.String(),
    "is_forecast": pl.Boolean(),
}


def _text(value: Decimal | float) -> str:
    return money(value) if isinstance(value, Decimal) else danish.number(value, 1)


def _long(context: Context, frame: pl.DataFrame) -> pl.DataFrame:
    rows = [
        (year, measure, _TITLE[measure], float(value), _text(value), year >= context.year)
        for measure in MEASURES
        for year, value in frame.select("year", measure).drop_nulls().iter_rows()
    ]
    return pl.DataFrame(rows, schema=MULTIPLES_SCHEMA, orient="row")


def _message(context: Context, frame: pl.DataFrame, prices: str) -> str:
    spend = dict(frame.select("year", "spend_kr").iter_rows())
    now, before = spend.get(context.year), spend.get(context.year - 1)
    if now is None:
        return f"Ingen udgift i {context.year}"
    if before is None:
        return f"Forventet udgift {context.year} er {money(now)}"
    way = "mere" if now > before else "mindre"
    change = "som sidste år" if now == before else f"{money(abs(now - before))} {way} end {context.year - 1}{prices}"
    return f"Forventet udgift {context.year} er {money(now)}, {change}"
