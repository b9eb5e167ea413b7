"""A table as a person reads it: the same columns on the screen, in Excel and in the tests."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

from cockpit.contracts import danish

Kind = Literal["text", "kr", "thousand_kr", "million_kr", "pct", "number", "persons", "date", "integer", "kr_exact"]
MoneyKind = Literal["kr", "thousand_kr", "million_kr"]
Value = str | int | float | Decimal | dt.date | None
NO_VALUE = "–"
MONEY_UNIT: dict[str, str] = {"kr": "kr.", "kr_exact": "kr.", "thousand_kr": "1.000 kr.", "million_kr": "mio. kr."}


def _units(divisor: int, decimals: int) -> Callable[[Decimal | float], str]:
    return lambda value: danish.number(Decimal(str(value)) / divisor, decimals)


_DANISH: dict[Kind, Callable[..., str]] = {
    "text": str,
    "kr": danish.number,
    "kr_exact": lambda value: danish.number(value, 2),
    "thousand_kr": _units(1_000, 0),
    "million_kr": _units(1_000_000, 1),
    "pct": danish.pct,
    "number": lambda value: danish.number(value, 2),
    "persons": lambda value: danish.number(value, 1),
    "date": danish.date,
    "integer": danish.number,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` in the frame, Danish `heading`, how its values are written, and what it means.

    Money is kr. in the frame whatever `kind` shows it in (`kr_exact` with its øre); `pct` is a fraction. `missing`
    stands where there is no value: a dash, or the words that say why. `short`, `missing_short`: the heading and those
    words in a wide table on the screen, where neither can be broken; the whole heading is told beside it.
    """

    name: str
    heading: str
    kind: Kind
    help: str = ""
    missing: str = NO_VALUE
    short: str = ""
    missing_short: str = ""

    def text(self, value: Value) -> str:
        """The value as a Danish reader writes it."""
        return self.missing if value is None else _DANISH[self.kind](value)


@dataclass(frozen=True, eq=False, slots=True)
class Table:
    """Rows with a title. `frame` may hold more columns than are shown (keys to choose by): they never leave it.

    The last `totals` rows are total lines.
    """

    title: str
    columns: tuple[Column, ...]
    frame: pl.DataFrame
    note: str = ""
    totals: int = 0

    @property
    def units(self) -> str:
        """`Beløb i 1.000 kr.`, or empty where the table has no money."""
        found = dict.fromkeys(MONEY_UNIT[column.kind] for column in self.columns if column.kind in MONEY_UNIT)
        return f"Beløb i {' og '.join(found)}" if found else ""

    def shown(self) -> pl.DataFrame:
        """The columns that are shown, with their raw typed values."""
        return self.frame.select(column.name for column in self.columns)

    def danish(self) -> pl.DataFrame:
        """The table as text under Danish headings, in the same order."""
        return pl.DataFrame(
            {column.heading: list(map(column.text, self.frame[column.name])) for column in self.columns},
            schema=dict.fromkeys((column.heading for column in self.columns), pl.String()),
        )
