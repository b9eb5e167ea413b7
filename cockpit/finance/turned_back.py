"""Accruals that are turned back: what the books set off for December without a bill, and take out again in January.

Neither line says when the service was given. The second is no income of January: it makes room for December's bills,
which come later and are booked beside it. So it is a line of the December that it turns back.
"""

import polars as pl

DECEMBER = 12
SAME = ("account", "citizen", "provider", "grant_id", "paragraph", "amount")


def with_service(postings: pl.DataFrame) -> pl.DataFrame:
    """The postings (`SAME`, `year`, `month`, `service_month`, `dated`), in their order, with `set_off`: whether each is
    one of the two lines of such a pair. An undated one of period 00 or 01 that takes back, to the øre, an undated one
    of last year's December or supplement is of that December."""
    undated = postings.select(*SAME, "year", "month", "dated").with_row_index("row").filter(~pl.col("dated"))
    ended = undated.filter(pl.col("month") >= DECEMBER).with_columns(-pl.col("amount"), year=pl.col("year") + 1)
    begun = undated.filter(pl.col("month") <= 1)
    back, forth = (
        one.join(other, on=[*SAME, "year"], how="semi", nulls_equal=True)["row"].implode()
        for one, other in ((begun, ended), (ended, begun))
    )
    row = pl.int_range(pl.len(), dtype=pl.UInt32)
    is_back, december = row.is_in(back), pl.date(pl.col("year") - 1, DECEMBER, 1)
    return postings.with_columns(
        service_month=pl.when(is_back).then(december).otherwise("service_month"),
        dated=pl.col("dated") | is_back,
        set_off=is_back | row.is_in(forth),
    )
