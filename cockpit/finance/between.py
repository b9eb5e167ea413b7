"""Between municipalities: what is paid to others for own citizens, and what others pay for theirs.

The ledger tells by art: 4.7 payments to municipalities, 4.8 to regions, 7.7 and 7.8 income from them. The grants tell
by name: the acting municipality decides, the paying one pays, and they often differ.
"""

import datetime as dt

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.commitments import grant_months
from cockpit.finance.timeline import granted

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


THEY_ACT, THEY_PAY = "Vi betaler, de handler", "De betaler"
BY_GRANTS_SCHEMA: dict[str, pl.DataType] = {
    "direction": pl.String(),
    "municipality": pl.String(),
    "citizen": pl.String(),
    "area": pl.String(),
    "team": pl.String(),
    "year_kr": MONEY,
    "to_date_kr": MONEY,
}


def between_grants(
    grants: pl.DataFrame, prices: pl.DataFrame, year: int, as_of: dt.date, municipality: str
) -> pl.DataFrame:
    """`BY_GRANTS_SCHEMA`: the year's granted cost less the citizen's payment, whole and until the date's month, per
    citizen and other municipality. `THEY_ACT`: another municipality decides, and we pay (also where the export names
    no payer). `THEY_PAY`: another municipality pays. What the exports call our own is never an other. Empty where the
    exports name no municipality."""
    own = _own(grants, municipality)
    acting, paying = (pl.col(f"{role}_municipality") for role in ("acting", "paying"))
    they_pay = (paying != own).fill_null(value=False)
    they_act = (acting != own).fill_null(value=False) & ~they_pay
    real = granted(grants, they_pay | they_act)
    heads = real.unique("grant_id", keep="first", maintain_order=True).select(
        "grant_id",
        *(pl.col(name).fill_null(NOT_ALLOCATED) for name in ("citizen", "area", "team")),
        direction=pl.when(they_pay).then(pl.lit(THEY_PAY)).otherwise(pl.lit(THEY_ACT)),
        municipality=pl.when(they_pay).then(paying).otherwise(acting),
    )
    months = grant_months(real, dt.date(year, 1, 1), dt.date(year, 12, 31), prices).join(heads, on="grant_id")
    net = pl.col("cost_kr") - pl.col("citizen_payment_kr").fill_null(0)
    keys = list(BY_GRANTS_SCHEMA)[:5]
    sums = months.group_by(keys).agg(
        net.sum().cast(MONEY).alias("year_kr"),
        net.filter(pl.col("month") <= as_of).sum().cast(MONEY).alias("to_date_kr"),
    )
    return sums.filter(pl.col("year_kr") != 0).select(*BY_GRANTS_SCHEMA).sort(keys)


def _own(grants: pl.DataFrame, municipality: str) -> str:
    """What the exports call the own municipality: the setting where they name it, else the one named most often, as
    payer before as acting."""
    for name in ("paying_municipality", "acting_municipality"):
        named = grants[name].drop_nulls()
        if (named == municipality).any():
            return municipality
        if named.len():
            counts = named.value_counts().sort("count", name, descending=[True, False])
            return str(counts.row(0)[0])
    return municipality
