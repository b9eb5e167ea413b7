"""The whole ledger of the truth: every line until the end of the current year and its supplement."""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.demo.accounts import keyed_accounts
from cockpit.demo.booking import on_working_days, with_period, with_voucher
from cockpit.demo.frames import frame_postings
from cockpit.demo.invoices import LINE, bills, delivered
from cockpit.demo.mistakes import billed_twice, wrong_account
from cockpit.demo.parameters import Parameters
from cockpit.demo.refunds import refund_postings
from cockpit.demo.splits import foster_pay, internal_income

NO_SERVICE_DATES = 0.12


def _of_grants(activity: pl.DataFrame, grants: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    rows = bills(delivered(activity, grants), parameters)
    rows, corrections = wrong_account(rows, parameters)
    paid = foster_pay(rows)
    parts = [paid, billed_twice(rows, parameters), corrections, internal_income(rows)]
    return pl.concat([part.select(LINE) for part in parts], how="vertical_relaxed")


def _booked(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    rng = parameters.stream("booking")
    rows = rows.filter(pl.col("amount_kr") != 0).sort("entered_on", "bundle", "account_key", "amount_kr")
    rows = with_period(on_working_days(rows, parameters), rng)
    undated = pl.lit(pl.Series(rng.random(len(rows)) < NO_SERVICE_DATES)) & (pl.col("kind") != "frame")
    rows = rows.with_columns(
        told_from=pl.when(~undated).then("service_from"), told_to=pl.when(~undated).then("service_to")
    )
    return with_voucher(rows.filter(pl.col("year").is_in(list(parameters.years))))


def ledger(activity: pl.DataFrame, grants: pl.DataFrame, persons: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """`voucher, account, account_name, period, year, posting_date, entered_on, amount, text, cpr, provider_name,
    told_from, told_to` (the service dates that the ledger shows) and, as truth only, `kind, grant, service_from,
    service_to`. Sorted by year, day entered and voucher."""
    parts = [
        _of_grants(activity, grants, parameters),
        frame_postings(parameters).select(LINE),
        refund_postings(activity, grants, parameters).select(LINE),
    ]
    rows = _booked(pl.concat(parts, how="vertical_relaxed"), parameters)
    accounts = keyed_accounts().select("account_key", "account", pl.col("name").alias("account_name"))
    rows = rows.join(accounts, on="account_key", how="left", maintain_order="left")
    rows = rows.join(persons.select("person", "cpr"), on="person", how="left", maintain_order="left")
    return rows.with_columns(amount=pl.col("amount_kr").round(2).cast(MONEY)).drop("amount_kr", "person", "account_key")
