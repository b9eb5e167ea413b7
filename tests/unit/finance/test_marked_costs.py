"""What the grants behind a finding cost, counted by hand."""

from decimal import Decimal

import polars as pl

from cockpit.finance import marked_costs
from tests.spec.handbook_tables import table

GRANTS = """grant_id | start_date | end_date | unit_price | price_unit | status | citizen_payment
A | 2026-01-01 | 2026-01-31 | 100 | døgn | aktiv | 300
B | 2026-03-01 | 2026-03-10 | 50 | døgn | aktiv |
C | 2026-01-01 |  | 100 | døgn | ansøgt |
D | 2026-01-01 |  |  | døgn | aktiv |
E | 2025-01-01 | 2025-12-31 | 100 | døgn | aktiv |
"""
MARKS = {"x": ["A", "A", "B"], "applied": ["C"], "unpriced": ["D"], "over": ["E"]}


def test_each_grant_counts_once_net_of_what_the_citizen_pays() -> None:
    """A: 31 x 100 less 300; B: 10 x 50. C is only applied for and E had ended: 0. D's price is unknown."""
    marked = pl.DataFrame(
        [(grant, code) for code, ids in MARKS.items() for grant in ids], ["grant_id", "code"], orient="row"
    )
    found = marked_costs(table("grants", GRANTS), marked, ["code"], 2026)
    assert dict(found.iter_rows()) == {"x": Decimal(3300), "applied": Decimal(0), "unpriced": None, "over": Decimal(0)}
