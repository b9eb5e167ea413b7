"""What is booked on a grant's month, found by one number of grant and month."""

import polars as pl
import pytest

from cockpit.finance.timeline import SPREAD
from cockpit.forecast import ledger


@pytest.mark.parametrize("grants", [[0, 0, 1], [1, 0, 0]])
def test_a_months_bills_are_found_whatever_the_order_of_the_costs(grants: list[int]) -> None:
    """Grant 1 is paid 700 kr. for month 24,001; nothing else is."""
    months = [24_001 if grant else 24_000 + at for at, grant in enumerate(grants)]
    costs = pl.DataFrame({"grant": grants, "mi": months}, schema={"grant": pl.UInt32, "mi": pl.Int32})
    booked = {"grant_id": "i1", "mi": 24_001, "place": SPREAD + 24_001, "paid": 700.0}
    found = ledger.with_paid(costs, pl.DataFrame([booked]))
    assert found["grant"].to_list() == grants, "in the same order"
    assert found["paid"].to_list() == [700.0 if grant else None for grant in grants]
