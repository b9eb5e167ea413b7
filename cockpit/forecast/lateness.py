"""The part of a service month's bills that has come at each lag: the chain ladder, per account drawn towards all."""

import polars as pl

from cockpit.forecast import triangle

REACH = 24
"""Service months that lags are learnt from."""
LAST_LAG = 11
"""A bill that comes later than this never reaches the books of its own year; it is a bill of earlier years."""
PRIOR_MONTHS = 3.0
"""An account's own course counts beside that of all accounts as if those were three of its months."""
SCHEMA = {"account": pl.String, "lag": pl.Int32, "share": pl.Float64}


def lag() -> pl.Expr:
    """Months from the service to the booking."""
    return (pl.col("booked") - pl.col("service")).clip(lower_bound=0).alias("lag")


def cells(ledger: pl.DataFrame, first: int, now: int, key: str = "account") -> pl.DataFrame:
    """`key`, `service`, `lag`, `kr` of the service months `first` to `now`, bills within `LAST_LAG`."""
    recent = ledger.filter(pl.col("service").is_between(first, now)).with_columns(lag())
    return recent.filter(pl.col("lag") <= LAST_LAG).group_by(key, "service", "lag").agg(pl.col("kr").sum())


def _rows(paid: pl.DataFrame, now: int) -> list[list[float]]:
    """Accumulated amounts per service month, each as far as it has been seen at `now`."""
    found = {(service, lag): kr for service, lag, kr in paid.select("service", "lag", "kr").iter_rows()}
    rows = []
    for service in sorted({key[0] for key in found}):
        total, row = 0.0, []
        for at in range(min(LAST_LAG, now - service) + 1):
            total += found.get((service, at), 0.0)
            row.append(total)
        rows.append(row)
    return rows


def shares(paid: pl.DataFrame, accounts: pl.Series, now: int) -> pl.DataFrame:
    """`account`, `lag`, `share` of the bills of a month that have come until that lag. `paid`: `cells`."""
    pooled = triangle.reported(_rows(paid.group_by("service", "lag").agg(pl.col("kr").sum()), now))
    by_account = {key[0]: part for key, part in paid.partition_by("account", as_dict=True).items()}
    lines = []
    for account in accounts:
        own = _rows(by_account.get(account, paid.clear()), now)
        mine = triangle.reported(own)
        weight = len(own) / (len(own) + PRIOR_MONTHS)
        for at, pool in enumerate(pooled):
            lines.append((account, at, weight * (mine[at] if at < len(mine) else pool) + (1 - weight) * pool))
    return pl.DataFrame(lines, schema=SCHEMA, orient="row")
