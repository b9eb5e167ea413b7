"""The forecast: one state of knowledge in, one leaf table out."""

import datetime as dt
from dataclasses import dataclass

import polars as pl

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.forecast import expired, leaf, prices, steered
from cockpit.forecast.components import (
    accrued,
    adjustment,
    committed,
    inflow,
    other,
    outflow,
    pipeline,
    posted,
    refunds,
)
from cockpit.forecast.persons import persons
from cockpit.forecast.state import State, prepare
from cockpit.forecast.weaknesses import weaknesses


@dataclass(frozen=True, eq=False)
class ForecastResult:
    """The forecast of `year` as known at the close of `as_of`.

    `leaves`: `LEAF_SCHEMA`. `volumes`: `level`, `key`, `persons`, `steered_persons` (full-year persons of known
    grants; see `persons`). `weaknesses`: what is lacking, in Danish sentences. `service_accounts`: accounts whose
    spend counts in a unit price. `last_year`: the year before as `posted` leaves, months 1-12.
    """

    leaves: pl.DataFrame
    volumes: pl.DataFrame
    weaknesses: tuple[str, ...]
    as_of: dt.date
    year: int
    service_accounts: pl.Series
    last_year: pl.DataFrame


def components(state: State) -> pl.DataFrame:
    """All lines of all components in a stable order."""
    drive = steered.split(state)
    index = prices.to_year(state)
    late = expired.running_on(state)
    coming = pipeline.lines(state)
    parts = [
        posted.lines(state),
        accrued.lines(state, drive, late),
        committed.lines(state),
        outflow.lines(state, drive, late),
        coming,
        inflow.lines(state, drive, index, coming),
        other.lines(state, drive, index),
    ]
    before_refund = pl.concat(parts)
    refund = refunds.lines(state, before_refund)
    skoen = adjustment.lines(state, pl.concat([before_refund, refund]))
    return leaf.stacked([before_refund, refund, skoen])


def compute(data: MunicipalityData, as_of: dt.date, year: int, settings: Settings) -> ForecastResult:
    """The year's forecast from what was known at the close of `as_of`'s month. Never fails on little history: it
    forecasts from what there is, and `weaknesses` says what is lacking."""
    state = prepare(data, as_of, year, settings)
    return ForecastResult(
        leaves=components(state),
        volumes=persons(state),
        weaknesses=weaknesses(state),
        as_of=as_of,
        year=year,
        service_accounts=_service_accounts(state),
        last_year=posted.of_year(state, year - 1).with_columns(pl.col("month").clip(1, 12)),
    )


def _service_accounts(state: State) -> pl.Series:
    """Activity-steered accounts, refunds left out."""
    booked = state.postings.filter(steered.activity())["account"]
    return pl.concat([booked, state.grants.filter("by_grants")["account"]]).unique().sort()
