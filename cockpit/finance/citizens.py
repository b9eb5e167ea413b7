"""What is known of a citizen, whom several lists tell of: the births derived from each list of grants, and the list of
citizens itself. A row may hold what another lacks."""

import polars as pl

from cockpit.finance.once import once_a_frame


@once_a_frame
def of_each(citizens: pl.DataFrame, name: str) -> pl.DataFrame:
    """`citizen` and `name`, a row for each citizen of whom any row tells it: the newest value, and the largest of
    equally new ones."""
    known = citizens.select("citizen", name, "known_from").drop_nulls(name).sort("known_from", name)
    return known.unique("citizen", keep="last", maintain_order=True).select("citizen", name)
