"""What the months to come are expected to cost: of the stays that run, and of those who have not entered yet."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from bench.patchwork.catalogue import KINDS
from bench.patchwork.ledger import over_limits
from bench.patchwork.prices import OLDEST, day_units, fee, levels, month_of, of_month
from bench.patchwork.stays import QUANTITY_SPREAD, entry, lasting
from bench.patchwork.town import Town
from bench.patchwork.waits import timely
from bench.terse.stays import Floats, Ints, first_day

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
"""A normal law in a few points."""


@dataclass(frozen=True, eq=False)
class Coming:
    """By month after the close: `bills` (kind x month) that reach the year's books, and the `refund` that is owed."""

    months: Ints
    bills: Floats
    refund: Floats


def _daily(town: Town, kind: int, close: int, last: int) -> tuple[Floats, Floats, Ints]:
    """Of each day after the close: units of the price at the year's level, the fee, and the month's place."""
    months = month_of(np.arange(close + 1, last + 1))
    level = levels(town)[kind, months // 12 + 1970 - OLDEST]
    fees = fee(town, kind) * of_month(close + 1, last)
    return day_units(town, kind, close + 1, last) * level, fees, months - months[0]


def _by_month(values: Floats, place: Ints) -> Floats:
    """Sums of the last axis by month."""
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    return np.asarray(np.add.reduceat(values, starts, axis=-1), dtype=np.float64)


def running(town: Town, alive: pl.DataFrame, told: pl.DataFrame, close: int, last: int) -> Coming:
    """The stays that run at the close. `told`: `stay, month` of what is billed ahead already."""
    now = int(month_of(np.array(close)))
    months = np.arange(now + 1, int(month_of(np.array(last))) + 1)
    found, costs = np.zeros((len(KINDS), len(months))), []
    for kind in range(len(KINDS)):
        mine = alive.filter(pl.col("kind") == kind)
        expected, whole = _expected(town, kind, mine, close, last)
        found[kind] = (expected * _reaching(town, mine, told, months, now)).sum(axis=0)
        costs.append(pl.DataFrame({"citizen": mine["citizen"], "expected": expected, "whole": whole}))
    return Coming(months, found, _owed(pl.concat(costs)))


def _expected(town: Town, kind: int, mine: pl.DataFrame, close: int, last: int) -> tuple[Floats, Floats]:
    """Stay x month: what it is expected to cost, and would cost if it ran on."""
    units, fees, place = _daily(town, kind, close, last)
    served = (close - mine["start"].to_numpy())[:, None]
    ahead = np.arange(1, last - close + 1)[None, :]
    left = lasting(kind, served + ahead) / lasting(kind, served + 1)
    price = (mine["price"] * mine["quantity"]).to_numpy()[:, None]
    cost = (price * units[None, :] - fees[None, :]) * mine["factor"].to_numpy()[:, None]
    return _by_month(cost * left, place), _by_month(cost, place)


def _reaching(town: Town, mine: pl.DataFrame, told: pl.DataFrame, months: Ints, now: int) -> Floats:
    """Stay x month: chance that the bill reaches the year's books, given that it has not come; 0 where it has."""
    kind, provider = mine["kind"].to_numpy(), mine["provider"].to_numpy()
    found = np.zeros((mine.height, len(months)))
    for at, month in enumerate(months):
        reached, comes = timely(town, kind, provider, np.full(mine.height, month), now)
        billed = mine["stay"].is_in(told.filter(pl.col("month") == int(month))["stay"].implode()).to_numpy()
        found[:, at] = np.where(billed, 0.0, reached / np.maximum(comes, 1e-12))
    return found


def _owed(costs: pl.DataFrame) -> Floats:
    """The refund by month. A citizen with several stays keeps them or loses them together."""
    own, at = np.unique(costs["citizen"].to_numpy(), return_inverse=True)
    whole, expected = (np.zeros((len(own), costs["whole"].dtype.size)) for _ in range(2))
    np.add.at(whole, at, costs["whole"].to_numpy())
    np.add.at(expected, at, costs["expected"].to_numpy())
    stays = np.divide(expected, whole, out=np.zeros_like(whole), where=whole != 0)
    return np.asarray((over_limits(whole) * stays).sum(axis=0), dtype=np.float64)


def newcomers(town: Town, close: int, last: int) -> Coming:
    """Those who enter after the close."""
    now, days = int(month_of(np.array(close))), np.arange(close + 1, last + 1)
    months = np.arange(now + 1, int(month_of(np.array(last))) + 1)
    found, owed = np.zeros((len(KINDS), len(months))), np.zeros(len(months))
    for kind, told in enumerate(KINDS):
        units, fees, place = _daily(town, kind, close, last)
        there = np.convolve(entry(town, kind, days), lasting(kind, np.arange(len(days))))[: len(days)]
        prices = told.price * np.exp(told.spread * NODES)
        quantity = float(WEIGHTS @ _hours(kind))
        cost = float(WEIGHTS @ prices) * quantity * units - fees
        found[kind] = _by_month(there * cost, place) * _usual(town, kind, months, now)
        whole, number = _by_month(units, place), _by_month(there * of_month(close + 1, last), place)
        owed += number * (WEIGHTS @ over_limits(prices[:, None] * quantity * whole[None, :]))
    return Coming(months, found, owed)


def _hours(kind: int) -> Floats:
    told = KINDS[kind]
    hours = np.maximum(np.round(told.quantity * np.exp(QUANTITY_SPREAD * NODES)), 1)
    return hours if told.unit == "time" else np.ones(len(NODES))


def _usual(town: Town, kind: int, months: Ints, now: int) -> Floats:
    """Month by month, the chance that a bill comes after the close and reaches the books; all providers are alike."""
    providers = np.arange(KINDS[kind].providers)
    same = np.full(len(providers), kind)
    return np.array([timely(town, same, providers, np.full(len(providers), m), now)[0].mean() for m in months])


def horizon(town: Town) -> int:
    """The last day whose bill may be booked in the year."""
    return int(first_day(town.january + 13)) - 1
