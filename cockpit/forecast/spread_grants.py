"""The spread of grants: how long those that run will stay, at which price, and who is still to come (`spread`)."""

import numpy as np
import polars as pl

from cockpit.forecast import new_act
from cockpit.forecast.chains import known_month
from cockpit.forecast.months import index, index_of
from cockpit.forecast.spread_lines import CITIZENS, OWN, PRICES, RATES, lines
from cockpit.forecast.state import GRANT_DIMS, MODEL_DIMS, State

WINDOW = 24
UNTOLD = 3
"""The last months teach nothing of ends: they are often registered late."""
PRIOR_ENDS = 3.0
MISSED = (0.12, 0.45)
"""Part of November's and December's bills that miss the year's books, where bills come a month late."""
MOVED = 0.85
"""Chance that a registered end further off than `NEAR` months is moved; nearer ones by `MOVED_NEAR`."""
MOVED_NEAR = 0.3
NEAR = 1
UNKNOWN_MONTHS = 1.5
"""Newcomers become known so many months after they begin."""
TURN = 0.1
"""All inflow may be so much higher or lower than it was."""
PRICE = 0.03
"""A grant's price may be off by this."""
COMMON_PRICE = 0.004


def steady(state: State) -> pl.DataFrame:
    """Decided grants that carry kroner: `GRANT_DIMS`, `kind`, `born`, `end`, `known` (months), `c` (kr. a month)."""
    full = state.costs.select("grant_id", "mi", "cost").filter(
        (pl.col("cost") > 0) & (pl.col("mi") <= state.now + NEAR)
    )
    newest = full.group_by("grant_id", maintain_order=True).agg(
        c=pl.col("cost").tail(3).max(), last=pl.col("mi").last()
    )
    grants = state.steering.select(
        *GRANT_DIMS, "kind", born=index(pl.col("start_date")), end=index(pl.col("ends_on")),
        known=known_month(state.closing_days),
    )  # fmt: skip
    priced = _renewed(state, grants).join(newest, on="grant_id")
    return priced.join(_lateness(state, priced), on="paragraph", how="left").with_columns(pl.col("late").fill_null(0.0))


