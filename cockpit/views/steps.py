"""Steps of a waterfall: totals that stand on zero, changes that start where the last step ended."""

from decimal import Decimal
from typing import Literal

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.views.figures import Waterfall
from cockpit.views.wording import money, signed

StepKind = Literal["total", "change"]
Step = tuple[str, str, StepKind, Decimal, str]
"""step, label, kind, amount, text"""

WATERFALL_SCHEMA: dict[str, pl.DataType] = {
    "step": pl.String(),
    "label": pl.String(),
    "kind": pl.String(),
    "amount_kr": MONEY,
    "from_kr": MONEY,
    "to_kr": MONEY,
    "text": pl.String(),
}


def waterfall(message: str, steps: list[Step], title: str) -> Waterfall:
    """The steps with where each bar starts and ends: a total from zero, a change from where the last one ended."""
    rows, level = [], Decimal(0)
    for step, label, kind, amount, text in steps:
        start = Decimal(0) if kind == "total" else level
        level = start + amount
        rows.append((step, label, kind, amount, start, level, text))
    return Waterfall(message, pl.DataFrame(rows, schema=WATERFALL_SCHEMA, orient="row"), title)


def total(step: str, label: str, amount_kr: Decimal) -> Step:
    """A bar from zero."""
    return step, label, "total", amount_kr, money(amount_kr)


def change(step: str, label: str, amount_kr: Decimal) -> Step:
    """A bar from where the last one ended, with its sign."""
    return step, label, "change", amount_kr, signed(amount_kr)
