"""What to do about each quarter's refund."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.dataset import MONEY
from cockpit.usecases.refunding import CLAIMS
from cockpit.views import refund_law, refund_tables

SEPTEMBER = dt.date(2026, 9, 30)


@pytest.mark.parametrize(
    ("quarter", "requested", "state"),
    [
        (3, None, "Kvartalet er slut: kan anmodes nu"),
        (3, 100, "Anmodet"),
        (3, 90, "Der er anmodet om mindre end forventet"),
        (4, None, "Kvartalet er ikke slut"),
        (4, 100, "Anmodet"),
        (2, None, "Ikke anmodet"),
    ],
)
def test_what_is_requested_is_not_asked_for_again(quarter: int, requested: int | None, state: str) -> None:
    """Der ventes 100 kr. i kvartalet; opgjort ultimo september."""
    day = dt.date(2026, quarter * 3, 1)
    amounts = {name: Decimal(100) for name in ("refund_kr", "low_kr", "gross_kr")}
    months = pl.DataFrame([{"kind": "expensive", "year": 2026, "month": day, **amounts}])
    claim = {"kind": "expensive", "year": 2026, "quarter": quarter, "amount_kr": requested}
    booked = pl.DataFrame(
        schema={"kind": pl.String, "year": pl.Int32, "booked_year": pl.Int32, "quarter": pl.Int8, "amount_kr": MONEY}
    )
    claims = pl.DataFrame([] if requested is None else [claim], schema=CLAIMS)
    found = refund_tables.quarters(months, booked, claims, 2026, SEPTEMBER, whole=True).frame
    assert found.filter(quarter=quarter)["state"].to_list() == [state]


def test_a_quarter_of_which_nothing_is_expected_is_not_asked_for() -> None:
    months = pl.DataFrame(schema={"kind": pl.String, "year": pl.Int64, "month": pl.Date, "refund_kr": MONEY,
                                  "low_kr": MONEY, "gross_kr": MONEY})  # fmt: skip
    booked = pl.DataFrame(
        [{"kind": "refugees", "year": 2026, "booked_year": 2026, "quarter": 1, "amount_kr": Decimal(100)}],
        schema={"kind": pl.String, "year": pl.Int32, "booked_year": pl.Int32, "quarter": pl.Int8, "amount_kr": MONEY},
    )
    claims = pl.DataFrame(schema=CLAIMS)
    found = refund_tables.quarters(months, booked, claims, 2026, SEPTEMBER, whole=True).frame
    assert found.filter(quarter=3)["state"].to_list() == ["Kvartalet er slut: intet at anmode om"]
    assert found.filter(quarter=5)["state"].to_list() == ["Restafregnes i den endelige opgørelse senest 15-05-2027"]


def test_every_other_kind_stands_with_its_share_and_that_it_is_not_verified() -> None:
    rows = refund_law.shares_table(2026).danish().rows()
    assert [row[:3] for row in rows] == [
        ("Merudgifter og tabt arbejdsfortjeneste", "SEL § 177", "50,0 %"),
        ("Kvindekrisecenter og forsorgshjem", "SEL § 177", "50,0 %"),
        ("Advokatbistand", "SEL § 177", "50,0 %"),
        ("Flygtninge i de første tre år", "SEL § 181", "100,0 %"),
    ]
    assert {row[4] for row in rows} == {"ikke verificeret"}
