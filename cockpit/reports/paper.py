"""What Word and PDF lay out alike: how wide a table's columns are, and which pictures stand side by side."""

from collections.abc import Sequence
from typing import TypeVar

import polars as pl

from cockpit.reports.formats import LEFT
from cockpit.views.table import Table

_NARROW, _WIDE, _WIDE_FIGURE = 7, 40, 16
Picture = TypeVar("Picture")


def column_widths(table: Table, texts: pl.DataFrame) -> list[int]:
    """The columns' widths in relation to each other: room for the longest text, also in bold, and for the heading's
    longest word.
    Words that stand for a figure which is not there are broken, or they would take the room of the figures."""
    return [
        _width(column.heading, texts[column.heading].to_list(), _WIDE if column.kind in LEFT else _WIDE_FIGURE)
        for column in table.columns
    ]


def _width(heading: str, texts: Sequence[str], most: int) -> int:
    longest = max(map(len, texts), default=0) + 1
    words = max(len(word) + 1 for word in heading.split())
    return max(min(longest, most), words, _NARROW)


def side_by_side(figures: Sequence[Sequence[Picture]]) -> list[list[Picture]]:
    """Rows of pictures: small charts of one figure in a row of their own, single charts two and two."""
    singles = [picture for figure in figures if len(figure) == 1 for picture in figure]
    pairs = [singles[place : place + 2] for place in range(0, len(singles), 2)]
    return [*pairs, *(list(figure) for figure in figures if len(figure) > 1)]
