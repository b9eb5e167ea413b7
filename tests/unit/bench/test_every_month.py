"""The table of all twelve closes."""

import polars as pl

from bench.every_month import table
from bench.towns import GENERATORS


def test_a_row_tells_the_mean_its_chance_and_the_median_miss_of_a_month() -> None:
    """Four towns at +1 %, four at +3 and two at -1: mean 1.4, variance 22.4/9, so the mean's standard error is 0.50."""
    names = [name for name in GENERATORS for _ in range(2)]
    errors = [1.0, 1.0, 1.0, 1.0, 3.0, 3.0, 3.0, 3.0, -1.0, -1.0]
    march = pl.DataFrame({"generator": names, "month": 3, "error_pct": errors})
    february = march.with_columns(month=pl.lit(2), error_pct=-pl.col("error_pct"))
    rows = [line.strip("| \n").split(" | ") for line in table(pl.concat([march, february])).splitlines()]

    assert [row[0] for row in rows[2:]] == ["February", "March"]
    assert rows[3][1:3] == ["+1.40 ± 0.50 %", "1.00 %"]
    assert rows[3][3:] == ["+1.00 %", "+1.00 %", "+3.00 %", "+3.00 %", "-1.00 %"]
    assert rows[2][1] == "-1.40 ± 0.50 %"
