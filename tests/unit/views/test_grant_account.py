"""One grant recomputed: what its accrued line is a product of, in words that a hand can follow."""

import datetime as dt
from decimal import Decimal

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import ACCRUAL_TERMS, LEAF_SCHEMA
from cockpit.views import grant_account as view
from cockpit.views.grant_accrued import ACCRUED, AS_A_WHOLE, LATE_PRICE
from tests.unit.views.samples import context

HEAD = {
    "grant_id": "i1",
    "service": "Botilbud",
    "provider": "Solgården",
    "paragraph": "SEL § 107",
    "start_date": dt.date(2025, 1, 1),
    "ends_on": dt.date(2026, 12, 31),
    "missing_since": None,
    "by_grants": True,
}
SPANS = {
    "month": [dt.date(2026, 2, 1)], "unit": ["døgn"], "days": [28], "rate": [Decimal("2000.00")], "quantity": [1.0],
    "cost_kr": [Decimal("56000.00")], "open": [20], "month_days": [28], "year_days": [365],
}  # fmt: skip


def _account(terms: list[tuple[object, ...]], accrued: str = "") -> view.GrantAccount:
    line = {"component": "accrued", "month": 2, "grant_id": "i1", "amount_kr": Decimal(accrued or "0.00")}
    costs = pl.DataFrame(
        {"month": [dt.date(2026, 2, 1)], "cost_kr": [Decimal(56000)], "citizen_payment_kr": [Decimal(0)]},
        schema_overrides={"cost_kr": MONEY, "citizen_payment_kr": MONEY},
    )
    return view.build(
        context(),
        HEAD,
        spans=pl.DataFrame(SPANS, schema_overrides={"cost_kr": MONEY}),
        costs=costs,
        leaves=pl.DataFrame([line] if accrued else [], schema={name: LEAF_SCHEMA[name] for name in line}),
        accrual=pl.DataFrame(terms, schema=ACCRUAL_TERMS, orient="row"),
    )


def test_a_month_without_a_bill_shows_the_two_chances_that_it_is_multiplied_by() -> None:
    """56.000 x 90 % x 50 % = 25.200."""
    told = _account([("i1", 2, 56000.0, 0.9, 0.0, 0.5)], "25200.00")
    assert told.table.frame["accrual"][1] == "56.000,00 kr. × 90,0000 % × 50,0000 %"
    assert told.table.frame["accrued"][1] == Decimal("25200.00")
    assert ACCRUED in told.notes


def test_what_is_booked_for_the_month_is_taken_out_first() -> None:
    """(56.000 - 6.000) x 98,5339 % = 49.266,95."""
    told = _account([("i1", 2, 56000.0, 1.0, 6000.0, 0.985339)], "49266.95")
    assert told.table.frame["accrual"][1] == "(56.000,00 kr. − 6.000,00 kr.) × 98,5339 %"


def test_a_grant_whose_paragraph_is_estimated_as_a_whole_says_so() -> None:
    told = _account([])
    assert "accrual" not in [column.name for column in told.table.columns]
    assert AS_A_WHOLE in told.notes
    assert ACCRUED not in told.notes


def test_a_grant_that_is_booked_in_full_says_neither() -> None:
    told = _account([], "56000.00")
    assert AS_A_WHOLE not in told.notes
    assert ACCRUED not in told.notes


def test_a_grant_that_waits_for_its_price_says_so() -> None:
    """57.680 is 3 % above the registered 56.000."""
    assert LATE_PRICE in _account([("i1", 2, 57680.0, 1.0, 0.0, 1.0)], "57680.00").notes
    assert LATE_PRICE not in _account([("i1", 2, 56000.0, 1.0, 0.0, 1.0)], "56000.00").notes
