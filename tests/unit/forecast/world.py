"""A municipality of a few lines, written as a controller would say it. kr.; citizens are pseudonyms."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl

from cockpit.contracts.data import ADJUSTMENT_SCHEMA, KNOWLEDGE, MunicipalityData
from cockpit.contracts.dataset import dataset
from cockpit.contracts.settings import Settings
from cockpit.forecast import ForecastResult, compute

MARCH = dt.date(2026, 3, 31)
HOME = "5385214000000001"
FRAME = "5385214000000002"
REFUND = "5220724000000003"
QUARTERLY = "5282414000000004"
P107 = "SEL § 107"


def frame(name: str, *rows: dict[str, Any], known_from: dt.date = MARCH) -> pl.DataFrame:
    """Rows of a dataset in the shape that the store gives."""
    knowledge = {"source": "test", "known_from": known_from, "reconstructed": False}
    schema = {**dataset(name).polars_schema(), **KNOWLEDGE}
    return pl.DataFrame([{**knowledge, **row} for row in rows], schema=schema, orient="row")


def account(number: str, steering: str, **extra: Any) -> dict[str, Any]:
    place = {"function": "5.38.52", "dranst": "1", "paragraph": P107, "area": "Voksne", "committee": "Social"}
    return {"account": number, "steering": steering, **place, **extra}


ACCOUNTS = (
    account(HOME, "aktivitetsstyret"),
    account(FRAME, "rammestyret"),
    account(REFUND, "rammestyret", function="5.22.07", dranst="2", in_service_frame=False),
    account(QUARTERLY, "objektiv finansiering", function="5.28.24"),
)


def grant(grant_id: str = "i1", **extra: Any) -> dict[str, Any]:
    """A place at 2,000 kr. a day, known for years and running on."""
    usual = {
        "citizen": f"b-{grant_id}",
        "paragraph": P107,
        "service": "Botilbud",
        "provider": "Solgården",
        "start_date": dt.date(2020, 1, 1),
        "registered_on": dt.date(2020, 1, 1),
        "unit_price": Decimal(2000),
        "price_unit": "døgn",
        "status": "aktiv",
        "account": HOME,
        "team": "Team Syd",
    }
    return {"grant_id": grant_id, **usual, **extra}


def posting(amount: int | str, period: str, service: str | None = None, **extra: Any) -> dict[str, Any]:
    """A bill of grant i1, booked on the 10th of its period; `service` is the month delivered."""
    month = min(max(int(period[5:]), 1), 12)
    day = dt.date(int(period[:4]), month, 10)
    first = dt.date.fromisoformat(f"{service}-01") if service else None
    usual = {"account": HOME, "posting_date": day, "grant_id": "i1", "voucher": f"{period}/{service}/{amount}"}
    return {**usual, "period": period, "amount": Decimal(amount), "service_from": first, **extra}


def budget(number: str, original: int, **extra: Any) -> dict[str, Any]:
    return {"year": 2026, "account": number, "original": Decimal(original), **extra}


def skoen(
    amount: str, level: str, key: str, months: tuple[int, int], expires: dt.date, number: int = 1
) -> pl.DataFrame:
    row = {
        "id": 1,
        "level": level,
        "key": key,
        "year": 2026,
        "month_from": months[0],
        "month_to": months[1],
        "amount_kr": Decimal(amount),
        "reason": "kendt sag",
        "author": "controller",
        "made_on": MARCH,
        "expires_on": expires,
    }
    return pl.DataFrame([row], schema=ADJUSTMENT_SCHEMA, orient="row")


def municipality(**datasets: Any) -> MunicipalityData:
    """Datasets by name, each a list of rows; the chart of accounts is always there."""
    frames = {name: frame(name, *rows) for name, rows in datasets.items() if name != "adjustments"}
    if "adjustments" in datasets:
        frames["adjustments"] = datasets["adjustments"]
    return MunicipalityData(**{"accounts": frame("accounts", *ACCOUNTS), **frames})


def forecast(data: MunicipalityData, as_of: dt.date = MARCH, year: int = 2026) -> ForecastResult:
    return compute(data, as_of, year, Settings())


def component(result: ForecastResult, name: str, **where: Any) -> Decimal:
    """The component's kroner, of the lines that fit."""
    lines = result.leaves.filter(pl.col("component") == name, *[pl.col(key) == value for key, value in where.items()])
    return Decimal(lines["amount_kr"].sum()).quantize(Decimal("0.01"))
