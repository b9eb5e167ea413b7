"""Between municipalities: what is paid to others for own citizens, and what others pay for theirs.

The ledger tells by art: 4.7 payments to municipalities, 4.8 to regions, 7.7 and 7.8 income from them.
"""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED

PARTNER = {"4.7": "Kommuner", "4.8": "Regioner", "7.7": "Kommuner", "7.8": "Regioner"}
PAID, RECEIVED = "Vi betaler", "Vi modtager"
BETWEEN_SCHEMA: dict[str, pl.DataType] = {
    "direction": pl.String(),
    "partner": pl.String(),
    "provider": pl.String(),
    "area": pl.String(),
    "team": pl.String(),
    "this_year_kr": MONEY,
    "last_year_kr": MONEY,
}


def between(postings: pl.DataFrame, accounts: pl.DataFrame, year: int, last_month: int) -> pl.DataFrame:
    """`BETWEEN_SCHEMA`: booked on the arts above in the year's periods up to `last_month` and in the same periods of
    the year before, both as positive amounts. `postings` as `Allocated` gives them."""
    arts = accounts.filter(pl.col("art").is_in(list(PARTNER))).sort("account", "year", nulls_last=False)
    newest = arts.unique("account", keep="last", maintain_order=True).select("account", "art")
    booked = postings.filter(pl.col("year").is_in([year - 1, year]), pl.col("month") <= last_month).join(
        newest, on="account"
    )
    paid = pl.col("art").str.starts_with("4")
    amount = pl.when(paid).then(pl.col("amount")).otherwise(-pl.col("amount"))
    named = booked.with_columns(
        direction=pl.when(paid).then(pl.lit(PAID)).otherwise(pl.lit(RECEIVED)),
        partner=pl.col("art").replace_strict(PARTNER),
        amount=amount,
        team=pl.col("team").fill_null(NOT_ALLOCATED),
    )
    keys = list(BETWEEN_SCHEMA)[:5]
    sums = named.group_by(keys).agg(
        pl.col("amount").filter(pl.col("year") == year).sum().cast(MONEY).alias("this_year_kr"),
        pl.col("amount").filter(pl.col("year") == year - 1).sum().cast(MONEY).alias("last_year_kr"),
    )
    return sums.select(*BETWEEN_SCHEMA).sort("this_year_kr", *keys, descending=[True, *[False] * len(keys)])
