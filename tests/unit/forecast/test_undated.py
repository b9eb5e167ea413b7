"""Postings that do not say when the service was given, and find no grant that could tell."""

import pytest

from cockpit.contracts.settings import Settings
from cockpit.forecast import undated
from cockpit.forecast.state import prepare
from cockpit.forecast.steered import split
from tests.unit.forecast.world import MARCH, grant, municipality, posting


@pytest.mark.parametrize(("silent_kr", "share"), [(20000, 20 / 140), (120000, 0.5), (130000, 130 / 250), (0, 0.0)])
def test_the_share_that_says_nothing_by_hand(silent_kr: int, share: float) -> None:
    """Two bills of 60,000 kr. say their month."""
    bills = [posting(60000, f"2026-0{m}", f"2026-0{m}") for m in (1, 2)]
    bills += [posting(silent_kr, "2026-03", grant_id=None)] if silent_kr else []
    state = prepare(municipality(grants=[grant()], postings=bills), MARCH, 2026, Settings())
    assert undated.share(state, split(state), 2024 * 12) == pytest.approx(share)
