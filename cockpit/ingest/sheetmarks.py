"""What a sheet's XML says beside its cells: which are merged over several rows, and which rows are hidden."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

MAX_MERGED = 10_000
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_IS_HIDDEN = re.compile(rb"\shidden=\"(?:1|true)\"")
_NUMBER = re.compile(rb"\sr=\"(\d+)\"")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr=\"([A-Z]{1,3})\d+\"[^>]*(?<!/)>")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\sref=\"([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)\"")
_UNSOLVED = re.compile(
    rb"<(?:\w+:)?c\b(?![^>]*\st=\"(?:str|e)\")[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A formula without its result; one that gives an empty text (`t="str"`) has one."""
Merged = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet says beside its cells. `merged`: place of the column, first and last spreadsheet row; `hidden`:
    spreadsheet rows that a filter or a person has hidden."""

    merged: Merged = ()
    hidden: tuple[int, ...] = ()


NO_MARKS = Marks()


def hidden_in(rows: bytes) -> list[int]:
    """The numbers of the hidden rows in a piece of XML."""
    if b"hidden=" not in rows:
        return []
    return [int(number[1]) for row in _ROW.findall(rows) if _IS_HIDDEN.search(row) and (number := _NUMBER.search(row))]


def unsolved_in(rows: bytes, prefix: bytes) -> int:
    """How many formulas in a piece of XML have no saved result. `prefix`: its namespace's, since one quick search tells
    that there is no formula at all."""
    return len(_UNSOLVED.findall(rows)) if b"</" + prefix + b"f>" in rows else 0


def merged_in(after: bytes, blocks: Iterable[bytes]) -> Merged:
    """The cells that are merged over several rows. `after`: the XML behind the last row; `blocks`: that of the rows,
    since columns are counted from the first one with a cell, as calamine does."""
    down = [found for found in _MERGE.findall(after) if int(found[1]) < int(found[2])][:MAX_MERGED]
    first = _first_column(blocks) if down else 0
    return tuple((_place(column) - first, int(top), int(last)) for column, top, last in down)


def _first_column(blocks: Iterable[bytes]) -> int:
    first: int | None = None
    for rows in blocks:
        here = min(map(_place, set(_CELL.findall(rows))), default=first)
        first = here if first is None or here is None else min(first, here)
        if first == 0:
            break
    return first or 0


def _place(letters: bytes) -> int:
    """`A` -> 0, `AA` -> 26."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0) - 1
