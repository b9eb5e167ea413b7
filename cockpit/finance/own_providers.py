"""The municipality's own homes and services: what they cost, what they take in, and whether tariffs cover it.

An own provider is the accounts of the provider side (*udfører*) whose names begin alike up to the comma: `Bostedet
Åparken, løn` and `Bostedet Åparken, salg af pladser` are one. Accounts of art 7 are income from places sold, those of
art 9 internal settlement, the others spend.
"""

import datetime as dt

import polars as pl

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.allocation import Allocated
from cockpit.finance.budget import budget_rows

PROVIDER_SIDE = "udfører"
SPEND, SALE, INTERNAL = "Udgifter", "Salg af pladser", "Intern afregning"
OWN_ACCOUNTS_SCHEMA: dict[str, pl.DataType] = {
    "provider": pl.String(),
    "area": pl.String(),
    "team": pl.String(),
    "account": pl.String(),
    "name": pl.String(),
    "stream": pl.String(),
    "original_kr": MONEY,
    "adjusted_kr": MONEY,
    "posted_kr": MONEY,
    "last_year_kr": MONEY,
}
COVERAGE_SCHEMA: dict[str, pl.DataType] = {
    "provider": pl.String(),
    "month": pl.Date(),
    "places": pl.Float64(),
    "own": pl.Float64(),
    "others": pl.Float64(),
    "actual_pct": pl.Float64(),
    "budgeted_pct": pl.Float64(),
    "worth_kr": MONEY,
    "sold_kr": MONEY,
    "vacancy_kr": MONEY,
    "expected": pl.Boolean(),
}
RECENT = 3
"""The months to come are as full as the last three on average."""


def own_accounts(allocated: Allocated, data: MunicipalityData, year: int, last_month: int) -> pl.DataFrame:
    """`OWN_ACCOUNTS_SCHEMA`: a row per account of an own provider, kr. (spend +): the year's budget, what is posted in
    its periods up to `last_month`, and what was posted in the same periods of the year before."""
    ours = _ours(data.accounts, year)
    booked = (
        allocated.postings.filter(pl.col("month") <= last_month)
        .group_by("account")
        .agg(
            pl.col("amount").filter(pl.col("year") == year).sum().cast(MONEY).alias("posted_kr"),
            pl.col("amount").filter(pl.col("year") == year - 1).sum().cast(MONEY).alias("last_year_kr"),
        )
    )
    budget = budget_rows(data, year, "account").select(
        account="key", original_kr="original_budget", adjusted_kr="adjusted_budget"
    )
    found = ours.join(budget, on="account", how="left").join(booked, on="account", how="left")
    filled = found.with_columns(pl.col("posted_kr", "last_year_kr").fill_null(0).cast(MONEY))
    return filled.select(*OWN_ACCOUNTS_SCHEMA).sort("provider", "stream", "account")


def _ours(accounts: pl.DataFrame, year: int) -> pl.DataFrame:
    side = accounts.filter(pl.col("authority_or_provider") == PROVIDER_SIDE)
    dated = side.filter(pl.col("year").is_null() | (pl.col("year") <= year)).sort("account", "year", nulls_last=False)
    newest = dated.unique("account", keep="last", maintain_order=True)
    named = pl.col("name").fill_null(pl.col("account"))
    art = pl.col("art").fill_null("").str.slice(0, 1)
    stream = pl.when(art == "7").then(pl.lit(SALE)).when(art == "9").then(pl.lit(INTERNAL)).otherwise(pl.lit(SPEND))
    return newest.select(
        named.str.split(",").list.first().str.strip_chars().alias("provider"),
        pl.col("area").fill_null(NOT_ALLOCATED),
        pl.lit(NOT_ALLOCATED).alias("team"),
        "account",
        named.alias("name"),
        stream.alias("stream"),
    )


def coverage(occupancy: pl.DataFrame, year: int) -> pl.DataFrame:
    """`COVERAGE_SCHEMA`: each own provider's months of the year, the months to come expected from the last `RECENT`.

    `actual_pct`: places used of all (fraction). `worth_kr`: tariff x days x places used, own citizens and others'.
    `sold_kr`: of it others'. `vacancy_kr`: tariff x days x places x (actual - budgeted occupancy): minus where the
    places stand emptier than the tariff assumes. Without a tariff the amounts are null.
    """
    told = occupancy.filter(pl.col("month").dt.year() == year).with_columns(pl.col("month").dt.month_start())
    numbers = ("places", "own", "others", "budgeted_pct")
    known = told.sort("provider", "month").unique(["provider", "month"], keep="last", maintain_order=True).select(
        "provider", "month", *(pl.col(name).cast(pl.Float64) for name in numbers),
        price=pl.col("unit_price").cast(pl.Float64), expected=pl.lit(value=False),
    )  # fmt: skip
    both = pl.concat([known, _to_come(known, year)]).with_columns(
        pl.col("own", "others").fill_null(0.0), budgeted_pct=pl.col("budgeted_pct") / 100
    )
    days = pl.col("month").dt.month_end().dt.day().cast(pl.Float64)
    used, worth = pl.col("own") + pl.col("others"), pl.col("price") * days
    pct = used / pl.when(pl.col("places") > 0).then(pl.col("places"))
    amounts = {
        "worth_kr": worth * used,
        "sold_kr": worth * pl.col("others"),
        "vacancy_kr": worth * (used - pl.col("places") * pl.col("budgeted_pct")),
    }
    counted = both.with_columns(
        actual_pct=pct, **{name: amount.round(2).cast(MONEY) for name, amount in amounts.items()}
    )
    return counted.select(*COVERAGE_SCHEMA).sort("provider", "month")


def _to_come(known: pl.DataFrame, year: int) -> pl.DataFrame:
    """The months after each provider's last, as its last `RECENT` on average, at its newest tariff."""
    ordered = known.sort("provider", "month")
    recent = ordered.group_by("provider", maintain_order=True).tail(RECENT)
    usual = recent.group_by("provider", maintain_order=True).agg(
        pl.col("month").max().alias("last"),
        pl.col("places").last(),
        pl.col("own").mean(),
        pl.col("others").mean(),
        pl.col("budgeted_pct").last(),
        pl.col("price").last(),
    )
    months = pl.DataFrame({"month": pl.date_range(dt.date(year, 1, 1), dt.date(year, 12, 1), "1mo", eager=True)})
    later = usual.join(months, how="cross").filter(pl.col("month") > pl.col("last"))
    return later.with_columns(expected=pl.lit(value=True)).select(known.columns)
