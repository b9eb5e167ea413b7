"""The budget workbook, the chart of accounts and the account rules."""

import datetime as dt
from pathlib import Path

import polars as pl

from cockpit.demo.catalogue import lines
from cockpit.demo.decisions import NEW_ACT
from cockpit.demo.known import known_budget
from cockpit.demo.parameters import Municipality
from cockpit.demo.sheet import workbook

BUDGET_HEADINGS = {
    "year": "År", "account": "Konto", "name": "Navn", "paragraph": "Paragraf",
    "original": "Oprindeligt budget",
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


def _by_paragraph(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    """A budget line per account; placements have one with and one without consent, because they are granted so and a
    paragraph could otherwise not be followed up. The parts of a line sum to it."""
    forced = {key: line for key, line in lines().items() if line.forced}
    keys = pl.col("account_key").str.split(":").list.first()
    paragraphs = {key: line.forced[year >= NEW_ACT.year] for key, line in forced.items()}
    shares = {key: line.forced_share for key, line in forced.items()}
    share = keys.replace_strict(shares, default=0.0, return_dtype=pl.Float64)
    by_force = [(pl.col(name) * share / 1000).round(0) * 1000 for name in SUMMED[:-1]]
    cut = rows.filter(share > 0)
    part = cut.with_columns(
        *by_force,
        paragraph=keys.replace_strict(paragraphs, default=None, return_dtype=pl.String),
        full_year_persons=(pl.col("full_year_persons") * share).round(1),
    ).with_columns(adjusted=pl.sum_horizontal(SUMMED[:-1]))
    rest = cut.with_columns(
        *(pl.col(name) - part[name] for name in (*SUMMED, "full_year_persons")), paragraph=pl.lit(None, pl.String)
    )
    whole = rows.filter(share == 0).with_columns(paragraph=pl.lit(None, pl.String))
    return pl.concat([whole, rest, part.select(rest.columns)]).sort("account", "paragraph", nulls_last=False)


def write_budget(municipality: Municipality, path: Path, year: int, drawn_on: dt.date, as_of: dt.date) -> None:
    """Title rows, the lines, and the total row."""
    rows = _by_paragraph(known_budget(municipality, year, drawn_on), year).select(list(BUDGET_HEADINGS))
    sums = rows.select(pl.col(SUMMED).sum()).row(0)
    with workbook(path, f"Budget {year}") as sheet:
        sheet.titles([municipality.name, f"Budget {year} pr. {as_of:%d.%m.%Y}", "Hele kr., udgifter med plus", ""])
        sheet.headings(list(BUDGET_HEADINGS.values()))
        sheet.frame(rows)
        sheet.cells([None, "I alt", None, None, *sums])


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
