"""The synthetic municipality as the calculating rooms would meet it at a month's close, without the detour over files.

For tests and for measuring the forecast against the truth: everything comes through `known`, so nothing leaks.
"""

import datetime as dt

import polars as pl

from cockpit.contracts.data import KNOWLEDGE, MunicipalityData
from cockpit.contracts.dataset import dataset
from cockpit.contracts.settings import Settings
from cockpit.demo.known import known_budget, known_grants, known_postings, known_prices
from cockpit.demo.parameters import Municipality


def _conform(name: str, rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    told = rows.with_columns(
        source=pl.lit("demo"),
        known_from=pl.lit(as_of),
        reconstructed=pl.lit(value=False),
        missing_since=pl.lit(None, pl.Date),
    )
    schema = {**dataset(name).polars_schema(), **KNOWLEDGE}
    known = [pl.col(column).cast(dtype) for column, dtype in schema.items() if column in told.columns]
    missing = [pl.lit(None, dtype).alias(column) for column, dtype in schema.items() if column not in told.columns]
    return told.select(*known, *missing).select(*schema)


def _citizen(rows: pl.DataFrame, municipality: Municipality) -> pl.DataFrame:
    names = municipality.persons.select("cpr", citizen=pl.format("b{}", "person"))
    return rows.join(names, on="cpr", how="left").drop("cpr")


def state(municipality: Municipality, as_of: dt.date) -> MunicipalityData:
    """What was known at the close of `as_of`'s month: prices of adults on a list, of children on the row."""
    drawn_on = Settings().close_of(as_of)
    child = pl.col("group") == "children"
    grants = _citizen(known_grants(municipality, drawn_on, as_of), municipality).with_columns(
        grant_id=pl.format("i{}", "grant"),
        provider="provider_name",
        start_date="start",
        end_date="shown_end",
        unit_price=pl.when(child).then("unit_price"),
        price_unit=pl.when(child).then("unit"),
        quantity=pl.when(pl.col("unit") == "time").then("quantity"),
        decided_on=pl.when(pl.col("decided_on") <= drawn_on).then("decided_on"),
    )
    years = [year for year in municipality.parameters.years if year <= as_of.year]
    booked = pl.concat([known_postings(municipality, year, drawn_on) for year in years])
    postings = _citizen(booked, municipality).with_columns(
        provider="provider_name", service_from="told_from", service_to="told_to"
    )
    budget = pl.concat([known_budget(municipality, year, drawn_on) for year in years]).drop("area")
    prices = known_prices(municipality, drawn_on).rename({"provider_name": "provider", "unit": "price_unit"})
    citizens = municipality.persons.select("born_on", citizen=pl.format("b{}", "person"))
    return MunicipalityData(
        citizens=_conform("citizens", citizens, as_of),
        grants=_conform("grants", grants, as_of),
        postings=_conform("postings", postings.drop("grant"), as_of),
        budget=_conform("budget", budget, as_of),
        accounts=_conform("accounts", municipality.accounts, as_of),
        account_rules=_conform("account_rules", municipality.rules, as_of),
        prices=_conform("prices", prices, as_of),
    )