def _lateness(state: State, grants: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `late`: the share of service months whose first bill was booked in a later month."""
    lags = state.paid.filter(pl.col("mi") > state.now - WINDOW).join(
        grants.select("grant_id", "paragraph"), on="grant_id"
    )
    return lags.group_by("paragraph").agg(late=(pl.col("first_lag") >= 1).mean())


def _renewed(state: State, grants: pl.DataFrame) -> pl.DataFrame:
    """With `goes_on` and `continues`: another decision on the same kind of help takes over, or went before (`chains`).
    The one is nobody who leaves, the other no newcomer."""
    linked = state.chains.select(
        "grant_id", goes_on=pl.col("followed_by").is_not_null(), continues=pl.col("follows").is_not_null()
    )
    wanted = grants.select(*GRANT_DIMS, "kind", "born", "end", "known")
    return wanted.join(linked, on="grant_id", how="left", maintain_order="left")


def leaving(state: State, grants: pl.DataFrame) -> pl.DataFrame:
    """`kind`, `h` (share that leaves a month) and `ends` (how many were seen)."""
    last, first = state.now - UNTOLD, state.now - UNTOLD - WINDOW + 1
    inside = (
        pl.min_horizontal(pl.col("end").fill_null(last), pl.lit(last)) - pl.max_horizontal("born", pl.lit(first)) + 1
    )
    counts = grants.group_by("kind").agg(
        ends=(pl.col("end").is_between(first, last) & ~pl.col("goes_on")).sum(), months=inside.clip(lower_bound=0).sum()
    )
    everywhere = (float(counts["ends"].sum()) + PRIOR_ENDS) / (float(counts["months"].sum()) + 50 * PRIOR_ENDS)
    share = (pl.col("ends") + PRIOR_ENDS) / (pl.col("months") + PRIOR_ENDS / everywhere)
    return counts.select("kind", "ends", h=share.clip(0.0005, 0.5)).sort("kind")


def _timely(late: np.ndarray, count: int) -> np.ndarray:
    """The part of each open month whose bills reach the year's books, a row a grant: less in the last two months where
    bills come a month `late` (share)."""
    lost = np.zeros(max(count, 2))
    lost[-2:] = MISSED
    found: np.ndarray = 1 - late[:, None] * lost[-count:]
    return found


def _stays(h: np.ndarray, until: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Variance of the number of open months (by their `weight`) that a running grant stays, and how its mean moves with
    the share `h` that leaves. `until`: open months to the registered end."""
    step = np.arange(1, weight.shape[1] + 1)
    moved = np.where(until <= NEAR, MOVED_NEAR, MOVED)[:, None]
    alive = (1 - h[:, None]) ** step * np.where(step > until[:, None], moved, 1.0)
    mean = (weight * alive).sum(axis=1)
    square = ((2 * weight.cumsum(axis=1) - weight) * weight * alive).sum(axis=1)
    moves = (weight * alive * step / (1 - h[:, None])).sum(axis=1)
    return np.maximum(square - mean**2, 0.0), moves


def running(state: State, grants: pl.DataFrame, rates: pl.DataFrame) -> list[pl.DataFrame]:
    """Grants that are there now: how long they stay, and what they cost."""
    count = len(state.open_months)
    alive = grants.filter((pl.col("born") <= state.now) & (pl.col("end").is_null() | (pl.col("end") > state.now)))
    alive = alive.join(rates, on="kind").sort("grant_id")
    if not count or alive.is_empty():
        return []
    until = (alive["end"].fill_null(state.now + count) - state.now).clip(0, count).to_numpy()
    weight = _timely(alive["late"].to_numpy(), count)
    variance, moves = _stays(alive["h"].to_numpy(), until, weight)
    known = alive.with_columns(variance=pl.Series(variance), moves=pl.Series(moves))
    price = (PRICE * pl.col("c") * count) ** 2
    rate = pl.col("c") * pl.col("moves") * pl.col("h") / (pl.col("ends") + PRIOR_ENDS).sqrt()
    return [
        lines(known, CITIZENS, OWN, pl.col("c") ** 2 * pl.col("variance")),
        lines(known, PRICES, OWN, price),
        lines(by_model(known, rate), RATES, pl.format("leaving {}", "kind"), pl.col("kr")),
        lines(by_model(known, COMMON_PRICE * pl.col("c") * count), PRICES, "price", pl.col("kr")),
    ]


def by_model(grants: pl.DataFrame, amount: pl.Expr) -> pl.DataFrame:
    """Summed away from the single grant, with the dimensions that readers cut by kept."""
    places = [name for name in GRANT_DIMS if name != "grant_id"]
    return grants.group_by(*places, "kind").agg(kr=amount.sum()).sort(*places, "kind")


def coming(state: State, grants: pl.DataFrame, rates: pl.DataFrame) -> list[pl.DataFrame]:
    """Newcomers: those of the last two years, as a stream."""
    count = len(state.open_months)
    if not count:
        return []
    oldest = max(state.now - WINDOW, index_of(state.first)) + 1
    seen = max(state.now - oldest + 1, 1)
    new = grants.filter(pl.col("known").is_between(oldest, state.now) & ~pl.col("continues")).join(rates, on="kind")
    left = np.append(np.arange(count, 0, -1) - 0.5, np.full(1, count))
    weight = np.append(np.ones(count), UNKNOWN_MONTHS)
    left = np.maximum(left - new["late"].to_numpy()[:, None] * sum(MISSED), 0.0)
    stay = (1 - (1 - new["h"].to_numpy()[:, None]) ** left) / new["h"].to_numpy()[:, None]
    known = new.with_columns(
        mean=pl.col("c") * pl.Series((weight * stay).sum(axis=1)) / seen,
        square=pl.col("c") ** 2 * pl.Series((weight * stay**2).sum(axis=1)) / seen,
    )
    placed = new_act.decided_anew(state, known, pl.lit(value=True))
    cells = placed.group_by(MODEL_DIMS).agg(pl.col("mean", "square").sum(), n=pl.len()).sort(MODEL_DIMS)
    return [
        lines(cells, CITIZENS, OWN, pl.col("square")),
        lines(cells, RATES, OWN, pl.col("mean") ** 2 / pl.col("n")),
        lines(cells, RATES, "turn", TURN * pl.col("mean")),
    ]
