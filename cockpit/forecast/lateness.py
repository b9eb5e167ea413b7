"""The part of a service month's bills that has come at each lag: the chain ladder, per account drawn towards all."""

import numpy as np
import polars as pl

from cockpit.forecast import triangle
from cockpit.forecast.triangle import Flags, Floats

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


def _grid(paid: pl.DataFrame, names: pl.Enum, now: int) -> tuple[Floats, Flags]:
    """Service month x account x lag: the amounts accumulated, and which of them can be seen at `now`, of the service
    months that the account has any bill of."""
    told = paid.with_columns(row=pl.col("service") - pl.col("service").min(), place=pl.col("account").cast(names))
    row, place, at = (told[name].to_physical().to_numpy() for name in ("row", "place", "lag"))
    amounts = np.zeros((row.max() + 1, len(names.categories), LAST_LAG + 1))
    amounts[row, place, at] = paid["kr"].to_numpy()
    billed = np.zeros((*amounts.shape[:2], 1), dtype=bool)
    billed[row, place] = True
    age = now - paid["service"].to_numpy().min() - np.arange(amounts.shape[0])
    return amounts.cumsum(axis=-1), billed & (np.arange(LAST_LAG + 1) <= age[:, None, None])


def shares(paid: pl.DataFrame, accounts: pl.Series, now: int) -> pl.DataFrame:
    """`account`, `lag`, `share` of the bills of a month that have come until that lag. `paid`: `cells`."""
    if paid.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    names = pl.Enum(pl.concat([paid["account"], accounts]).unique().sort())
    grid, seen = _grid(paid, names, now)
    pool = triangle.reported_of_each(np.where(seen, grid, 0.0).sum(axis=1), np.asarray(seen.any(axis=1)))
    own = np.where(seen.any(axis=0), triangle.reported_of_each(grid, seen), pool)
    months = seen[..., :1].sum(axis=0)
    weight = months / (months + PRIOR_MONTHS)
    drawn = (weight * own + (1 - weight) * pool)[accounts.cast(names).to_physical().to_numpy()]
    lags = np.flatnonzero(seen.any(axis=(0, 1)))
    lines = {
        "account": accounts.gather(np.repeat(np.arange(accounts.len()), lags.size)),
        "lag": np.tile(lags, accounts.len()),
        "share": drawn[:, lags].ravel(),
    }
    return pl.DataFrame(lines, schema=SCHEMA)
