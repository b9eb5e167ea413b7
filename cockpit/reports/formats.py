"""Excel formats of the column kinds. They are written in Excel's own notation, and Excel shows them as the reader's
language has it: `#,##0` is 1.234 in Danish. Money stays in kr. in the cell; the format shows it in thousands."""

from textwrap import wrap

from cockpit.contracts.danish import MINUS
from cockpit.views.table import Kind


def signed(pattern: str, above: str | None = None) -> str:
    """The pattern with the same minus sign as on the screen; `above`: how what is not below zero is written."""
    return f'{pattern if above is None else above};"{MINUS}"{pattern}'


NUMBER_FORMAT: dict[Kind, str] = {
    "text": "@",
    "kr": signed("#,##0"),
    "kr_exact": signed("#,##0.00"),
    "thousand_kr": signed("#,##0,"),
    "million_kr": signed("#,##0.0,,"),
    "pct": signed("0.0 %"),
    "number": signed("#,##0.00"),
    "persons": signed("#,##0.0"),
    "integer": signed("#,##0"),
    "date": "dd-mm-yyyy",
}
LEFT: frozenset[Kind] = frozenset({"text", "date"})
LINE_POINTS = 15
"""The height of a line of text."""


def lines(text: str, width: float) -> int:
    """In how many lines a text stands in a column as wide as so many characters."""
    return sum(max(len(wrap(part, max(int(width) - 1, 1))), 1) for part in text.split("\n"))
