"""Excel formats of the column kinds. They are written in Excel's own notation, and Excel shows them as the reader's
language has it: `#,##0` is 1.234 in Danish. Money stays in kr. in the cell; the format shows it in thousands."""

from cockpit.contracts.danish import MINUS
from cockpit.views.table import Kind


def _signed(pattern: str) -> str:
    """The pattern with the same minus sign as on the screen."""
    return f'{pattern};"{MINUS}"{pattern}'


NUMBER_FORMAT: dict[Kind, str] = {
    "text": "@",
    "kr": _signed("#,##0"),
    "kr_exact": _signed("#,##0.00"),
    "thousand_kr": _signed("#,##0,"),
    "million_kr": _signed("#,##0.0,,"),
    "pct": _signed("0.0 %"),
    "number": _signed("#,##0.00"),
    "persons": _signed("#,##0.0"),
    "integer": _signed("#,##0"),
    "date": "dd-mm-yyyy",
}
LEFT: frozenset[Kind] = frozenset({"text", "date"})
