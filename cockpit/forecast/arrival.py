"""How late bills come, learnt from the ledger: per paragraph for whole months, and per grant month."""

import polars as pl

from cockpit.forecast import triangle
from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

REACH = 24
"""Service months that lags are learnt from."""
LAST_LAG = 11
"""Bills later than this count as bills of earlier years."""
PRIOR_MONTHS = 3.0
"""A paragraph's own course counts beside that of all paragraphs as if those were three of its months."""
PRIOR_GRANT_MONTHS = 10.0
OLDEST_OPEN = 6
"""Grant months are followed until at least this age before one says whether a bill came."""
ARRIVAL_BOUND = 1.25
PAID_SHARE = 0.9
"""A grant month with nine tenths of its cost booked is taken as settled: the rest is price, not a missing bill."""


def _lag() -> pl.Expr:
    return (pl.col("booked") - pl.col("service")).clip(lower_bound=0).alias("lag")


def _rows(paid: pl.DataFrame, now: int) -> list[list[float]]:
    """Accumulated amounts per service month, each as far as it has been seen at `now`."""
    cells = {(service, lag): kr for service, lag, kr in paid.select("service", "lag", "kr").iter_rows()}
    rows = []
    for service in sorted({key[0] for key in cells}):
        total, row = 0.0, []
        for lag in range(min(LAST_LAG, now - service) + 1):
            total += cells.get((service, lag), 0.0)
            row.append(total)
        rows.append(row)
    return rows


def reported_shares(state: State, steered: Steered) -> pl.DataFrame:
    """`paragraph`, `lag`, `share`: the part of a service month's bills that has been booked `lag` months after it."""
    recent = steered.postings.filter(pl.col("service").is_between(state.now - REACH + 1, state.now))
    cells = recent.with_columns(_lag()).filter(pl.col("lag") <= LAST_LAG)
    paid = cells.group_by("paragraph", "service", "lag").agg(pl.col("kr").sum())
    pooled = triangle.reported(_rows(paid.group_by("service", "lag").agg(pl.col("kr").sum()), state.now))
    lines = []
    for paragraph in steered.paragraphs["paragraph"]:
        own = _rows(paid.filter(pl.col("paragraph") == paragraph), state.now)
        shares = triangle.reported(own)
        weight = len(own) / (len(own) + PRIOR_MONTHS)
        for lag, pool in enumerate(pooled):
            mine = shares[lag] if lag < len(shares) else pool
            lines.append((paragraph, lag, weight * mine + (1 - weight) * pool))
    return pl.DataFrame(lines, schema={"paragraph": pl.String, "lag": pl.Int32, "share": pl.Float64}, orient="row")


def settled(state: State, steered: Steered) -> pl.DataFrame:
    """`grant_id`, `mi`, `paid`, `first_lag`: what is booked on each grant month, and how late the first bill was."""
    own = steered.postings.filter((pl.col("grant_id") != "-") & (pl.col("service") > state.now - REACH))
    lagged = own.select("grant_id", "kr", _lag(), mi="service")
    return lagged.group_by("grant_id", "mi").agg(
        paid=pl.col("kr").sum(), first_lag=pl.col("lag").filter(pl.col("kr") > 0).min()
    )


def arrivals(state: State, priced: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `lag`, `arrival`: of the cost of grant months without a bill at that lag, the part that was billed
    later. Learnt from months old enough to tell; 1 where nothing can be learnt.

    `priced`: `grant_id`, `mi`, `cost`, `paragraph`; `paid` as `settled` gives it."""
    old = pl.col("mi").is_between(state.now - REACH + 1, state.now - OLDEST_OPEN)
    told = priced.filter(old & (pl.col("cost") > 0)).join(paid, on=["grant_id", "mi"], how="left")
    late = told.with_columns(pl.col("first_lag").fill_null(LAST_LAG + 1), pl.col("paid").fill_null(0.0))
    frames = [
        late.filter(pl.col("first_lag") > lag)
        .group_by("paragraph")
        .agg(pl.col("paid").sum(), pl.col("cost").sum(), n=pl.len())
        .with_columns(lag=pl.lit(lag, pl.Int32))
        for lag in range(LAST_LAG + 1)
    ]
    return _shrunk(pl.concat(frames))


def _shrunk(sums: pl.DataFrame) -> pl.DataFrame:
    pool = pl.col("paid").sum().over("lag") / pl.col("cost").sum().over("lag")
    weight = pl.col("n") / (pl.col("n") + PRIOR_GRANT_MONTHS)
    arrival = weight * pl.col("paid") / pl.col("cost") + (1 - weight) * pool
    return sums.select("paragraph", "lag", arrival=arrival.clip(0, ARRIVAL_BOUND)).sort("paragraph", "lag")
