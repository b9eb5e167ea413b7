"""Headings as systems write them, compared without regard to case, spaces and punctuation."""

import re
from functools import cache

_SUMMED = re.compile(r"^\s*sum (?:af|of) (?=\S)", re.IGNORECASE)
_NOISE = re.compile(r"[^\w§]|_")


@cache
def normal(text: str) -> str:
    """`CPR-nr.` and `cprnr` are the same heading."""
    return _NOISE.sub("", text.casefold())


def summed(heading: str) -> str:
    """The heading without what a pivot table puts before it: `Sum af Beløb` is *Beløb*."""
    return _SUMMED.sub("", heading)


def column_letter(index: int) -> str:
    """0 -> A, 26 -> AA: the column as the spreadsheet names it."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
