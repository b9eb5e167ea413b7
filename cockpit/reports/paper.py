"""What Word and PDF lay out alike: how wide a table's columns are, and which pictures stand side by side."""

from collections.abc import Sequence
from typing import TypeVar

import polars as pl

_NARROW, _WIDE = 7, 40
Picture = TypeVar("Picture")


def column_widths(texts: pl.DataFrame) -> list[int]:
    """The columns' widths in relation to each other: room for the longest text, and for the heading's longest word."""
    return [_width(heading, texts[heading].to_list()) for heading in texts.columns]


def _width(heading: str, texts: Sequence[str]) -> int:
    longest = max(map(len, texts), default=0)
    return min(max(longest, *map(len, heading.split()), _NARROW), _WIDE)


def side_by_side(figures: Sequence[Sequence[Picture]]) -> list[list[Picture]]:
    """Rows of pictures: small charts of one figure in a row of their own, single charts two and two."""
    singles = [picture for figure in figures if len(figure) == 1 for picture in figure]
    pairs = [singles[place : place + 2] for place in range(0, len(singles), 2)]
    return [*pairs, *(list(figure) for figure in figures if len(figure) > 1)]
