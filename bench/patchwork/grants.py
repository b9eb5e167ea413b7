"""The rows of the case system and what each says from one day to another."""

from typing import NamedTuple

import numpy as np
import polars as pl

from bench.patchwork.accounts import NEW_ACT
from bench.patchwork.catalogue import CHILDREN, KINDS
from bench.patchwork.plans import Stay, Told, new_year, plans
from bench.patchwork.town import Town
from bench.terse.stays import day, first_day

FOREVER = 2**31
RENEWED, PRICED, DECIDED = (-25, 46), (-20, 25), (-10, 20)
"""Days from a row's start to its registration: a new grant at New Year, a year's price, a decision after the act."""
GAP = 6
"""Days between a grant and the one that renews it are fewer than this."""
YEAR_OF_DECISIONS = 366
LAST_DAYS = 20
"""Nobody decides anew in the last days of a grant."""
SCHEMA = ("stay", "part", "start", "old", "registered", "known", "until", "end")


class Part(NamedTuple):
    """A row of a stay: it `closes` when the next one takes over, which is `known` from its `until` on."""

    start: int
    known: int
    until: int
    closes: int | None


def _cuts(town: Town, stay: Stay, last: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """The day on which each later row would take over, the one on which it does, and that of its registration."""
    if town.habits.rows != "one":
        return _new_years(town, stay, last, rng)
    act = day(NEW_ACT)
    if not _decided_anew(town, stay) or not stay.start < act <= last:
        return []
    cut = act + int(rng.integers(0, YEAR_OF_DECISIONS))
    return [(cut, cut, cut + int(rng.integers(*DECIDED)))] if cut < last - LAST_DAYS else []


def _decided_anew(town: Town, stay: Stay) -> bool:
    return town.habits.accounts == "new_act" and KINDS[stay.kind].area == CHILDREN


def _year_end(town: Town, start: int) -> int:
    """The New Year's Eve to which a row runs; of the years before the ledger only the last one is one."""
    return max(new_year(start), int(first_day((town.first - 1970) * 12)) - 1)


def _new_years(town: Town, stay: Stay, last: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    renewed, found = town.habits.rows == "renewed", []
    cut = _year_end(town, stay.start) + 1
    while cut <= last:
        start = cut + (int(rng.integers(0, GAP)) if renewed else 0)
        if start < stay.end:
            found.append((cut, start, cut + int(rng.integers(*(RENEWED if renewed else PRICED)))))
        cut = new_year(cut) + 1
    return found


def _within(said: list[Told], known: int, until: int) -> list[Told]:
    """What is said between two days, with what was said at the first of them."""
    before = [one.end for one in said if one.known <= known]
    first = Told(known, before[-1] if before else said[0].end)
    return [first, *(one for one in said if known < one.known < until)]


def _of_part(town: Town, said: list[Told], at: Part) -> list[Told]:
    """What is said of the end of one row while it is the stay's latest; then the row is closed."""
    mine = _within(said, at.known, at.until)
    if town.habits.rows == "renewed":
        limit = _year_end(town, at.start) if at.closes is None else at.closes
        return [Told(one.known, limit if at.closes or one.end is None else min(one.end, limit)) for one in mine]
    return mine if at.closes is None else [*mine, Told(at.until, at.closes)]


def _parts(town: Town, stay: Stay, rng: np.random.Generator) -> list[Part]:
    """The stay's rows: each takes over from the one before."""
    cuts = _cuts(town, stay, min(stay.end, int(first_day(town.january + 12)) - 1), rng)
    starts = [stay.start, *(start for _, start, _ in cuts)]
    known = [stay.known, *(max(at, stay.known) for *_, at in cuts)]
    closes = [*(cut - 1 for cut, *_ in cuts), None]
    return [Part(*row) for row in zip(starts, known, [*known[1:], FOREVER], closes, strict=True)]


def _rows(town: Town, stay: Stay, said: list[Told], rng: np.random.Generator) -> list[tuple[object, ...]]:
    """A stay's rows in all their versions."""
    rows: list[tuple[object, ...]] = []
    for number, part in enumerate(_parts(town, stay, rng)):
        old = _decided_anew(town, stay) and part.start < day(NEW_ACT)
        told = _of_part(town, said, part)
        whole = (stay.number, number, part.start, old, part.known)
        until = [*(later.known for later in told[1:]), FOREVER]
        rows += [(*whole, one.known, to, one.end) for one, to in zip(told, until, strict=True)]
    return rows


def versions(town: Town, stays: pl.DataFrame) -> pl.DataFrame:
    """`stay, part` (row of the stay), `start, old` (paragraph before the act), `registered`, and what is said from
    `known` until before `until`: `end`."""
    ends, cuts = town.stream("ends"), town.stream("rows")
    rows: list[tuple[object, ...]] = []
    for told in stays.select("stay", "kind", "start", "end", "known").iter_rows():
        stay = Stay(*told)
        rows += _rows(town, stay, plans(town, stay, ends), cuts)
    return pl.DataFrame(rows, schema=list(SCHEMA), orient="row").filter(pl.col("until") > pl.col("known"))
