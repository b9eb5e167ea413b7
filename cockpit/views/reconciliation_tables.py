"""The tables of Afstemning: differences by kind, by provider and line by line."""

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import money, plural

KIND_TITLE: dict[str, str] = {
    "granted_not_invoiced": "Bevilget, ikke faktureret",
    "invoiced_without_grant": "Faktureret uden indsats",
    "other_rate": "Anden takst eller mængde",
    "outside_period": "Uden for indsatsens periode",
    "twice": "Faktureret flere gange",
    "other_account": "Bogført et andet sted",
}
ON_SCREEN = 200
"""Lines on the screen; the workbook has them all."""


UNCERTAIN = (
    "Åbne forskelle, der ikke blot venter på en regning, lagt sammen pr. leverandør: en regning uden borger og en "
    "indsats uden regning hos samme leverandør udligner hinanden."
)

SIDES = (("invoiced_without_grant", "bogført", "indsatser"), ("granted_not_invoiced", "bevilget", "bogføring"))
LOAD = "Indlæs det, der mangler, under Data → Indlæsning."


def kind_title() -> pl.Expr:
    """The Danish title of a difference's kind."""
    return pl.col("kind").replace_strict(KIND_TITLE, default=pl.col("kind"))


def kinds(shown: pl.DataFrame) -> Table:
    """Open, waiting and explained differences by kind, with a total."""
    active = pl.col("open") & ~pl.col("waits")
    frame = (
        shown.group_by(label=kind_title())
        .agg(
            active.sum().alias("open_count"),
            pl.col("amount_kr").filter(active, pl.col("amount_kr") < 0).sum().alias("missing_kr"),
            pl.col("amount_kr").filter(active, pl.col("amount_kr") > 0).sum().alias("surplus_kr"),
            pl.col("amount_kr").filter("open", "waits").sum().alias("waiting_kr"),
            (~pl.col("open")).sum().alias("explained_count"),
            pl.col("amount_kr").filter(~pl.col("open")).sum().alias("explained_kr"),
        )
        .sort("label")
    )
    totals = frame.select(pl.lit("I alt").alias("label"), pl.exclude("label").sum())
    columns = (
        Column("label", "Slags", "text"),
        Column("open_count", "Åbne", "integer"),
        Column("missing_kr", "Mangler", "kr"),
        Column("surplus_kr", "For meget", "kr"),
        Column("waiting_kr", "Venter på regning", "kr"),
        Column("explained_count", "Forklarede", "integer"),
        Column("explained_kr", "Forklaret beløb", "kr"),
    )
    rows = pl.concat([frame, totals], how="vertical_relaxed") if frame.height else frame
    return Table("Forskelle efter slags", columns, rows, totals=int(frame.height > 0))


def providers(active: pl.DataFrame) -> Table:
    """Open differences by provider, the largest net amount first."""
    sums = active.group_by("provider").agg(
        pl.len().cast(pl.Int64).alias("open_count"),
        pl.col("amount_kr").filter(pl.col("amount_kr") < 0).sum().alias("missing_kr"),
        pl.col("amount_kr").filter(pl.col("amount_kr") > 0).sum().alias("surplus_kr"),
        pl.col("amount_kr").sum().alias("net_kr"),
        pl.col("month").min().alias("oldest"),
    )
    frame = _labelled(sums).sort(pl.col("net_kr").abs(), "provider", descending=[True, False])
    columns = (
        Column("provider", "Leverandør", "text"),
        Column("open_count", "Åbne", "integer"),
        Column("missing_kr", "Mangler", "kr"),
        Column("surplus_kr", "For meget", "kr"),
        Column("net_kr", "Netto", "kr", UNCERTAIN),
        Column("oldest", "Ældste måned", "date"),
    )
    return Table("Åbne forskelle pr. leverandør", columns, frame)


def _labelled(frame: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in ("provider", "area", "team", "paragraph", "case_id") if name in frame.columns]
    missing = {name: "Uden sag" if name == "case_id" else NOT_ALLOCATED_LABEL for name in names}
    return frame.with_columns(
        pl.when(pl.col(name) == NOT_ALLOCATED).then(pl.lit(missing[name])).otherwise(name).alias(name) for name in names
    )


def line_table(listed: pl.DataFrame) -> Table:
    """Every difference with its likely reason and its explanation."""
    state = (
        pl.when(~pl.col("open")).then(pl.lit("Forklaret"))
        .when("reopened").then(pl.lit("Åben igen: beløbet er ændret"))
        .when("waits").then(pl.lit("Venter"))
        .otherwise(pl.lit("Åben"))
    )  # fmt: skip
    month = pl.Series(
        "month_text", [f"{danish.MONTHS_SHORT[day.month - 1]} {day.year}" for day in listed["month"]], dtype=pl.String
    )
    frame = _labelled(listed.with_columns(month, kind_title=kind_title(), state=state))
    columns = (
        Column("month_text", "Måned", "text"),
        Column("kind_title", "Slags", "text"),
        Column("amount_kr", "Forskel", "kr_exact", "Bogført minus bevilget."),
        Column("state", "Tilstand", "text"),
        Column("provider", "Leverandør", "text"),
        Column("case_id", "Sagsnummer", "text"),
        Column("paragraph", "Paragraf", "text"),
        Column("reason", "Sandsynlig årsag", "text"),
        Column("age_months", "Alder (mdr.)", "integer"),
        Column("granted_kr", "Bevilget", "kr_exact"),
        Column("booked_kr", "Bogført", "kr_exact"),
        Column("area", "Politikområde", "text"),
        Column("team", "Team", "text"),
        Column("text", "Forklaring", "text"),
        Column("user", "Forklaret af", "text"),
    )
    return Table("Forskelle linje for linje", columns, frame)


def cut_note(height: int) -> str:
    """How many lines there are, and that the screen holds only the largest."""
    if height <= ON_SCREEN:
        return plural(height, "linje", "linjer")
    return f"De {ON_SCREEN} største af {danish.number(height)} linjer. Brug filtrene, eller hent alle som Excel."


def apart(one_sided: pl.DataFrame) -> str:
    """What stands outside the comparison, side by side: which areas, and how much."""
    told = []
    for kind, what, lacks in SIDES:
        mine = one_sided.filter(pl.col("kind") == kind)
        if mine.height:
            areas = ", ".join(mine["area"].replace({NOT_ALLOCATED: NOT_ALLOCATED_LABEL}).unique().sort())
            told.append(f"{areas}: {money(abs(sum_kr(mine, 'amount_kr')))} er {what}, men data har ingen {lacks} dér.")
    return " ".join(["Ikke afstemt:", *told, LOAD]) if told else ""
