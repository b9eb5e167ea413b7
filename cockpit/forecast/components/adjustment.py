"""Adjustment: the controller's skøn. It is added to the forecast and never overwrites a figure of the model.

Each skøn is spread evenly over its months, to the øre, the odd øre on the last month, and stands on its own key. Its
other dimensions are filled where the forecast leaves no doubt (a paragraph that lies in one area). An expired one
does not count, nor one that was withdrawn or laid upon a later state (the store gives those that count at the date).
"""

from decimal import ROUND_DOWN, Decimal

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import DIMENSIONS
from cockpit.forecast import leaf
from cockpit.forecast.state import State

ORE = Decimal("0.01")
TOTAL = "total"


def spread(amount_kr: Decimal, months: int) -> list[Decimal]:
    """Equal parts in whole øre; what does not divide evenly is on the last."""
    part = (amount_kr / months).quantize(ORE, rounding=ROUND_DOWN)
    return [part] * (months - 1) + [amount_kr - part * (months - 1)]


def valid(state: State) -> pl.DataFrame:
    """The year's skøn that have not expired at the date."""
    expired = (pl.col("expires_on") < state.as_of).fill_null(value=False)
    return state.data.adjustments.filter((pl.col("year") == state.year) & ~expired).sort("id")


def _place(leaves: pl.DataFrame, level: str, key: str) -> dict[str, object]:
    """Dimensions of the key: itself, and whatever all other lines of that key agree on."""
    if level == TOTAL:
        return {}
    column = "grant_id" if level == "grant" else level
    alike = leaves.filter(pl.col(column) == key)
    agreed = {name: alike[name].unique() for name in (*DIMENSIONS, "in_service_frame")}
    return {name: values[0] for name, values in agreed.items() if values.len() == 1} | {column: key}


def lines(state: State, leaves: pl.DataFrame) -> pl.DataFrame:
    """The lines of all valid skøn; `leaves` are those of all other components."""
    parts = []
    for row in valid(state).iter_rows(named=True):
        first, last = row["month_from"], max(row["month_from"], row["month_to"])
        amounts = spread(row["amount_kr"], last - first + 1)
        months = pl.DataFrame(
            {"month": range(first, last + 1), "amount_kr": amounts}, schema={"month": pl.Int8, "amount_kr": MONEY}
        )
        place = {name: pl.lit(value) for name, value in _place(leaves, row["level"], row["key"]).items()}
        parts.append(leaf.lines("adjustment", months.with_columns(**place)))
    return pl.concat(parts) if parts else leaf.lines("adjustment", pl.DataFrame())
