"""Rows as aligned text: on one line each where they go on to a file or another program, fitted to the window where a
person reads them."""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

GAP = 2
_PLACES = re.compile(r"(?<=[-/])(?=\w)")
"""Where a word of a heading may be broken: *Mer-/mindreforbrug*."""


def aligned(
    headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], width: int | None = None
) -> str:
    """The table as text, columns flagged in `right` to the right. With a `width` headings are broken over lines, and
    columns that do not fit stand in blocks below, each beginning with the first column."""
    columns = [[row[place] for row in rows] for place in range(len(headings))]
    named = [
        [heading] if width is None else _broken(heading, cells)
        for heading, cells in zip(headings, columns, strict=True)
    ]
    widths = [max(map(len, (*lines, *cells))) for lines, cells in zip(named, columns, strict=True)]
    blocks = [list(range(len(headings)))] if width is None else list(_blocks(widths, width))
    return "\n\n".join(_block(places, named, rows, widths, right) for places in blocks)


def _broken(heading: str, cells: Sequence[str]) -> list[str]:
    """The heading in lines no wider than its longest word or its longest cell."""
    words = _PLACES.sub(" ", heading).split()
    widest = max(map(len, (*words, *cells, " ")))
    if len(heading) <= widest:
        return [heading]
    return wrap(_PLACES.sub(" ", heading), widest, break_long_words=False, break_on_hyphens=False) or [""]


def _blocks(widths: Sequence[int], width: int) -> Iterator[list[int]]:
    """The places of the columns, in as many blocks as they need; the first column begins each."""
    block, used = [0], widths[0]
    for place, one in enumerate(widths[1:], start=1):
        if len(block) > 1 and used + GAP + one > width:
            yield block
            block, used = [0], widths[0]
        block.append(place)
        used += GAP + one
    yield block


def _block(
    places: Sequence[int],
    named: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
) -> str:
    over = max(len(named[place]) for place in places)
    heads = [[(*[""] * (over - len(named[place])), *named[place])[line] for place in places] for line in range(over)]
    body = [[row[place] for place in places] for row in rows]
    lines = [*heads, ["-" * widths[place] for place in places], *body]
    return "\n".join(_line(cells, places, widths, right) for cells in lines)


def _line(cells: Sequence[str], places: Sequence[int], widths: Sequence[int], right: Sequence[bool]) -> str:
    fitted = (
        cell.rjust(widths[place]) if right[place] else cell.ljust(widths[place])
        for cell, place in zip(cells, places, strict=True)
    )
    return (" " * GAP).join(fitted).rstrip()
