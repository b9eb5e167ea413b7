"""Prices a year: every provider's prices step on 1 January, and the case system hears of it in January or later."""

import datetime as dt

import numpy as np
import polars as pl

from cockpit.demo.catalogue import chances
from cockpit.demo.parameters import Parameters

BASE_YEAR = 2025
USUAL_STEP = 0.03


def step(parameters: Parameters, year: int) -> float:
    """The general price rise on 1 January of the year."""
    return float(parameters.price_steps.get(year, chances()["steps"].get(year, USUAL_STEP)))


def general_index(parameters: Parameters, year: int) -> float:
    """The general price level of a year, 2025 = 1."""
    up = [1 + step(parameters, y) for y in range(BASE_YEAR + 1, year + 1)]
    down = [1 / (1 + step(parameters, y)) for y in range(year + 1, BASE_YEAR + 1)]
    return float(np.prod(up + down))


def price_index(providers: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """`provider, year, index, price_known_on`: the general step with the provider's own deviation, now and then a
    leap."""
    years = range(min(parameters.first_year - 1, BASE_YEAR), max(parameters.last_month.year, BASE_YEAR) + 1)
    rng, count = parameters.stream("prices"), len(providers)
    own = rng.normal(0, 0.005, (count, len(years))) + (rng.random((count, len(years))) < 0.03) * rng.uniform(
        0.03, 0.08, (count, len(years))
    )
    flat = providers["owner"].is_in(["borger"]).to_numpy()[:, None]
    steps = np.array([step(parameters, year) for year in years]) + np.where(flat, 0, own)
    level = np.cumprod(1 + steps, axis=1)
    level /= level[:, [list(years).index(BASE_YEAR)]]
    heard = np.where(
        rng.random(level.shape) < 0.08, rng.integers(35, 80, level.shape), rng.integers(2, 30, level.shape)
    )
    first = np.array([(dt.date(year, 1, 1) - dt.date(1970, 1, 1)).days for year in years])
    return pl.DataFrame(
        {
            "provider": np.repeat(providers["provider"].to_numpy(), len(years)),
            "year": np.tile(np.array(years), count),
            "index": level.ravel(),
            "price_known_on": pl.Series((heard + first).ravel().astype(np.int32)).cast(pl.Date),
        },
        schema_overrides={"year": pl.Int32},
    )


def rounded(price: pl.Expr) -> pl.Expr:
    """As price lists are written: whole kroner from 1,000 kr., else to the øre."""
    return pl.when(price >= 1000).then(price.round(0)).otherwise(price.round(2))
