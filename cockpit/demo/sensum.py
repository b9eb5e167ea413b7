"""Sensum's list of adult interventions, in the headings that Randers Kommune publishes.

It has no prices; the price list has them by `LeverandørNavn` and `Indsats`. The paragraph stands in brackets at the end
of `Indsats` and of `Facet`.
"""

import datetime as dt
from pathlib import Path

import polars as pl

from cockpit.demo.catalogue import lines, names
from cockpit.demo.cpr import dashed
from cockpit.demo.csv_files import danish_date, decimal_comma, write_csv
from cockpit.demo.known import known_grants, known_prices
from cockpit.demo.parameters import Municipality

STATUS = {"aktiv": "Igangværende", "ansøgt": "Ansøgt", "afsluttet": "Afsluttet", "afslag": "Afslag"}


def _picked(words: list[str], by: str) -> pl.Expr:
    return (pl.col(by) % len(words)).replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def sensum_interventions(municipality: Municipality, drawn_on: dt.date, as_of: dt.date) -> pl.DataFrame:
    """The rows of the file, headings as columns, everything text."""
    rows = known_grants(municipality, drawn_on, as_of).filter(pl.col("group") == "adults")
    rows = rows.join(municipality.providers.select("provider", "municipality"), on="provider", maintain_order="left")
    facets = {key: line.facet for key, line in lines().items() if line.group == "adults"}
    acute = [key for key, line in lines().items() if line.acute]
    case_types = {area: texts["case_type"] for area, texts in names()["teams"].items()}
    ended = pl.col("status") == "afsluttet"
    return rows.select(
        dashed("cpr").alias("CPR"),
        danish_date("start").alias("IndsatsStartDato"),
        danish_date("shown_end").alias("IndsatsSlutDato"),
        danish_date("registered_on").alias("OprettetDato"),
        pl.col("status").replace_strict(STATUS).alias("IndsatsStatus"),
        pl.col("service").alias("Indsats"),
        pl.col("municipality").alias("OpholdsKommune"),
        pl.col("case_id").alias("SagNavn"),
        pl.col("area").replace_strict(case_types).alias("SagType"),
        pl.when(ended | (pl.col("status") == "afslag"))
        .then(pl.lit("Lukket"))
        .otherwise(pl.lit("Åben"))
        .alias("Status"),
        pl.col("caseworker").alias("PrimærAnsvarlig"),
        pl.when(pl.col("line").is_in(acute)).then(pl.lit("Ja")).otherwise(pl.lit("Nej")).alias("Akut"),
        pl.when(ended).then(_picked(names()["end_reasons"], "grant")).alias("AfslutningsÅrsag"),
        pl.format("{} ({})", pl.col("line").replace_strict(facets), "paragraph").alias("Facet"),
        pl.col("kind").alias("LeverandørIndsats"),
        _picked(names()["towns"], "person").alias("PrimærBy"),
        pl.col("provider_name").alias("Tilbud"),
        pl.col("provider_name").alias("LeverandørNavn"),
    )


def write_sensum(municipality: Municipality, path: Path, drawn_on: dt.date, as_of: dt.date) -> None:
    """All adult interventions ever, as known on the day."""
    write_csv(sensum_interventions(municipality, drawn_on, as_of), path)


def price_list(municipality: Municipality, drawn_on: dt.date) -> pl.DataFrame:
    """The whole price list as known on the day, in the standard template's headings."""
    rows = known_prices(municipality, drawn_on)
    return rows.select(
        pl.col("provider_name").alias("Leverandør"),
        pl.col("service").alias("Ydelse"),
        decimal_comma(pl.col("unit_price")).alias("Takst"),
        pl.col("unit").alias("Takstenhed"),
        danish_date("valid_from").alias("Gælder fra"),
        danish_date("valid_to").alias("Gælder til"),
    )
