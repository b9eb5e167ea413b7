"""Postings that do not say when the service was given, and find no grant that could tell."""

import datetime as dt

import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import undated
from cockpit.forecast.state import prepare
from cockpit.forecast.steered import split
from tests.unit.forecast.world import FRAME, HOME, MARCH, account, grant, municipality, posting


@pytest.mark.parametrize(("silent_kr", "share"), [(20000, 20 / 140), (120000, 0.5), (130000, 130 / 250), (0, 0.0)])
def test_the_share_that_says_nothing_by_hand(silent_kr: int, share: float) -> None:
    """Two bills of 60,000 kr. say their month."""
    bills = [posting(60000, f"2026-0{m}", f"2026-0{m}") for m in (1, 2)]
    bills += [posting(silent_kr, "2026-03", grant_id=None)] if silent_kr else []
    state = prepare(municipality(grants=[grant()], postings=bills), MARCH, 2026, Settings())
    assert undated.share(state, split(state), 2024 * 12) == pytest.approx(share)


@pytest.mark.parametrize(("last_end", "months"), [(dt.date(2026, 2, 15), 1.0), (dt.date(2024, 12, 15), 0.0)])
def test_how_far_the_books_are_behind_by_hand(last_end: dt.date, months: float) -> None:
    """10,000 a month is booked a month later, December's in period 13. After month k of 2025 (k - 1) / 12 is booked:
    one month behind. The list knows one grant, from July on: where
    it has forgotten who left before it can not tell the course; where it has not, nothing was delivered before July."""
    bills = [posting(10000, f"2025-{month:02d}", grant_id=None) for month in range(2, 14)]
    bills += [posting(900, f"{year}-{month:02d}", grant_id=None, account=FRAME) for year, month in
              [(2025, month) for month in range(1, 13)] + [(2026, 1), (2026, 2), (2026, 3)]]  # fmt: skip
    place = {"unit_price": 10000, "price_unit": "måned"}
    running = grant(start_date=dt.date(2025, 7, 1), **place)
    gone = grant("i2", start_date=last_end, end_date=last_end, status="afsluttet", unit_price=0, price_unit="måned")
    state = prepare(municipality(grants=[running, gone], postings=bills), MARCH, 2026, Settings())
    assert undated.delays(state, split(state)).filter(account=HOME)["months"].item() == pytest.approx(months)


def test_the_same_month_of_closed_years_tells_most() -> None:
    """As above, but March books nothing and April twice as much: two months behind in March, one at the other closes.
    The same month 2, all closes 8 / 7, which count as one year: 11 / 7."""
    months = [2, 4, 4, *range(5, 14)]
    bills = [posting(10000, f"2025-{m:02d}", grant_id=None, voucher=f"v{n}") for n, m in enumerate(months)]
    bills += [posting(900, f"{year}-{month:02d}", grant_id=None, account=FRAME) for year, month in
              [(2025, month) for month in range(1, 13)] + [(2026, 1), (2026, 2), (2026, 3)]]  # fmt: skip
    running = grant(start_date=dt.date(2024, 12, 1), unit_price=10000, price_unit="måned")
    state = prepare(municipality(grants=[running], postings=bills), MARCH, 2026, Settings())
    assert undated.delays(state, split(state)).filter(account=HOME)["months"].item() == pytest.approx(11 / 7)


def test_each_account_is_behind_by_its_own_delay() -> None:
    """Two places of 10,000 a month, one on each account: the one is booked a month later, the other at once. Together
    half a month behind, which counts as two years beside the one of their own: 2/3 and 1/3."""
    other = "5385214000000009"
    late = [posting(10000, f"2025-{m:02d}", grant_id=None) for m in range(2, 14)]
    prompt = [posting(10000, f"2025-{m:02d}", grant_id=None, account=other, voucher=f"p{m}") for m in range(1, 13)]
    new = [posting(900, f"2026-{m:02d}", grant_id=None, account=FRAME) for m in (1, 2, 3)]
    place = {"start_date": dt.date(2024, 12, 1), "unit_price": 10000, "price_unit": "måned"}
    rows = [grant(**place), grant("i2", account=other, **place)]
    chart = [account(HOME, "aktivitetsstyret"), account(other, "aktivitetsstyret"), account(FRAME, "rammestyret")]
    data = municipality(grants=rows, postings=[*late, *prompt, *new], accounts=chart)
    state = prepare(data, MARCH, 2026, Settings())
    found = dict(undated.delays(state, split(state)).iter_rows())
    assert found[HOME] == pytest.approx(2 / 3)
    assert found[other] == pytest.approx(1 / 3)
