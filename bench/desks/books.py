"""What stands in the books beside the helps: frames, bills of earlier years, crisis centres, the final statement."""

from dataclasses import dataclass

import numpy as np

from bench.desks import waits
from bench.desks.catalogue import COUNT, SERVICES
from bench.desks.chart import FRAMES
from bench.desks.days import month_of
from bench.desks.rates import START, Streams
from bench.desks.settling import COST, HALF_REFUND, LINE
from bench.desks.town import Town

NO_STAY = -1
CRISIS = COUNT
"""Stands for the crisis centres among the services: nobody grants them, the bills come from other municipalities."""
CRISIS_CASES, CRISIS_KR = 0.9, np.array([18_000.0, 35_000.0, 62_000.0, 110_000.0])
EARLIER_KR = np.array([25_000.0, 80_000.0, 190_000.0, 520_000.0])
EARLIER_SHARES = np.array([0.45, 0.3, 0.17, 0.08])
EARLIER_SEASON = np.array([1.0, 1.6, 1.8, 1.4, 1.2, 1.2, 0.6, 0.8, 0.8, 0.7, 0.5, 0.4])
CORRECTED, CORRECTED_SPREAD = 0.02, 0.05
"""What the final statement of May gives back of last year's claims, and how much that varies."""
BEATS = {
    "even": np.ones(12), "pay": np.array([1, 1, 1, 1, 1.12, 1, 1, 1, 1, 1, 1, 1.0]),
    "twice": np.array([0, 6, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0.0]),
    "quarter": np.array([0, 0, 3, 0, 0, 3, 0, 0, 3, 0, 0, 3.0]),
    "kept": np.array([0.9, 0.9, 0.9, 0.9, 0.9, 1, 0.9, 0.9, 1, 1, 1.1, 1.6]),
    "held": np.array([0.7, 0.7, 0.7, 0.7, 0.7, 0.8, 0.7, 0.8, 0.9, 1.1, 1.7, 2.5]),
}  # fmt: skip
FRAME_NOISE = 0.03


@dataclass(frozen=True)
class Books:
    """The rates of a town's books: `frames[account, year - first]` kr. a year, `budgeted` likewise what was planned,
    `earlier` bills of earlier years a month."""

    first: int
    frames: np.ndarray
    budgeted: np.ndarray
    earlier: float


def books_of(town: Town, cost: float) -> Books:
    """Drawn from the seed; `cost`: what the helps cost a year, kr."""
    rng, years = np.random.default_rng([town.seed, 9]), town.closed + 2
    size = cost * town.frames / (1 - town.frames) * np.array([account.yearly for account in FRAMES])
    planned = size[:, None] * 1.026 ** np.arange(years)
    habit, luck = rng.normal(0.01, 0.015, (len(FRAMES), 1)), rng.normal(0, 0.025, (len(FRAMES), years))
    fixed = np.array([account.beat == "twice" for account in FRAMES])[:, None]
    spent = planned * (1 + np.where(fixed, 0.3, 1.0) * (habit + luck))
    earlier = (4.0 if town.scenario == "one_off" else 1.0) * 0.4 * cost / 1e8
    return Books(town.first, spent, planned, earlier)


def beat(town: Town, account: int) -> np.ndarray:
    """The share of a frame's year that each month takes."""
    name = FRAMES[account].beat
    shape = BEATS["held" if name == "kept" and town.habits.december else name]
    return shape / shape.sum()


def frame_months(town: Town, books: Books, streams: Streams, month: int) -> np.ndarray:
    """What each frame account takes in a month, kr."""
    year = 2000 + month // 12 - books.first
    shares = np.array([beat(town, at)[month % 12] for at in range(len(FRAMES))])
    noise = 1 + streams.of(4, month).normal(0, FRAME_NOISE, len(FRAMES))
    return np.asarray(books.frames[:, year] * shares * noise)


def frames_left(town: Town, books: Books, month: int) -> np.ndarray:
    """What each frame account is expected to take after a month of the town's year, kr."""
    left = np.array([beat(town, at)[month - town.january + 1 :].sum() for at in range(len(FRAMES))])
    return np.asarray(books.frames[:, town.year - books.first] * left)


def crisis(town: Town, streams: Streams, until: int) -> np.ndarray:
    """Bills for stays in crisis centres, and half of them refunded."""
    parts = []
    for month in range(START, until + 1):
        rng = streams.of(5, month)
        kr = rng.choice(CRISIS_KR, rng.poisson(CRISIS_CASES * town.size))
        told = np.zeros(2 * kr.size, LINE)
        told["stay"], told["service"], told["told"], told["month"] = NO_STAY, CRISIS, month, month
        told["kr"] = np.concatenate([kr, -0.5 * kr])
        told["kind"] = np.repeat([COST, HALF_REFUND], kr.size)
        told["kernel"] = np.repeat([waits.SLOW, waits.CLAIM_MONTH], kr.size)
        told["closing"] = np.repeat([waits.BILL, waits.CLAIM], kr.size)
        parts.append(told)
    return np.concatenate(parts)


def crisis_kr(town: Town) -> float:
    """Expected a month, before refund."""
    return CRISIS_CASES * town.size * float(CRISIS_KR.mean())


def earlier_chances() -> np.ndarray:
    """On which service's account a bill of an earlier year stands, most often where it costs most."""
    cost = np.array([item.stock * item.price * (30 if item.unit == 0 else 1) for item in SERVICES])
    return cost / cost.sum()


def earlier_bills(books: Books, streams: Streams, month: int) -> tuple[np.ndarray, np.ndarray]:
    """Services and kr. of the bills of earlier years that come in a month."""
    rng = streams.of(6, month)
    count = rng.poisson(books.earlier * EARLIER_SEASON[month % 12])
    return rng.choice(COUNT, count, p=earlier_chances()), rng.choice(EARLIER_KR, count, p=EARLIER_SHARES)


def earlier_kr(books: Books, month: int) -> float:
    """Expected after a month of the year, kr."""
    return books.earlier * float(EARLIER_SEASON[month % 12 + 1 :].sum() * (EARLIER_KR @ EARLIER_SHARES))


def corrected(streams: Streams, year: int, claimed: np.ndarray) -> np.ndarray:
    """The final statement in May of last year's claims (negative), by desk: what is paid back, kr."""
    shares = streams.of(7, month_of(year, 5)).normal(CORRECTED, CORRECTED_SPREAD, claimed.size)
    return np.asarray(-claimed * shares)
