"""The two tables on which every view rests: the leaf table and the row of `forecast`.

`forecast = posted + accrued + committed + outflow + pipeline + inflow + other + refunds + adjustment`, to the øre, in
every row. Each component is rounded once, at the leaf; every level is the sum of its leaves.
"""

import polars as pl

from cockpit.contracts.dataset import MONEY

NOT_ALLOCATED = "-"
NOT_ALLOCATED_LABEL = "Ikke fordelt"

COMPONENTS = (
    "posted",
    "accrued",
    "committed",
    "outflow",
    "pipeline",
    "inflow",
    "other",
    "refunds",
    "adjustment",
)

LEVELS = ("total", "committee", "area", "function", "paragraph", "provider", "team", "grant")
"""What `--by` takes. The level's column in the leaf table has the same name, save `grant` -> `grant_id`."""

ACCOUNT_LEVELS = ("steering", "authority", "frame", "block")
"""Levels that follow from the account alone: rows can be asked for on them, and a part can be cut out by them."""

DIMENSIONS = ("committee", "area", "function", "account", "paragraph", "provider", "team", "grant_id")

LEAF_SCHEMA: dict[str, pl.DataType] = {
    "component": pl.String(),
    "prior_year": pl.Boolean(),
    **{name: pl.String() for name in DIMENSIONS},
    "month": pl.Int8(),
    "in_service_frame": pl.Boolean(),
    "amount_kr": MONEY,
}
"""One line per component x leaf x month. Dimensions are never null: `-` where a leaf does not say. `month` is 0-13 for
`posted` and 1-12 for the rest. `prior_year` marks bills of earlier years. kr., spend +, income -."""

ACCRUAL_TERMS: dict[str, pl.DataType] = {
    "grant_id": pl.String(),
    "month": pl.Int8(),
    "price": pl.Float64(),
    "runs": pl.Float64(),
    "paid": pl.Float64(),
    "chance": pl.Float64(),
}
"""What a grant's own accrued line of a month is: `(price x runs - paid) x chance`. `price`: of the month's service, as
awaited where the year's has not come; `runs`: the chance that the grant had not ended unregistered; `paid`: booked for
that month; `chance`: that a bill still comes in time. kr.; only months with something unbooked."""

ROW_SCHEMA: dict[str, pl.DataType] = {
    "as_of": pl.Date(),
    "year": pl.Int32(),
    "level": pl.String(),
    "key": pl.String(),
    "label": pl.String(),
    "original_budget": MONEY,
    "adjusted_budget": MONEY,
    "posted": MONEY,
    "prior_years": MONEY,
    **dict.fromkeys(COMPONENTS[1:], MONEY),
    "forecast": MONEY,
    "low80": MONEY,
    "high80": MONEY,
    "low95": MONEY,
    "high95": MONEY,
    "overspend": MONEY,
    "full_year_persons": pl.Float64(),
    "unit_price": MONEY,
    "stamp": pl.String(),
}
"""A row of the forecast. `prior_years` is a part of `posted`. Budgets, persons, prices and ranges are null where they
are not known at that level; they do not add up over levels where they must not."""


def empty_leaves() -> pl.DataFrame:
    """A leaf table without lines."""
    return pl.DataFrame(schema=LEAF_SCHEMA)
