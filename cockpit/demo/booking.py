"""From the day on which something is entered to the period, date and voucher under which it stands in the ledger.

Periods: an invoice entered in the first working days for an earlier month of the year may still be booked in that
month; one entered in January for last year goes to the supplement (13, dated 31 December); one paid in December for
next January goes to the forsupplement (00).
"""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.contracts.calendar import is_working_day, working_day
from cockpit.demo.parameters import Parameters

CLOSING_DAY = 5
SUPPLEMENT_CLOSES = 24
STILL_BOOKED_BACK = 0.55


def _calendar(first: dt.date, last: dt.date) -> pl.DataFrame:
    """`entered_on, booked_on` (the day itself or the next working day) and `early` (until the month's fifth)."""
    days = pl.date_range(first, last, eager=True)
    closing = {(day.year, day.month): working_day(day.replace(day=1), CLOSING_DAY) for day in days if day.day == 1}
    frame = pl.DataFrame({"entered_on": days, "open": [is_working_day(day) for day in days]})
    early = [day <= closing[day.year, day.month] for day in days]
    booked = pl.when("open").then("entered_on").fill_null(strategy="backward")
    return frame.with_columns(booked_on=booked, early=pl.Series(early)).drop("open")


def on_working_days(rows: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """`entered_on` moved to a working day, with `early`. A working day after the last calendar day is not looked
    for."""
    table = _calendar(dt.date(parameters.first_year - 1, 1, 1), dt.date(parameters.horizon.year + 1, 12, 31))
    moved = rows.join(table.select("entered_on", "booked_on"), on="entered_on", maintain_order="left")
    moved = moved.with_columns(entered_on=pl.col("booked_on").fill_null(pl.col("entered_on"))).drop("booked_on")
    return moved.join(table.select("entered_on", "early"), on="entered_on", maintain_order="left")


def with_period(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Adds `year, number` (the period) and `posting_date` from `entered_on`, `service_to` and `early`."""
    entered, service = pl.col("entered_on"), pl.col("service_to")
    back = pl.lit(pl.Series(rng.random(len(rows)) < STILL_BOOKED_BACK))
    supplement = (
        (entered.dt.month() == 1) & (entered.dt.day() <= SUPPLEMENT_CLOSES) & (service.dt.year() < entered.dt.year())
    )
    advance = service.dt.year() > entered.dt.year()
    earlier = (service < entered.dt.month_start()) & (service.dt.year() == entered.dt.year())
    booked_back = earlier & pl.col("early") & back & (entered.dt.month() > 1)
    last_year = pl.date(entered.dt.year() - 1, 12, 31)
    return rows.with_columns(
        year=pl.when(supplement)
        .then(entered.dt.year() - 1)
        .when(advance)
        .then(service.dt.year())
        .otherwise(entered.dt.year()),
        number=pl.when(supplement)
        .then(13)
        .when(advance)
        .then(0)
        .when(booked_back)
        .then(entered.dt.month() - 1)
        .otherwise(entered.dt.month()),
        posting_date=pl.when(supplement)
        .then(last_year)
        .when(booked_back)
        .then(entered.dt.month_start() - pl.duration(days=1))
        .otherwise(entered),
    ).drop("early")


def with_voucher(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds `period` (`2026-03`) and `voucher`, numbered through each accounting year in the order of entering. Lines
    with the same `bundle` share a voucher."""
    rows = rows.sort("year", "entered_on", "bundle", "account_key", "amount_kr")
    number = pl.col("bundle").rle_id().over("year") + 1
    return rows.with_columns(
        voucher=pl.format("5{}{}", pl.col("year") % 100, number.cast(pl.String).str.zfill(7)),
        period=pl.format("{}-{}", "year", pl.col("number").cast(pl.String).str.zfill(2)),
    ).drop("bundle", "number")
