"""A town's world: all that happened and all that was booked, or another future from the close of a month on."""

from dataclasses import dataclass

import numpy as np

from bench.desks import books as b
from bench.desks import waits
from bench.desks.catalogue import CHILD, COUNT, NUMBER
from bench.desks.chart import CLEARING, COSTS, CRISIS, CRISIS_HALF, FRAMES, HALVES, INCOMES, REFUNDS, Account
from bench.desks.days import month_of, year_of
from bench.desks.rates import Rates, Streams, rates_of
from bench.desks.settling import COST, HALF_REFUND, INCOME, REFUND, Rule, lines, rules
from bench.desks.stays import Courses, Play
from bench.desks.town import Town

ACCOUNTS: tuple[Account, ...] = (*COSTS, *INCOMES, *HALVES, *REFUNDS.values(), CRISIS, CRISIS_HALF, CLEARING, *FRAMES)
PLACE = {account.number: at for at, account in enumerate(ACCOUNTS)}
BOOKED = np.dtype([
    ("line", "i4"), ("account", "i2"), ("booked", "i4"), ("year", "i4"), ("kr", "f8"), ("name", "U24"), ("month", "i4"),
])  # fmt: skip
"""A line of the ledger: `booked` in which month, in which `year`'s accounts; `line` of `World.lines`, -1 for none;
`month` that it is for, -1 where it is for none."""


@dataclass(frozen=True)
class World:
    """The truth. `booked_in[line]`: in which month each of `lines` reached the books."""

    town: Town
    rates: Rates
    books: b.Books
    rules: tuple[Rule, ...]
    courses: Courses
    lines: np.ndarray
    booked_in: np.ndarray
    year_of: np.ndarray
    ledger: np.ndarray


def account_of(service: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """The place in `ACCOUNTS` of lines."""
    desk = np.where(np.isin(service, np.flatnonzero(CHILD)) | (service == NUMBER["Ungestøtte"]), 0, 1)
    own = np.minimum(service, COUNT - 1)
    refund = 3 * COUNT + desk
    crisis = 3 * COUNT + 2 + (kind == HALF_REFUND)
    usual = np.select([kind == COST, kind == INCOME, kind == HALF_REFUND, kind == REFUND],
        [own, COUNT + own, 2 * COUNT + own, refund])  # fmt: skip
    return np.where(service == b.CRISIS, crisis, usual)


def build(town: Town, split: int = 10**6, again: int = 0) -> World:
    """The town until the end of February after its year. After month `split` the `again`-th other future."""
    rates, streams, until = rates_of(town), Streams(town.seed, split, again), town.january + 13
    courses = Play(town, rates, streams).to(until)
    found = rules(town, rates)
    told = np.concatenate([lines(found, courses.months), b.crisis(town, streams, until)])
    told = told[np.argsort(told["told"], kind="stable")]
    table = waits.kernels(town.scenario == "untidy")
    booked_in, year = _booked(table, told, streams)
    year1 = courses.months["month"] // 12 == (month_of(town.first, 1)) // 12
    books = b.books_of(town, float(courses.months["delivered"][year1].sum()))
    ledger = _ledger(town, books, streams, told, booked_in, year)
    return World(town, rates, books, found, courses, told, booked_in, year, ledger)


def _booked(table: np.ndarray, told: np.ndarray, streams: Streams) -> tuple[np.ndarray, np.ndarray]:
    """When each line is booked, and in which year's accounts."""
    edges = np.cumsum(table[told["kernel"], told["month"] % 12], axis=1)
    at, coin = _draws(told, streams, 2), _draws(told, streams, 3)
    done = np.where(streams.split >= told["month"], streams.split - told["month"], -1)
    sure = np.take_along_axis(edges, np.clip(done, 0, waits.LONGEST - 1)[:, None], 1)[:, 0] * (done >= 0)
    wait = _wait(edges, at)
    pending = (told["told"] <= streams.split) & (wait > done)
    new = Streams(streams.seed, -1, streams.again)
    wait = np.where(pending, _wait(edges, sure + (1 - sure) * _draws(told, new, 8)), wait)
    booked = told["month"] + wait
    coin = np.where(booked > streams.split, _draws(told, new, 9), coin) if streams.again else coin
    kept = (booked % 12 < 2) & (year_of(told["month"]) < year_of(booked))
    kept &= coin < waits.CLOSING[told["closing"], np.minimum(booked % 12, 1)]
    kept &= year_of(told["month"]) == year_of(booked) - 1
    return booked, year_of(booked) - kept


def _wait(edges: np.ndarray, at: np.ndarray) -> np.ndarray:
    return np.minimum((at[:, None] > edges + 1e-12).sum(1), waits.LONGEST - 1)


def _draws(told: np.ndarray, streams: Streams, kind: int) -> np.ndarray:
    """A number between 0 and 1 for each line, from the stream of the month in which it came to be."""
    months, counts = np.unique(told["told"], return_counts=True)
    return np.concatenate([streams.of(kind, int(m)).random(n) for m, n in zip(months, counts, strict=True)])


def _ledger(
    town: Town, books: b.Books, streams: Streams, told: np.ndarray, booked: np.ndarray, year: np.ndarray
) -> np.ndarray:
    own = np.zeros(told.size, BOOKED)
    own["line"], own["booked"], own["year"], own["kr"] = np.arange(told.size), booked, year, told["kr"]
    own["account"], own["month"] = account_of(told["service"], told["kind"]), told["month"]
    own["name"] = "Regning"
    kept = own[(year >= town.first) & (year <= town.year)]
    kept = kept[kept["booked"] < town.january + 14]
    more = [_month(town, books, streams, month) for month in range(month_of(town.first, 1), town.january + 12)]
    claims = [_statement(kept, streams, at) for at in range(town.first + 1, town.year + 1)]
    return np.concatenate([kept, *more, *claims])


def _rows(account: np.ndarray, month: int, kr: np.ndarray, name: str) -> np.ndarray:
    found = np.zeros(kr.size, BOOKED)
    found["line"], found["month"], found["account"], found["booked"] = -1, -1, account, month
    found["year"], found["kr"], found["name"] = year_of(month), kr, name
    return found


def _month(town: Town, books: b.Books, streams: Streams, month: int) -> np.ndarray:
    service, kr = b.earlier_bills(books, streams, month)
    frames = b.frame_months(town, books, streams, month)
    first = len(ACCOUNTS) - len(FRAMES)
    return np.concatenate(
        [_rows(service, month, kr, "Tidligere år"), _rows(first + np.arange(frames.size), month, frames, "Ramme")]
    )


def _statement(kept: np.ndarray, streams: Streams, year: int) -> np.ndarray:
    places = 3 * COUNT + np.arange(2)
    return _rows(places, month_of(year, 5), b.corrected(streams, year, claimed(kept, year - 1)), "Slutopgørelse")


def claimed(ledger: np.ndarray, year: int) -> np.ndarray:
    """What was claimed of a year, by desk (negative), the final statement of the year before left out."""
    mine = ledger[(ledger["year"] == year) & (ledger["line"] >= 0)]
    return np.array([mine["kr"][mine["account"] == 3 * COUNT + desk].sum() for desk in range(2)])
