"""The citizens derived at the door, and the household that their rows agree on."""

import polars as pl

from cockpit.ingest.born import citizens_frame


def test_a_household_is_derived_where_the_rows_agree_and_left_to_them_where_they_do_not() -> None:
    """b1's rows agree as far as they say anything; b2 stands in two households; b3 in none."""
    number = "-".join(["010115", "4" + "0" * 3])
    citizens = pl.Series(["b1", "b1", "b2", "b2", "b3"])
    household = pl.Series([None, "h1", "h1", "h2", None], dtype=pl.String)
    found = citizens_frame(citizens, pl.Series([number] * 5), household)
    assert found.select("citizen", "household").rows() == [("b1", "h1"), ("b2", None), ("b3", None)]
