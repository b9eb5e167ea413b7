"""An amount of a whole laid on the places and months where its open amounts lie, exact to the øre."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.forecast import leaf

PLACE = ("committee", "area", "function", "account", "paragraph", "in_service_frame")


def laid(places: pl.DataFrame, months: Sequence[int], whole: str) -> pl.DataFrame:
    """Lines of *other*. `places`: `PLACE`, `share` of its whole and `amount_kr` (Decimal) of the whole, which `whole`
    names. Even over the months; what does not divide is on the last line."""
    open_months = pl.DataFrame({"month": list(months)}, schema={"month": pl.Int8})
    part = leaf.money(pl.col("amount_kr").cast(pl.Float64) * pl.col("share") / open_months.height)
    spread = places.join(open_months, how="cross").with_columns(part=part).sort(*PLACE, "month")
    others = pl.col("part").sum().over(whole) - pl.col("part")
    last = pl.int_range(pl.len()).over(whole) == pl.len().over(whole) - 1
    exact = pl.when(last).then(pl.col("amount_kr") - others).otherwise("part").cast(MONEY)
    return leaf.lines("other", spread.select(*PLACE, "month", amount_kr=exact))
