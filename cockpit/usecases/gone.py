"""Grants that a new export no longer lists: how many kroner of the year's commitment are in doubt."""

import datetime as dt
from decimal import Decimal

import polars as pl

from cockpit import finance
from cockpit.contracts import danish
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit

_MEANS = {
    "active": "Listen viser kun det aktive, så de regnes som afsluttet den dag, de sidst blev set.",
    "all": "Listen viser alt, så de er afsluttet uden for udtrækket, slettet eller ukendte: se dem efter.",
}


def gone_finding(cockpit: Cockpit, reading: Reading, before: pl.DataFrame) -> tuple[Finding, ...]:
    """One finding where grants that still ran are not in the new export, with what they were to cost from then to the
    end of the year, net of the citizen's payment. What they delivered until then stays. `before`: what the last export
    of the same source listed of what this one takes over."""
    day = reading.receipt.effective_date
    if reading.receipt.dataset != "grants" or day is None:
        return ()
    gone = before.filter(_running(day)).join(reading.frame.select("grant_id"), on="grant_id", how="anti")
    gone = finance.granted(gone)
    if gone.is_empty():
        return ()
    kroner = _rest_of_year(cockpit, gone, day) if (day.month, day.day) != (12, 31) else Decimal(0)
    count = gone.get_column("grant_id").n_unique()
    what = "1 indsats, der løb, er" if count == 1 else f"{danish.number(count)} indsatser, der løb, er"
    message = (
        f"{what} ikke med længere. {danish.kr(kroner, 2)} af resten af {day.year} er i tvivl. {_MEANS[reading.lists]} "
        "Det leverede til nu bliver stående."
    )
    warning = Finding(
        severity=Severity.WARNING,
        code="gone_grants",
        message=message,
        file=reading.receipt.file_name,
        count=count,
        amount_kr=kroner,
    )
    return (warning,)


def _running(day: dt.date) -> pl.Expr:
    return pl.col("end_date").is_null() | (pl.col("end_date") > day)


def _rest_of_year(cockpit: Cockpit, gone: pl.DataFrame, day: dt.date) -> Decimal:
    """What the grants were committed to cost after `day` in its year."""
    prices = cockpit.store.read("prices", Scope.engine())
    months = finance.grant_months(gone, day + dt.timedelta(1), dt.date(day.year, 12, 31), prices)
    net = months.select(pl.col("cost_kr").sum() - pl.col("citizen_payment_kr").sum()).item()
    return Decimal(str(net or 0)).quantize(Decimal("0.01"))
