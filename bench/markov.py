"""The yardstick of width: a Markov stock-flow model with bands of two standard deviations, as demand tools have it.

Per paragraph the stock of running grants moves a month at a time: each leaves with the share that left in a month of
the last two years, and as many come as came in a month on average. Mean and variance of the stock follow (binomial
leaving, Poisson coming), and cost is stock x mean monthly cost. The band is stock +- 2 sigma in each paragraph and
month, added up, as the tools show it. Delivered months count at their granted cost; accounts without grants are
carried on at the year's monthly mean, +- 2 standard deviations of a month in each open month's square root.
"""

import numpy as np
import polars as pl

from cockpit.forecast import steered
from cockpit.forecast.months import index
from cockpit.forecast.state import State

MONTHS = 24
SIGMAS = 2.0


def _flows(state: State) -> pl.DataFrame:
    """Per paragraph: `stock` now, `inflow` a month, `leaving` share a month, `kr` a grant and month."""
    first = state.now - MONTHS + 1
    grants = state.steering.select(
        "grant_id", "paragraph", born=index(pl.col("start_date")), end=index(pl.col("ends_on"))
    )  # fmt: skip
    running = (pl.col("born") <= state.now) & (pl.col("end").is_null() | (pl.col("end") > state.now))
    inside = (
        pl.min_horizontal(pl.col("end").fill_null(state.now), pl.lit(state.now))
        - pl.max_horizontal("born", pl.lit(first))
        + 1
    )
    priced = state.costs.filter(pl.col("mi") == state.now).join(grants.select("grant_id"), on="grant_id")
    cost = priced.group_by("paragraph").agg(kr=pl.col("cost").mean())
    flows = grants.group_by("paragraph").agg(
        stock=running.sum(),
        inflow=pl.col("born").is_between(first, state.now).sum() / MONTHS,
        left=pl.col("end").is_between(first, state.now).sum(),
        months=inside.clip(lower_bound=0).sum(),
    )
    share = pl.when(pl.col("months") > 0).then(pl.col("left") / pl.col("months")).otherwise(0.0).clip(0, 0.9)
    return flows.join(cost, on="paragraph").with_columns(leaving=share).sort("paragraph")


def _ahead(stock: float, inflow: float, leaving: float, count: int) -> tuple[float, float]:
    """Sum over the coming months of the stock's mean and of its standard deviation."""
    mean, variance, means, deviations = stock, 0.0, 0.0, 0.0
    for _ in range(count):
        variance = variance * (1 - leaving) ** 2 + mean * leaving * (1 - leaving) + inflow
        mean = mean * (1 - leaving) + inflow
        means, deviations = means + mean, deviations + float(np.sqrt(variance))
    return means, deviations


def forecast(state: State) -> tuple[float, float, float]:
    """The year's accounts in all, and the band's two ends, kr."""
    count, until = len(state.open_months), state.now - state.january + 1
    driven = steered.split(state).paragraphs["paragraph"].implode()
    flows = _flows(state).filter(pl.col("paragraph").is_in(driven))
    so_far = state.costs.filter(state.in_year() & (pl.col("mi") <= state.now))
    total, band = float(so_far.filter(pl.col("paragraph").is_in(driven))["cost"].sum()), 0.0
    for stock, inflow, leaving, kr in flows.select("stock", "inflow", "leaving", "kr").iter_rows():
        means, deviations = _ahead(stock, inflow, leaving, count)
        total, band = total + kr * means, band + SIGMAS * kr * deviations
    outside = state.ledger.filter(~(steered.activity() & pl.col("paragraph").is_in(driven)))
    rest = outside.filter(pl.col("year") == state.year)["kr"].sum()
    recent = outside.filter(pl.col("booked") > state.now - MONTHS).group_by("booked").agg(pl.col("kr").sum())["kr"]
    noise = float(recent.std() or 0.0) if recent.len() > 2 else 0.0
    middle, half = total + rest * 12 / max(until, 1), band + SIGMAS * noise * count**0.5
    return middle, middle - half, middle + half
