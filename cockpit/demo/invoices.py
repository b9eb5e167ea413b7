"""Ledger lines that grants explain: when a delivered month is billed, by whom, and with what text.

All functions return `LINE` columns. `kind` is truth only and never exported.
"""

import numpy as np
import polars as pl

from cockpit.contracts.danish import MONTHS
from cockpit.demo.catalogue import chances
from cockpit.demo.parameters import Parameters
from cockpit.demo.splits import in_parts

LINE = [
    "kind", "account_key", "entered_on", "service_from", "service_to", "amount_kr", "text", "grant", "person",
    "provider_name", "bundle",
]  # fmt: skip
NO_CITIZEN = 0.06
WRONG_ACCOUNT = 0.006
BILLED_TWICE = 0.006
HELD_BACK = 0.7


def delivered(activity: pl.DataFrame, grants: pl.DataFrame) -> pl.DataFrame:
    """What is billed: activity with the grant's owner, account, provider and citizen; frame services give no bill."""
    wanted = ["grant", "owner", "line", "service", "account_key", "provider_name", "person", "registered_on"]
    return (
        activity.filter(pl.col("delivered_kr") != 0)
        .join(grants.select(wanted), on="grant", maintain_order="left")
        .filter(pl.col("owner") != "egen_ramme")
    )


def _lags(owner: pl.Series, parameters: Parameters) -> pl.Series:
    """Months from service to booking, by the owner's habits; `invoice_delay` stretches everything over one month."""
    rng = parameters.stream("lags")
    lags = np.zeros(len(owner), dtype=np.int64)
    for key, chance in chances()["invoice_lags"].items():
        mine = (owner == key).to_numpy()
        lags[mine] = rng.choice(np.arange(-1, 6), int(mine.sum()), p=np.array(chance) / sum(chance))
    late = np.maximum(lags - 1, 0)
    return pl.Series(np.where(lags > 1, 1 + np.round(late * parameters.invoice_delay).astype(np.int64), lags))


def _entered(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Payroll and transfers near the month's end; invoices on any day; most bills wait until the grant is
    registered."""
    rng = parameters.stream("entered")
    lag = _lags(rows["owner"], parameters)
    # Paid in advance happens for January only where the money comes out of next year's accounts.
    lag = pl.Series(np.where((lag.to_numpy() == -1) & (rows["month"].dt.month() != 1).to_numpy(), 0, lag.to_numpy()))
    salaried = rows["owner"].is_in(["plejefamilie", "borger"]).to_numpy()
    day = np.where(
        salaried, 26, np.where(lag.to_numpy() <= 0, rng.integers(14, 27, len(rows)), rng.integers(0, 27, len(rows)))
    )
    first = pl.col("month").dt.offset_by(pl.format("{}mo", pl.lit(lag)))
    waits = pl.lit(pl.Series(rng.random(len(rows)) < HELD_BACK)) & (pl.col("registered_on") > first)
    entered = first + pl.duration(days=pl.lit(pl.Series(day)))
    return rows.with_columns(
        entered_on=pl.when(waits)
        .then(pl.max_horizontal(entered, pl.col("registered_on") + pl.duration(days=3)))
        .otherwise(entered)
    )


def _forgotten(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Inter-municipal services that nobody billed all year: one sum from February to October of the next."""
    rng = parameters.stream("forgotten")
    years = (
        rows.filter(pl.col("owner") == "kommune")
        .select("grant", year=pl.col("month").dt.year())
        .unique()
        .sort("grant", "year")
    )
    chosen = years.filter(pl.Series(rng.random(len(years)) < parameters.prior_year_bills))
    day = pl.Series(rng.integers(35, 290, len(chosen)))
    chosen = chosen.with_columns(billed_on=pl.date(pl.col("year") + 1, 1, 1) + pl.duration(days=pl.lit(day)))
    rows = rows.with_columns(year=pl.col("month").dt.year()).join(
        chosen, on=["grant", "year"], how="left", maintain_order="left"
    )
    return rows.with_columns(
        kind=pl.when(pl.col("billed_on").is_null()).then(pl.lit("invoice")).otherwise(pl.lit("prior_year")),
        entered_on=pl.coalesce("billed_on", "entered_on"),
    )


def _bills_of_last_year(rows: pl.DataFrame) -> pl.DataFrame:
    """The forgotten months of a grant as one line."""
    late = rows.filter(pl.col("kind") == "prior_year")
    keep = [
        pl.col(name).first()
        for name in rows.columns
        if name not in ("grant", "year", "delivered_kr", "service_from", "service_to")
    ]
    one = late.group_by("grant", "year", maintain_order=True).agg(
        *keep, pl.col("delivered_kr").sum(), pl.col("service_from").min(), pl.col("service_to").max()
    )
    return pl.concat([rows.filter(pl.col("kind") != "prior_year"), one.select(rows.columns)], how="vertical")


def _month_text(day: pl.Expr) -> pl.Expr:
    words = dict(enumerate(MONTHS, start=1))
    return pl.format(
        "{} {}", day.dt.month().cast(pl.Int64).replace_strict(words, return_dtype=pl.String), day.dt.year()
    )


def _texts() -> pl.Expr:
    month = _month_text(pl.col("service_from"))
    service = pl.col("service").str.replace(r" \([^(]*§[^)]*\)$", "")
    return (
        pl.when(pl.col("kind") == "prior_year")
        .then(pl.format("Efterregning {} {}", pl.col("service_from").dt.year(), service))
        .when(pl.col("owner") == "plejefamilie").then(pl.format("Vederlag {}", month))
        .when(pl.col("owner") == "borger").then(pl.format("{} {}", service, month))
        .when(pl.col("owner") == "egen_intern").then(pl.format("Intern afregning {}", month))
        .otherwise(pl.format("{} {}", service, month))
    )  # fmt: skip


def bills(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """One line a grant and month (or year, where it was forgotten); some without the citizen, as providers send
    them."""
    rng = parameters.stream("bills")
    rows = _bills_of_last_year(_forgotten(_entered(rows, parameters), parameters))
    nameless = pl.lit(pl.Series(rng.random(len(rows)) < NO_CITIZEN)) & pl.col("owner").is_in(
        ["privat", "kommune", "region"]
    )
    lines_ = rows.with_columns(
        amount_kr=pl.col("delivered_kr"),
        text=_texts(),
        person=pl.when(~nameless).then("person"),
        provider_name=pl.when(~pl.col("owner").is_in(["plejefamilie", "borger"])).then("provider_name"),
        bundle=pl.format("{}/{}", "grant", "service_from"),
    )
    return in_parts(lines_.select([*LINE, "owner", "line"]), parameters.scale.bill_parts)
