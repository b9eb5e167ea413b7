"""Headings as systems write them, compared without regard to case, spaces and punctuation."""

import re
from functools import cache

_NOISE = re.compile(r"[^\w§]|_")


@cache
def normal(text: str) -> str:
    """`CPR-nr.` and `cprnr` are the same heading."""
    return _NOISE.sub("", text.casefold())


def column_letter(index: int) -> str:
    """0 -> A, 26 -> AA: the column as the spreadsheet names it."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
