"""DUBU's list of children's services, every service ever, as a workbook.

The headings are those that Randers Kommune publishes for DUBU, services. That list carries no citizen, so four more
stand behind it: `CPR-nr.` (whose service it is), `Sagsnummer` (the case), `Sagsbehandler` (who decides on it) and
`Oprettet dato` (when the row was made: without it nobody can see late registration). `Dato` is the
last day of the month that the list is the state of.
"""

import datetime as dt
from pathlib import Path

import polars as pl

from cockpit.demo.catalogue import areas, lines, names
from cockpit.demo.cpr import dashed
from cockpit.demo.known import known_grants
from cockpit.demo.parameters import Municipality
from cockpit.demo.sheet import workbook

PUBLISHED = (
    "Dato", "Ydelse startdato", "Ydelse slutdato", "Antal", "Takst", "Pris pr stk", "Pris pr dag", "Pris pr måned",
    "Beregnet pris pr dag", "Beregnet total", "M0", "Status", "Ydelsesvariant", "Ydelsestype", "Tilbudstype",
    "Lovhjemmel", "Funktion", "Leverandør", "Leverandør beliggenhedskommune", "Tilbudsbeskrivelse", "Frekvens",
    "Sag rækkeID", "Sag status", "Sagstype", "Tvang", "Afdeling",
)  # fmt: skip
ADDED = ("CPR-nr.", "Sagsnummer", "Sagsbehandler", "Oprettet dato")
FREQUENCY = {"måned": "Månedlig", "døgn": "Døgn", "time": "Time", "uge": "Ugentlig", "åbningsdag": "Åbningsdag"}
DAYS_A_YEAR = {"måned": 12 / 365, "døgn": 1.0, "time": 1 / 7, "uge": 1 / 7, "åbningsdag": 250 / 365}
STATUS = {"aktiv": "Aktiv", "ansøgt": "Ansøgt", "afsluttet": "Ophørt", "afslag": "Afslag"}
BY_FORCE = ("SEL § 58", "BL § 47")


def _sums(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The system's own sums: price a day, a month, this year's total and this month's (`M0`)."""
    per_day = (
        pl.col("unit_price") * pl.col("quantity") * pl.col("unit").replace_strict(DAYS_A_YEAR, return_dtype=pl.Float64)
    )
    year_end, month_start = dt.date(as_of.year, 12, 31), as_of.replace(day=1)
    end = pl.col("shown_end").fill_null(year_end)

    def days(first: dt.date, last: dt.date) -> pl.Expr:
        span = (pl.min_horizontal(end, pl.lit(last)) - pl.max_horizontal("start", pl.lit(first))).dt.total_days() + 1
        return pl.max_horizontal(span, 0)

    rows = rows.with_columns(per_day=per_day.round(2))
    return rows.with_columns(
        per_month=(pl.col("per_day") * 365 / 12).round(2),
        year_total=(pl.col("per_day") * days(dt.date(as_of.year, 1, 1), year_end)).round(2),
        m0=(pl.col("per_day") * days(month_start, as_of)).round(2),
    )


def dubu_services(municipality: Municipality, drawn_on: dt.date, as_of: dt.date) -> pl.DataFrame:
    """The rows of the workbook, headings as columns."""
    rows = known_grants(municipality, drawn_on, as_of).filter(pl.col("group") == "children")
    homes = municipality.providers.select("provider", "municipality")
    rows = _sums(rows.join(homes, on="provider", maintain_order="left"), as_of)
    case_types = {key: names()["teams"][key]["case_type"] for key in areas()}
    functions = {key: line.function for key, line in lines().items()}
    forced, running = pl.col("paragraph").is_in(BY_FORCE), pl.col("status").is_in(["aktiv", "ansøgt"])
    special = pl.col("grant") % 19 == 0
    return rows.select(
        pl.lit(as_of).alias("Dato"),
        pl.col("start").alias("Ydelse startdato"),
        pl.col("shown_end").alias("Ydelse slutdato"),
        pl.col("quantity").alias("Antal"),
        pl.col("unit_price").alias("Takst"),
        pl.col("unit_price").alias("Pris pr stk"),
        pl.col("per_day").alias("Pris pr dag"),
        pl.col("per_month").alias("Pris pr måned"),
        pl.col("per_day").alias("Beregnet pris pr dag"),
        pl.col("year_total").alias("Beregnet total"),
        pl.col("m0").alias("M0"),
        pl.col("status").replace_strict(STATUS).alias("Status"),
        pl.when(special).then(pl.lit("Særlig aftale")).otherwise(pl.lit("Standard")).alias("Ydelsesvariant"),
        pl.col("service").alias("Ydelsestype"),
        pl.col("kind").alias("Tilbudstype"),
        pl.col("paragraph_text").alias("Lovhjemmel"),
        pl.col("line").replace_strict(functions).alias("Funktion"),
        pl.col("provider_name").alias("Leverandør"),
        pl.col("municipality").alias("Leverandør beliggenhedskommune"),
        pl.col("kind").alias("Tilbudsbeskrivelse"),
        pl.col("unit").replace_strict(FREQUENCY).alias("Frekvens"),
        (pl.col("person") + 100000).alias("Sag rækkeID"),
        pl.when(running).then(pl.lit("Åben")).otherwise(pl.lit("Lukket")).alias("Sag status"),
        pl.col("area").replace_strict(case_types).alias("Sagstype"),
        pl.when(forced).then(pl.lit("Ja")).otherwise(pl.lit("Nej")).alias("Tvang"),
        pl.col("team").alias("Afdeling"),
        dashed("cpr").alias("CPR-nr."),
        pl.col("case_id").alias("Sagsnummer"),
        pl.col("caseworker").alias("Sagsbehandler"),
        pl.col("registered_on").alias("Oprettet dato"),
    )


def write_dubu(municipality: Municipality, path: Path, drawn_on: dt.date, as_of: dt.date) -> None:
    """One title row, the headings, the services."""
    with workbook(path, "Ydelser") as sheet:
        sheet.titles([f"DUBU Ydelser, {municipality.name}, udtrukket {drawn_on:%d-%m-%Y}"])
        sheet.headings((*PUBLISHED, *ADDED))
        sheet.frame(dubu_services(municipality, drawn_on, as_of))
