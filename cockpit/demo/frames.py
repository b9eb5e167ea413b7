"""Ledger lines that no grant explains: salaries, running costs, places sold, objective financing."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from cockpit.demo.catalogue import Frame, frames, names
from cockpit.demo.parameters import Parameters
from cockpit.demo.prices import general_index

Floats = npt.NDArray[np.float64]
SALARY_SEASON = np.array([1, 1, 1, 1, 1.13, 1, 0.95, 0.95, 1, 1, 1, 1.02]) / 1.0042
PAY_PARTS = ("Løn", "Pension", "ATP og barsel", "Ferietillæg", "Kørsel og udlæg", "Fleksydelse")
BILLING_DAYS = 21


def _months(parameters: Parameters) -> pl.DataFrame:
    first = dt.date(parameters.first_year, 1, 1)
    months = pl.date_range(first, parameters.horizon, "1mo", eager=True)
    level = {year: general_index(parameters, year) for year in parameters.years}
    growth = [(1 + parameters.growth) ** (year - 2025) for year in months.dt.year()]
    return pl.DataFrame({"month": months, "level": [level[year] for year in months.dt.year()], "grown": growth})


def _lines(frame: Frame, months: pl.DataFrame, per_month: int, factor: Floats) -> pl.DataFrame:
    """`per_month` lines in each month that share the year's amount by `factor`, a number per line."""
    rows = months.select(pl.all().repeat_by(per_month).explode()).with_columns(
        unit=np.tile(np.arange(per_month), len(months))
    )
    amount = frame.annual / 12 / per_month * rows["level"].to_numpy() * factor
    return rows.with_columns(amount_kr=pl.Series(amount).round(2), account_key=pl.lit(frame.key))


def _payroll(frame: Frame, parameters: Parameters, rng: np.random.Generator) -> pl.DataFrame:
    """A salary per employee and month, paid on the last days of the month; more employees at a larger size."""
    parts = parameters.scale.pay_lines
    employees = max(1, round(frame.employees * parameters.scale.volume))
    months = _months(parameters)
    person = np.tile(np.repeat(rng.normal(1, 0.14, employees).clip(0.5, 1.6), parts), len(months))
    season = SALARY_SEASON[np.repeat(months["month"].dt.month().to_numpy() - 1, employees * parts)]
    staffing = np.repeat(rng.normal(1, 0.015, len(months)), employees * parts)
    rows = _lines(frame, months, employees * parts, person * season * staffing * parameters.scale.volume)
    part = pl.Series([PAY_PARTS[i % parts] for i in range(employees * parts)] * len(months), dtype=pl.String)
    return rows.with_columns(
        entered_on=pl.col("month").dt.month_end() - pl.duration(days=3),
        text=pl.format("{} medarb. {}", pl.lit(part), pl.col("unit") // parts + 1),
        provider_name=pl.lit(None, pl.String),
    )


def _suppliers(frame: Frame, parameters: Parameters, rng: np.random.Generator) -> pl.DataFrame:
    """Invoices of uneven size through the year, more of them in the last two months."""
    months = _months(parameters)
    per_month = max(1, round(frame.lines / 12 * parameters.scale.volume))
    rush = np.where(months["month"].dt.month().is_in([11, 12]).to_numpy(), 1.35, 0.93)
    size = rng.lognormal(-0.32, 0.8, per_month * len(months)) * np.repeat(rush, per_month)
    rows = _lines(frame, months, per_month, size * parameters.scale.volume)
    supplier = rng.choice(names()["suppliers"], len(rows))
    lag = rng.choice([0, 30, 60], len(rows), p=[0.6, 0.33, 0.07]) + rng.integers(2, 27, len(rows))
    return rows.with_columns(
        entered_on=pl.col("month") + pl.duration(days=pl.lit(pl.Series(lag))),
        text=pl.format("Faktura {}", pl.lit(pl.Series(rng.integers(10000, 99999, len(rows))))),
        provider_name=pl.Series([str(name) for name in supplier], dtype=pl.String),
    )


def _sold_places(frame: Frame, parameters: Parameters, rng: np.random.Generator) -> pl.DataFrame:
    """Other municipalities pay for their citizens' places, now and then a month late; a place may stand empty."""
    months = _months(parameters)
    places = max(1, round(frame.places * parameters.scale.volume))
    taken = (rng.random((len(months), places)) > 0.07) * rng.normal(1, 0.12, places)
    rows = _lines(frame, months, places, taken.ravel() / 0.93 * parameters.scale.volume)
    buyer = [str(name) for name in rng.choice(names()["municipalities"], places)] * len(months)
    lag = rng.choice([0, 31, 62], len(rows), p=[0.75, 0.18, 0.07]) + rng.integers(1, BILLING_DAYS, len(rows))
    rows = rows.with_columns(
        entered_on=pl.col("month").dt.month_end() + pl.duration(days=pl.lit(pl.Series(lag))),
        text=pl.format("Salg af plads {}", pl.col("unit") + 1),
        provider_name=pl.Series(buyer, dtype=pl.String),
    )
    return rows.filter(pl.col("amount_kr") != 0)


def _quarterly(frame: Frame, parameters: Parameters, rng: np.random.Generator) -> pl.DataFrame:
    """Objective financing: a fixed share of a national bill, a quarter at a time."""
    months = _months(parameters).filter(pl.col("month").dt.month() % 3 == 0)
    factor = np.repeat(rng.normal(1, 0.01, len(months)), len(frame.providers)) * 3 * parameters.scale.volume
    rows = _lines(frame, months, len(frame.providers), factor)
    sender = rows["unit"].replace_strict(dict(enumerate(frame.providers)), return_dtype=pl.String)
    return rows.with_columns(
        entered_on=pl.col("month") + pl.duration(days=14),
        text=pl.format("Objektiv finansiering {}. kvartal", pl.col("month").dt.quarter()),
        provider_name=sender,
    )


PATTERNS: dict[str, Callable[[Frame, Parameters, np.random.Generator], pl.DataFrame]] = {
    "payroll": _payroll,
    "invoices": _suppliers,
    "sale": _sold_places,
    "quarterly": _quarterly,
}


def frame_postings(parameters: Parameters) -> pl.DataFrame:
    """`LINE` columns of every frame account, entered day by day until the end of the current year."""
    parts = []
    for frame in frames():
        if frame.pattern in PATTERNS:
            rows = PATTERNS[frame.pattern](frame, parameters, parameters.stream(f"frames/{frame.key}"))
            parts.append(
                rows.select("account_key", "month", "unit", "entered_on", "amount_kr", "text", "provider_name")
            )
    rows = pl.concat(parts)
    return rows.with_columns(
        kind=pl.lit("frame"),
        service_from=pl.col("month"),
        service_to=pl.col("month").dt.month_end(),
        grant=pl.lit(None, pl.Int64),
        person=pl.lit(None, pl.Int64),
        bundle=pl.format("{}/{}/{}", "account_key", "month", "unit"),
    ).drop("month", "unit")
