"""The row that holds a table's headings, or the two rows: groups over columns, words broken over two lines."""

import re
from dataclasses import dataclass

from cockpit.ingest import scale
from cockpit.ingest.headings import normal

MIN_KNOWN = 2
MIN_FALLBACK_CELLS = 2
Cells = tuple[str, ...]
_FIGURE = re.compile(r"[-+\d.,:/ ]*\d[-+\d.,:/ ]*")
_YEAR_OR_LAW = re.compile(r"\b20\d\d\b|§+\s*\d+")
_UNIT = re.compile(r"[(\[]\D+[)\]]|(?:t|mio\.? ?)?kr\.?|dkk|stk\.?|pct\.?|%|antal|timer|dage", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """`first` and `last` row of the headings, counted from the top of the sheet; equal where they are one row."""

    first: int
    last: int
    cells: Cells


def find_header(rows: list[Cells], vocabulary: frozenset[str]) -> Header | None:
    """The headings among the first rows of a sheet, or None. `vocabulary`: normalised headings of all profiles."""
    place = _place(rows, vocabulary)
    if place is None:
        return None
    alone = Header(place, place, rows[place])
    for upper in (place, place - 1):
        if upper >= 0 and upper + 1 < len(rows) and (both := _joined(rows, upper, alone, vocabulary)):
            return both
    return alone


def _place(rows: list[Cells], vocabulary: frozenset[str]) -> int | None:
    """The row with the most known headings; without any, the first wide row of words only."""
    known = [_known(row, vocabulary) for row in rows]
    best = max(known, default=0)
    if best >= MIN_KNOWN:
        place = known.index(best)
        return next((above for above in range(place) if _heads_record(rows[above], rows[place])), place)
    widest = max((sum(map(bool, row)) for row in rows), default=0)
    for place, row in enumerate(rows[:-1]):
        cells = [cell for cell in row if cell]
        if _words_only(row) and len(cells) >= max(MIN_FALLBACK_CELLS, 0.6 * widest) and any(rows[place + 1]):
            return place
    return None


def _known(row: Cells, vocabulary: frozenset[str]) -> int:
    return len({normal(scale.without_size(cell)) for cell in row if cell} & vocabulary)


def _heads_record(above: Cells, row: Cells) -> bool:
    """Whether a row that has figures is one of the rows below: words alone stand above, over as many columns. Cells
    such as *måned* and *Plejefamilie* are headings elsewhere."""
    figures = any(_FIGURE.fullmatch(cell) for cell in row)
    return figures and _words_only(above) and sum(map(bool, above)) >= sum(map(bool, row))


def _words_only(row: Cells) -> bool:
    return all(any(map(str.isalpha, cell)) for cell in row if cell)


def _heads(row: Cells) -> bool:
    """Whether a row may be one of two of headings: words, and no figure but a year or a paragraph."""
    return _words_only(row) and not any(map(str.isdigit, _YEAR_OR_LAW.sub("", " ".join(row))))


def _joined(rows: list[Cells], upper: int, alone: Header, vocabulary: frozenset[str]) -> Header | None:
    """Two rows as one of headings, where together they say more: known headings that neither row has alone, or names
    in the gaps that merged cells leave."""
    above, below = rows[upper], rows[upper + 1]
    if not (any(above) and any(below)):
        return None
    if upper == alone.first and all(_UNIT.fullmatch(cell) or scale.alone(cell) for cell in below if cell):
        return Header(upper, upper + 1, above)
    if not (_heads(above) and _heads(below)):
        return None
    cells = tuple(_cell(above, below, place, vocabulary) for place in range(len(above)))
    if _known(cells, vocabulary) > _known(alone.cells, vocabulary) or _says_more(cells, alone.cells, vocabulary):
        return Header(upper, upper + 1, cells)
    return Header(upper, upper + 1, cells) if _fills_gaps(above, below, upper == alone.first) else None


def _says_more(cells: Cells, alone: Cells, vocabulary: frozenset[str]) -> bool:
    """Whether the two rows together name a column more closely than one does, and none less well known."""
    changed = [cell for cell, before in zip(cells, alone, strict=True) if cell != before]
    return bool(changed) and all(normal(cell) in vocabulary for cell in changed)


def _fills_gaps(above: Cells, below: Cells, lower_is_new: bool) -> bool:
    """Each row has names where the other has none, as merged cells leave it; a title over a table has not."""
    new, old = (below, above) if lower_is_new else (above, below)
    filled = [place for place, cell in enumerate(new) if cell]
    gaps = [place for place in filled if not old[place]]
    return len(gaps) >= MIN_FALLBACK_CELLS and len(gaps) * 2 >= len(filled)


def _cell(above: Cells, below: Cells, place: int, vocabulary: frozenset[str]) -> str:
    """`Ydelse` over `Fra`, `Til` is *Ydelse fra*, *Ydelse til*; `Bogførings-` over `dato` is one word."""
    group, own = _group(above, below, place), below[place]
    if not (group and own):
        return own or above[place]
    both = f"{group} {own}"
    return next((text for text in (both, own, group) if normal(text) in vocabulary), both)


def _group(above: Cells, below: Cells, place: int) -> str:
    """What stands over a column: its own cell, or the one that is merged from the left."""
    while place > 0 and _carries(above, below, place):
        place -= 1
    return above[place]


def _carries(above: Cells, below: Cells, place: int) -> bool:
    return 0 < place < len(above) and not above[place] and bool(below[place])
