"""The budget workbook, the chart of accounts and the account rules."""

import datetime as dt
from pathlib import Path

import polars as pl

from cockpit.demo.known import known_budget
from cockpit.demo.parameters import Municipality
from cockpit.demo.sheet import workbook

BUDGET_HEADINGS = {
    "year": "År", "account": "Konto", "name": "Navn", "original": "Oprindeligt budget",
    "reallocations": "Omplaceringer", "supplementary": "Tillægsbevillinger",
    "carry_over": "Overførsler", "adjusted": "Korrigeret budget",
    "full_year_persons": "Helårspersoner", "unit_price": "Enhedspris",
}  # fmt: skip
SUMMED = ("original", "reallocations", "supplementary", "carry_over", "adjusted")
CHART_HEADINGS = {
    "account": "Konto", "year": "År", "name": "Kontonavn", "function": "Funktion", "dranst": "Dranst",
    "grouping": "Gruppering", "ownership": "Ejerforhold", "art": "Art", "cost_centre": "Omkostningssted",
    "paragraph": "Paragraf", "area": "Politikområde", "committee": "Udvalg", "in_service_frame": "Serviceramme",
    "authority_or_provider": "Myndighed/udfører", "steering": "Styringsform", "steered": "Med i styringen",
}  # fmt: skip
RULE_HEADINGS = {
    "paragraph": "Paragraf", "service": "Ydelse", "age_from": "Alder fra", "age_to": "Alder til", "account": "Konto",
}  # fmt: skip


def _yes_no(column: pl.Expr) -> pl.Expr:
    return pl.when(column).then(pl.lit("ja")).otherwise(pl.lit("nej"))


def write_budget(municipality: Municipality, path: Path, year: int, drawn_on: dt.date, as_of: dt.date) -> None:
    """Title rows, a line per account, and the total row."""
    rows = known_budget(municipality, year, drawn_on).select(list(BUDGET_HEADINGS))
    sums = rows.select(pl.col(SUMMED).sum()).row(0)
    with workbook(path, f"Budget {year}") as sheet:
        sheet.titles([municipality.name, f"Budget {year} pr. {as_of:%d.%m.%Y}", "Hele kr., udgifter med plus", ""])
        sheet.headings(list(BUDGET_HEADINGS.values()))
        sheet.frame(rows)
        sheet.cells([None, "I alt", None, *sums])


def write_chart(municipality: Municipality, path: Path, year: int) -> None:
    """The year's chart of accounts in the standard template's headings."""
    rows = municipality.accounts.filter(pl.col("year") == year)
    side = pl.when(pl.col("authority")).then(pl.lit("myndighed")).otherwise(pl.lit("udfører"))
    rows = rows.with_columns(
        authority_or_provider=side, steered=pl.lit("ja"), in_service_frame=_yes_no(pl.col("in_service_frame"))
    )
    with workbook(path, "Kontoplan") as sheet:
        sheet.headings(list(CHART_HEADINGS.values()))
        sheet.frame(rows.select(list(CHART_HEADINGS)))


def write_rules(municipality: Municipality, path: Path) -> None:
    """Where each service is booked."""
    with workbook(path, "Konteringsregler") as sheet:
        sheet.headings(list(RULE_HEADINGS.values()))
        sheet.frame(municipality.rules.select(list(RULE_HEADINGS)))
