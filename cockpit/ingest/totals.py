"""Does the file agree with itself? Its own total lines against the sums of its rows."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

TOTAL = 2
"""The kind of row that is a total line."""
TOLERANCE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Total:
    """A total line: its place, what it says, and the nearest that the rows give."""

    index: int
    said: Decimal
    summed: Decimal

    @property
    def difference(self) -> Decimal:
        """What the file says more than its rows."""
        return self.said - self.summed


@dataclass(frozen=True, slots=True)
class Totals:
    """`file_total`: what the file says it sums to, where its last total line covers everything. `wrong`: total lines
    that no run of rows sums to."""

    file_total: Decimal | None
    wrong: tuple[Total, ...]


def check_totals(amounts: pl.Series, kinds: pl.Series) -> Totals:
    """A total line holds where it is the sum of the rows from the beginning, or from after some earlier total line:
    subtotals on any level are allowed. `amounts`: every row's, total lines included; unreadable ones null."""
    places = (kinds == TOTAL) & amounts.is_not_null()
    if not places.any():
        return Totals(None, ())
    rows = pl.DataFrame({"amount": amounts, "kind": kinds}).with_row_index()
    running = pl.when(pl.col("kind") == 0).then("amount").otherwise(0).fill_null(0).cum_sum()
    lines = rows.with_columns(running.alias("running")).filter(places).select("index", "amount", "running").rows()
    wrong, boundaries = [], [Decimal(0)]
    for index, said, until in lines:
        starts = [start for start in boundaries if abs(until - start - said) <= TOLERANCE]
        if not starts:
            wrong.append(Total(index, said, until))
        if boundaries[-1] != until:
            boundaries.append(until)
    _, last, everything = lines[-1]
    whole = abs(last - everything) <= TOLERANCE or any(item.index == lines[-1][0] for item in wrong)
    return Totals(last if whole else None, tuple(wrong))
