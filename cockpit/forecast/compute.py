"""The forecast: one state of knowledge in, one leaf table out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

import polars as pl

from cockpit import finance
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.forecast_table import ACCRUAL_TERMS, empty_leaves
from cockpit.contracts.settings import Settings
from cockpit.forecast import (
    arrival,
    chosen,
    expired,
    leaf,
    prices,
    season,
    silence,
    spread,
    steered,
    survival,
    usual_share,
)
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
from cockpit.forecast.persons import persons_of
from cockpit.forecast.state import State, prepare
from cockpit.forecast.weaknesses import weaknesses


@dataclass(frozen=True, eq=False)
class ForecastResult:
    """The forecast of `year` as known at the close of `as_of`.

    `leaves`: `LEAF_SCHEMA`. `weaknesses`: what is lacking, in Danish sentences. `service_accounts`: accounts whose
    spend counts in a unit price. `earlier`: `year` and the `posted` leaves of the years before, months 1-12.
    `allocated`: the grants with their dimensions, the price list, and the year's postings as far as movements and
    persons need them. `spread`: `spread.SCHEMA`, what chance may do to the rest of the year; empty where not known.
    `usual_share`: what the closed years' course of the books moves, as a Danish sentence; empty where it moves nothing
    and for a part of the municipality. `method`: those lines of `leaves` that approved methods gave beyond the model;
    `simple`: the year by every simple method (`chosen.SIMPLE`). `accrual`: what the grants' own accrued lines are
    products of; empty for a locked close.
    """

    leaves: pl.DataFrame
    weaknesses: tuple[str, ...]
    as_of: dt.date
    year: int
    service_accounts: pl.Series
    earlier: pl.DataFrame
    allocated: finance.Allocated
    spread: pl.DataFrame = field(default_factory=spread.empty)
    usual_share: str = ""
    method: pl.DataFrame = field(default_factory=empty_leaves)
    simple: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=chosen.SIMPLE))
    accrual: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ACCRUAL_TERMS))
    kept: dict[str, pl.DataFrame] = field(default_factory=dict, init=False, repr=False)
    """What has been asked for by `once`."""
    moved: WeakKeyDictionary["ForecastResult", pl.DataFrame] = field(
        default_factory=WeakKeyDictionary, init=False, repr=False
    )
    """The movements since the forecasts that this one has been compared with."""

    def once(self, name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What `make` gives under this name, computed when first asked for: a result never changes."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said beside the figures, in Danish: the second opinion, and what is lacking."""
        return (*filter(None, [self.usual_share]), *self.weaknesses)

    def persons(self, level: str) -> pl.DataFrame:
        """`key`, `persons`, `steered_persons` of a level: see `persons_of`."""
        return self.once(f"persons_{level}", lambda: persons_of(self.allocated.grants, level, self.year))

    def movements(self, before: "ForecastResult") -> pl.DataFrame:
        """What has moved since an earlier forecast, in `MOVEMENTS_SCHEMA`: see `finance.movements`."""
        if before not in self.moved:
            self.moved[before] = finance.movements(before.allocated, self.allocated, self.year)
        return self.moved[before]


@dataclass(frozen=True, eq=False)
class Model:
    """`lines`: of all the model's components, in no order, as leaves. `accrual`: what the grants' own accrued lines are
    products of. `usual_share`: the second opinion that is among the lines. What people lay on top of the model is not
    among them."""

    lines: pl.DataFrame
    accrual: pl.DataFrame
    usual_share: usual_share.UsualShare | None


def components(state: State) -> Model:
    """The model's forecast of the state's year."""
    lasting = survival.table(state)
    quiet = silence.chances(state, lasting)
    drive = steered.split(state, quiet)
    index = prices.to_year(state)
    bills = arrival.learn(state, drive)
    late = expired.running_on(state)
    course = season.table(state)
    coming = pipeline.lines(state)
    running = outflow.delivered(state, late, quiet, lasting, course)
    entering = inflow.delivered(state, index, coming, lasting, course)
    delivered = accrued.lines(state, drive, late, bills, quiet)
    parts = [
        posted.lines(state),
        delivered.lines,
        committed.lines(state),
        outflow.lines(state, drive, running, bills),
        coming,
        inflow.lines(state, drive, entering, bills),
        other.lines(state, drive, index),
    ]
    before_refund = pl.concat(parts)
    ahead = pl.concat([running.select("area", "kr"), _kr(coming), entering.select("area", "kr")])
    from_below = pl.concat([before_refund, refunds.lines(state, before_refund, index, ahead)])
    of_books = usual_share.usual_share(state, from_below)
    moved = usual_share.lines(state, from_below, of_books)
    return Model(pl.concat([from_below, moved]), delivered.terms, of_books)


def _kr(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.select("area", kr=pl.col("amount_kr").cast(pl.Float64))


def compute(data: MunicipalityData, as_of: dt.date, year: int, settings: Settings) -> ForecastResult:
    """The year's forecast from what was known at the close of `as_of`'s month. Never fails on little history: it
    forecasts from what there is, and `weaknesses` says what is lacking."""
    state = prepare(data, as_of, year, settings)
    told = components(state)
    model = told.lines
    by_simple = chosen.simple(state, model)
    method = chosen.lines(state, model, by_simple)
    skoen = adjustment.lines(state, pl.concat([model, method]))
    leaves = leaf.stacked([model, method, skoen])
    return ForecastResult(
        leaves=leaves,
        usual_share=told.usual_share.sentence() if told.usual_share else "",
        method=method,
        simple=by_simple,
        spread=spread.table(state, leaves),
        weaknesses=weaknesses(state, model),
        as_of=as_of,
        year=year,
        service_accounts=_service_accounts(state),
        earlier=_earlier(state),
        allocated=_slim(state),
        accrual=told.accrual,
    )


def _earlier(state: State) -> pl.DataFrame:
    years = range(state.first.year, state.year)
    parts = [posted.of_year(state, year).select(pl.lit(year, dtype=pl.Int32).alias("year"), pl.all()) for year in years]
    return pl.concat(parts).with_columns(pl.col("month").clip(1, 12)) if parts else _no_years()


def _no_years() -> pl.DataFrame:
    return empty_leaves().select(pl.lit(0, dtype=pl.Int32).alias("year"), pl.all())


def _slim(state: State) -> finance.Allocated:
    """A ledger of three million lines is not kept for the few columns that are asked for later."""
    mine = state.allocated.postings.filter(pl.col("year") == state.year)
    return replace(state.allocated, postings=mine.select("account", "area", "team", "year", "month", "amount"))


def _service_accounts(state: State) -> pl.Series:
    """Activity-steered accounts, refunds left out."""
    booked = state.ledger.filter(steered.activity())["account"]
    return pl.concat([booked, state.grants.filter("by_grants")["account"]]).unique().sort()
