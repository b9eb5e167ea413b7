"""How full the municipality's own homes are: own citizens by their grants, other municipalities' by the places sold."""

import datetime as dt
import math
from pathlib import Path

import polars as pl

from cockpit.demo.catalogue import lines
from cockpit.demo.parameters import Municipality
from cockpit.demo.sheet import workbook

HOME = "Eget botilbud"
BUDGETED_PCT = 95
SALE = "salg af pladser"
OCCUPANCY_HEADINGS = {
    "provider": "Tilbud", "month": "Måned", "places": "Pladser", "own": "Egne borgere", "others": "Andre kommuners",
    "unit_price": "Takst", "budgeted_pct": "Budgetteret belægning",
}  # fmt: skip


def occupancy(municipality: Municipality, year: int, last_month: int) -> pl.DataFrame:
    """`OCCUPANCY_HEADINGS`' columns, a row per own home and month of the year up to `last_month`: average places used,
    and the tariff that covers the year's budgeted spend at the budgeted occupancy."""
    homes = dict.fromkeys(line.provider for line in lines().values() if line.kind == HOME and line.provider)
    return pl.concat([_home(municipality, name, year, last_month) for name in homes])


def _home(municipality: Municipality, name: str, year: int, last_month: int) -> pl.DataFrame:
    every = [_used(municipality, name, dt.date(year, month, 1)) for month in range(1, 13)]
    places = math.ceil(max(own + others for own, others in every))
    price = _spend(municipality, name, year) / (places * 365 * BUDGETED_PCT / 100)
    rows = [
        (name, dt.date(year, month, 1), places, round(own, 1), others, round(price), BUDGETED_PCT)
        for month, (own, others) in enumerate(every[:last_month], start=1)
    ]
    return pl.DataFrame(rows, schema=list(OCCUPANCY_HEADINGS), orient="row")


def _used(municipality: Municipality, name: str, month: dt.date) -> tuple[float, int]:
    """Own citizens on average over the month's days, and places sold."""
    last = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    here = municipality.grants.filter(pl.col("provider_name") == name, ~pl.col("refused"))
    from_day = pl.max_horizontal("start", pl.lit(month))
    to_day = pl.min_horizontal(pl.col("end").fill_null(last), pl.lit(last))
    days = here.select(((to_day - from_day).dt.total_days() + 1).clip(lower_bound=0).sum()).item()
    sold = municipality.postings.filter(
        pl.col("account_name") == f"{name}, {SALE}", pl.col("service_from") == month, pl.col("amount") < 0
    )
    return (days or 0) / last.day, sold["text"].n_unique()


def _spend(municipality: Municipality, name: str, year: int) -> float:
    """The year's original budget of the home, places sold left out."""
    keys = municipality.accounts.filter(pl.col("name").str.starts_with(f"{name},"), ~pl.col("name").str.contains(SALE))
    budget = municipality.budget.filter(pl.col("year") == year)
    return float(budget.join(keys.select("account").unique(), on="account")["original"].sum())


def write_occupancy(municipality: Municipality, path: Path, year: int, last_month: int) -> None:
    """The year's occupancy in the standard template's headings."""
    with workbook(path, "Belægning") as sheet:
        sheet.headings(list(OCCUPANCY_HEADINGS.values()))
        sheet.frame(occupancy(municipality, year, last_month))
