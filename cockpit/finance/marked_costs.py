"""What the grants behind a mark cost in a year: a finding of a receipt tells by how much it matters."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.finance.commitments import grant_months
from cockpit.finance.timeline import granted


def marked_costs(
    grants: pl.DataFrame, marked: pl.DataFrame, by: Sequence[str], year: int, prices: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`by` and `cost_kr`: the granted grants' cost in the year, in kr., net of what the citizens pay, each grant once
    in each group. Null where no price of a group is known; 0 where its grants cost nothing in the year.

    `marked`: `grant_id` and the columns `by`, a line a mark. `prices`: the price list, for grants without a price."""
    marks = marked.select("grant_id", *by).unique()
    asked = granted(grants).join(marks, on="grant_id", how="semi")
    months = grant_months(asked, dt.date(year, 1, 1), dt.date(year, 12, 31), prices)
    net = pl.col("cost_kr") - pl.col("citizen_payment_kr")
    each = months.group_by("grant_id").agg(cost=net.sum(), priced=pl.col("priced").any())
    known = pl.col("priced").fill_null(value=True).any()
    return (
        marks.join(each, on="grant_id", how="left")
        .group_by(by)
        .agg(cost_kr=pl.when(known).then(pl.col("cost").sum()).cast(MONEY))
    )
