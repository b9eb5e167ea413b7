"""Bills of several months: shared by days, corrections, catching up, and periods that are the grant's."""

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.contracts.data import SUM
from cockpit.contracts.dataset import MONEY
from cockpit.finance import billed_span

D = dt.date


def bill(
    amount: str, since: dt.date | None, until: dt.date | None, period: str = "2026-04", **extra: Any
) -> dict[str, Any]:
    usual = {"account": "1", "citizen": "b1", "provider": "Solgården", "grant_id": None, "paragraph": None}
    told = {
        "period": period,
        "service_from": since,
        "service_to": until,
        "amount": Decimal(amount),
        SUM: Decimal(amount),
    }
    return {**usual, **told, **extra}


def parted(*bills: dict[str, Any]) -> list[tuple[dt.date | None, Decimal]]:
    texts = dict.fromkeys(("account", "citizen", "provider", "grant_id", "paragraph", "period"), pl.String)
    days = dict.fromkeys(("service_from", "service_to"), pl.Date)
    frame = pl.DataFrame(bills, schema={**texts, **days, "amount": MONEY, SUM: MONEY}, orient="row")
    return [(since, kr) for since, kr in billed_span.by_month(frame).select("service_from", SUM).rows()]


def test_a_quarters_bill_is_shared_by_days() -> None:
    """90.000 kr. for 31 + 28 + 31 dage: 31.000, 28.000 og 31.000."""
    assert parted(bill("90000", D(2026, 1, 1), D(2026, 3, 31))) == [
        (D(2026, 1, 1), Decimal(31000)), (D(2026, 2, 1), Decimal(28000)), (D(2026, 3, 1), Decimal(31000)),
    ]  # fmt: skip


def test_it_may_begin_and_end_within_a_month() -> None:
    """16 dage i januar og 4 i februar."""
    assert parted(bill("2000", D(2026, 1, 16), D(2026, 2, 4))) == [
        (D(2026, 1, 16), Decimal(1600)), (D(2026, 2, 1), Decimal(400)),
    ]  # fmt: skip


def test_a_month_with_a_bill_of_its_own_is_not_in_it() -> None:
    """Februar er betalt for sig; regningen fra januar til marts er for januar og marts."""
    own = bill("500", D(2026, 2, 1), D(2026, 2, 28), "2026-03")
    assert parted(own, bill("6200", D(2026, 1, 1), D(2026, 3, 31)))[1:] == [
        (D(2026, 1, 1), Decimal(3100)), (D(2026, 3, 1), Decimal(3100)),
    ]  # fmt: skip


def test_what_another_bill_begins_or_ends_in_is_that_bills() -> None:
    """Den ene er for februar og april, den anden for marts og maj."""
    both = parted(bill("5800", D(2026, 2, 1), D(2026, 4, 30)), bill("6200", D(2026, 3, 1), D(2026, 5, 31), "2026-05"))
    assert [since.month for since, _ in both if since] == [2, 4, 3, 5]


def test_where_every_month_has_a_bill_of_its_own_it_corrects_them_all() -> None:
    months = [bill("1000", D(2026, m, 1), D(2026, m, 28), "2026-03") for m in (1, 2)]
    assert parted(*months, bill("59", D(2026, 1, 1), D(2026, 2, 28)))[2:] == [
        (D(2026, 1, 1), Decimal(31)), (D(2026, 2, 1), Decimal(28)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until", "periods", "told"),
    [
        (D(2026, 1, 1), D(2026, 12, 31), ("2026-01", "2026-02", "2026-03"), False),
        (D(2026, 1, 1), D(2026, 12, 31), ("2026-01", "2026-01", "2026-02"), True),
        (D(2024, 5, 1), D(2027, 4, 30), ("2026-01",), False),
        (D(2024, 5, 1), D(2025, 8, 31), ("2026-01",), True),
        (D(1900, 1, 1), D(2025, 8, 31), ("2026-01",), False),
    ],
)
def test_a_period_that_is_the_grants_tells_no_month(
    since: dt.date, until: dt.date, periods: tuple[str, ...], *, told: bool
) -> None:
    """Samme periode på regninger fra tre måneder, eller et løbende tidsrum på mere end et år, er bevillingens."""
    found = parted(*[bill("1000", since, until, period) for period in periods])
    assert (found[0][0] is not None) == told
    assert sum(kr for _, kr in found) == 1000 * len(periods)


def test_bills_that_name_nobody_may_share_a_period() -> None:
    found = parted(*[bill("900", D(2026, 1, 1), D(2026, 3, 31), f"2026-0{m}", citizen=None) for m in (3, 4, 5)])
    assert len(found) == 9


def test_an_end_before_the_beginning_says_nothing() -> None:
    lines = bill("900", D(2026, 3, 1), D(2026, 1, 31)), bill("800", D(2026, 3, 1), None), bill("7", None, None)
    assert parted(*lines) == [
        (D(2026, 3, 1), Decimal(900)), (D(2026, 3, 1), Decimal(800)), (None, Decimal(7)),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.decimals(-10**7, 10**7, places=2), st.dates(D(2023, 1, 1), D(2026, 6, 30)), st.integers(0, 900),
            st.sampled_from(["b1", "b2"]),
        ),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_the_parts_are_the_bills_to_the_oere(drawn: list[tuple[Decimal, dt.date, int, str]]) -> None:
    bills = [bill(str(kr), day, day + dt.timedelta(days=days), citizen=who) for kr, day, days, who in drawn]
    assert sum(kr for _, kr in parted(*bills)) == sum(kr for kr, *_ in drawn)
