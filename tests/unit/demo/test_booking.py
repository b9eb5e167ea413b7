"""Which period, date and voucher a line gets: small tables in, the named rule, the expected answer out."""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.demo.booking import on_working_days, with_period, with_voucher
from cockpit.demo.parameters import Parameters


def booked(entered_on: dt.date, service_to: dt.date) -> dict[str, object]:
    row = pl.DataFrame({"entered_on": [entered_on], "service_to": [service_to]})
    moved = on_working_days(row, Parameters())
    return with_period(moved, np.random.default_rng(1)).row(0, named=True)


def test_an_invoice_of_last_year_entered_in_january_goes_to_the_supplement() -> None:
    line = booked(dt.date(2026, 1, 14), dt.date(2025, 11, 30))
    assert (line["year"], line["number"], line["posting_date"]) == (2025, 13, dt.date(2025, 12, 31))


def test_after_the_supplement_it_is_a_bill_of_an_earlier_year() -> None:
    line = booked(dt.date(2026, 2, 17), dt.date(2025, 11, 30))
    assert (line["year"], line["number"], line["posting_date"]) == (2026, 2, dt.date(2026, 2, 17))


def test_january_paid_in_december_goes_to_the_forsupplement() -> None:
    line = booked(dt.date(2025, 12, 16), dt.date(2026, 1, 31))
    assert (line["year"], line["number"], line["posting_date"]) == (2026, 0, dt.date(2025, 12, 16))


def test_a_sunday_is_booked_on_monday() -> None:
    assert booked(dt.date(2026, 3, 15), dt.date(2026, 3, 31))["posting_date"] == dt.date(2026, 3, 16)


def test_an_early_invoice_of_an_earlier_month_may_be_booked_in_the_month_before() -> None:
    found = {booked_with(seed) for seed in range(12)}
    assert found == {(3, dt.date(2026, 3, 31)), (4, dt.date(2026, 4, 7))}


def booked_with(seed: int) -> tuple[int, dt.date]:
    row = pl.DataFrame({"entered_on": [dt.date(2026, 4, 7)], "service_to": [dt.date(2026, 3, 31)]})
    line = with_period(on_working_days(row, Parameters()), np.random.default_rng(seed)).row(0, named=True)
    return line["number"], line["posting_date"]


def test_vouchers_count_through_the_year_and_bundles_share_one() -> None:
    rows = pl.DataFrame(
        {
            "year": [2026, 2026, 2026, 2025],
            "number": [1, 1, 0, 13],
            "entered_on": [dt.date(2026, 1, 9), dt.date(2026, 1, 9), dt.date(2025, 12, 16), dt.date(2026, 1, 7)],
            "bundle": ["b", "b", "a", "c"],
            "account_key": ["x", "y", "x", "x"],
            "amount_kr": [1.0, 2.0, 3.0, 4.0],
        }
    )
    found = with_voucher(rows).select("voucher", "period", "amount_kr").rows()
    assert found == [
        ("5250000001", "2025-13", 4.0),
        ("5260000001", "2026-00", 3.0),
        ("5260000002", "2026-01", 1.0),
        ("5260000002", "2026-01", 2.0),
    ]
