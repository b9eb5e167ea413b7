"""Which lines are totals, and of which others: by their word, else because they are the sum of their neighbours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cockpit.finance.published.layout import Line
from cockpit.finance.published.words import PART_WORDS, TOTAL_WORDS

Cells = Sequence[dict[str, Decimal | None]]
BASES = ("original", "supplementary", "reallocations", "carry_over", "adjusted", "applied_for", "posted", "forecast")
FEWEST_SUMMED, FEWEST_COLUMNS = 2, 2
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    """The place of a total line and of the lines that it sums. `fits`: it does, but for rounding."""

    place: int
    covers: tuple[int, ...]
    fits: bool


def parts_of(lines: Sequence[Line]) -> set[int]:
    """Lines that are only *heraf* another: they are in no sum."""
    return {place for place, line in enumerate(lines) if re.search(PART_WORDS, line.label)}


def totals(lines: Sequence[Line], cells: Cells, step: Decimal, named: Sequence[str] = ()) -> tuple[Total, ...]:
    """Every total line. `step`: the last printed digit. `named`: labels that a person says are totals."""
    parts = parts_of(lines)
    wanted = {label.strip().lower() for label in named}
    worded = [
        place for place, line in enumerate(lines)
        if place not in parts and (line.label.strip().lower() in wanted or re.search(TOTAL_WORDS, line.label))
    ]  # fmt: skip
    silent = [
        place for place, line in enumerate(lines)
        if place not in parts and place not in worded and _sum_of_neighbours(place, lines, cells, worded, parts, step)
    ]  # fmt: skip
    places = sorted({*worded, *silent})
    return tuple(_covering(place, places, lines, cells, parts, step) for place in places)


def _runs(place: int, places: Sequence[int], lines: Sequence[Line], parts: set[int]) -> list[tuple[int, ...]]:
    """The lines that a total may sum: those since a total before it, those until the next one, its block, all, or the
    totals before it."""
    plain = [p for p in range(len(lines)) if p not in places and p not in parts and p != place]
    starts = [-1, *(p for p in places if p < place)]
    stop = next((p for p in places if p > place), len(lines))
    before = [tuple(p for p in plain if start < p < place) for start in reversed(starts)]
    after = [tuple(p for p in plain if place < p < stop), tuple(p for p in plain if p > place)]
    block = tuple(p for p in plain if lines[p].block == lines[place].block)
    others = tuple(p for p in places if p != place)
    runs = [*before, block, *after, tuple(plain), others, tuple(p for p in others if p < place)]
    return [run for run in dict.fromkeys(runs) if run]


def _miss(place: int, run: Sequence[int], cells: Cells, step: Decimal) -> tuple[Decimal, int]:
    """The largest miss beyond rounding over the amount columns, in shares of the total, and the columns compared."""
    worst, compared = ZERO, 0
    for role in BASES:
        said = cells[place].get(role)
        if said is None or all(cells[p].get(role) is None for p in run):
            continue
        summed = sum((cells[p].get(role) or ZERO for p in run), ZERO)
        beyond = max(abs(said - summed) - step * (len(run) + 1) / 2, ZERO)
        worst = max(worst, beyond / max(abs(said), step))
        compared += bool(said or summed)
    return worst, compared


def _sum_of_neighbours(
    place: int, lines: Sequence[Line], cells: Cells, worded: Sequence[int], parts: set[int], step: Decimal
) -> bool:
    """A line without a word is a total only where it sums at least two neighbours on at least two amount columns."""
    free = [p for p in worded if p != place]
    lower = max((p for p in free if p < place), default=-1)
    upper = min((p for p in free if p > place), default=len(lines))
    runs = (
        [p for p in range(lower + 1, place) if p not in parts],
        [p for p in range(place + 1, upper) if p not in parts],
    )
    for run in runs:
        worst, compared = _miss(place, run, cells, step) if len(run) >= FEWEST_SUMMED else (Decimal(1), 0)
        if worst == 0 and compared >= FEWEST_COLUMNS:
            return True
    return False


def _covering(
    place: int, places: Sequence[int], lines: Sequence[Line], cells: Cells, parts: set[int], step: Decimal
) -> Total:
    runs = _runs(place, places, lines, parts)
    if not runs:
        return Total(place, (), fits=False)
    best = min(runs, key=lambda run: _miss(place, run, cells, step)[0])
    return Total(place, best, fits=_miss(place, best, cells, step)[0] == 0)
