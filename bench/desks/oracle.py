"""The oracle: what the year is expected to come to by who knows all that has happened and the true rates."""

import datetime as dt

import numpy as np
import polars as pl

from bench.desks import books as b
from bench.desks import waits
from bench.desks.catalogue import COUNT
from bench.desks.chart import FRAMES
from bench.desks.days import month_of
from bench.desks.flow import Ahead
from bench.desks.rates import START
from bench.desks.settling import COST, HALF_REFUND
from bench.desks.world import ACCOUNTS, World, account_of, claimed


def expected(world: World, day: dt.date) -> pl.DataFrame:
    """`level` (total, function), `key`, `forecast_kr` of the accounts of the town's year, at the close of a month."""
    by_account = by_accounts(world, month_of(day.year, day.month))
    frame = pl.DataFrame({"key": [account.function for account in ACCOUNTS], "forecast_kr": by_account})
    functions = frame.group_by("key").agg(pl.col("forecast_kr").sum()).sort("key")
    functions = functions.filter(pl.col("forecast_kr") != 0)
    total = pl.DataFrame({"key": ["total"], "forecast_kr": [float(by_account.sum())]})
    return pl.concat([
        total.select(pl.lit("total").alias("level"), "key", "forecast_kr"),
        functions.select(pl.lit("function").alias("level"), "key", "forecast_kr"),
    ])  # fmt: skip


def by_accounts(world: World, now: int) -> np.ndarray:
    """The expected accounts of the year, in the order of `ACCOUNTS`, kr."""
    sums = np.zeros(len(ACCOUNTS))
    for part in (_posted, _waiting, _coming, _beside):
        part(world, now, sums)
    return sums


def _posted(world: World, now: int, sums: np.ndarray) -> None:
    ledger = world.ledger[(world.ledger["booked"] <= now) & (world.ledger["year"] == world.town.year)]
    np.add.at(sums, ledger["account"], ledger["kr"])


def _waiting(world: World, now: int, sums: np.ndarray) -> None:
    """What has come to be and is not booked."""
    mine = world.lines[(world.lines["told"] <= now) & (world.booked_in > now)]
    table = waits.kernels(world.town.scenario == "untidy")
    chance = waits.reaches(table, mine["month"], mine["kernel"], mine["closing"], now, world.town.year)
    np.add.at(sums, account_of(mine["service"], mine["kind"]), mine["kr"] * chance)


def _coming(world: World, now: int, sums: np.ndarray) -> None:
    """What is still to be delivered, by all rules of settling."""
    ahead = Ahead(world.town, world.rates, now)
    if not ahead.count:
        return
    parts = ahead.expected(world.courses.running[now])
    service, provider, at = np.indices(parts["delivered"].shape)
    told = ahead.months[at]
    for rule in world.rules:
        kr = rule.factor[service, provider, told - START] * parts[rule.part]
        month = told + (rule.part == "beyond")
        kernel = rule.kernel[service, provider]
        chance = _chance(world, month, kernel, rule.closing)
        np.add.at(sums, account_of(service, np.full(service.shape, rule.kind)), kr * chance)


def _chance(world: World, month: np.ndarray, kernel: np.ndarray, closing: int) -> np.ndarray:
    table = waits.kernels(world.town.scenario == "untidy")
    flat, kernels = month.ravel(), kernel.ravel()
    found = waits.reaches(table, flat, kernels, np.full(flat.size, closing), -1, world.town.year)
    return np.asarray(found.reshape(month.shape))


def _beside(world: World, now: int, sums: np.ndarray) -> None:
    """Crisis centres, bills of earlier years, frames and the final statement."""
    town, year = world.town, world.town.year
    crisis = ((COST, 1.0, waits.SLOW, waits.BILL), (HALF_REFUND, -0.5, waits.CLAIM_MONTH, waits.CLAIM))
    for kind, factor, kernel, closing in crisis:
        months = np.arange(now + 1, town.january + 12)
        chance = _chance(world, months, np.full(months.size, kernel), closing)
        sums[account_of(np.array([b.CRISIS]), np.array([kind]))[0]] += factor * b.crisis_kr(town) * chance.sum()
    sums[:COUNT] += b.earlier_chances() * b.earlier_kr(world.books, min(now, town.january + 11))
    sums[len(ACCOUNTS) - len(FRAMES) :] += b.frames_left(town, world.books, now)
    if now < month_of(year, 5):
        sums[3 * COUNT : 3 * COUNT + 2] -= b.CORRECTED * claimed(world.ledger, year - 1)
