"""How a file writes its numbers and days, read from examples; and what its headings say that no column does."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from cockpit.contracts.dataset import Dataset, FieldType
from cockpit.ingest.words import words

NUMBERS = (FieldType.MONEY, FieldType.NUMBER)
UNITS = {"doegn": "døgn", "uge": "uge", "maaned": "måned", "aar": "år", "time": "time"}
"""Word of a price's heading -> what the price is for. *Dag* is ambiguous and never taken."""
_COMMA, _POINT = re.compile(r"\d,\d{1,2}-?$|\d\.\d{3},"), re.compile(r"\d\.\d{1,2}-?$|\d,\d{3}\.")
_PARTS = re.compile(r"^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})\b")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Style:
    """`decimal` and `day_first` as a profile has them, each with the cell that shows it; empty where none does, and
    the Danish way is taken."""

    decimal: Literal["comma", "point"] = "comma"
    decimal_example: str = ""
    day_first: bool = True
    day_example: str = ""


DANISH = Style()


def style_of(cells: Mapping[str, Iterable[str]], contract: Dataset) -> Style:
    """`cells`: field -> the filled cells of its column."""
    numbers = [cell for field, texts in cells.items() if contract.field(field).type in NUMBERS for cell in texts]
    days = [cell for field, texts in cells.items() if contract.field(field).type is FieldType.DATE for cell in texts]
    commas, points = _with(_COMMA.search, numbers), _with(_POINT.search, numbers)
    point = len(points) > len(commas)
    day_first, month_first = _with(_day_first, days), _with(_month_first, days)
    american = len(month_first) > len(day_first)
    return Style(
        decimal="point" if point else "comma",
        decimal_example=next(iter(points if point else commas), ""),
        day_first=not american,
        day_example=next(iter(month_first if american else day_first), ""),
    )


def _with(test: Callable[[str], object], cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if test(cell)]


def _day_first(cell: str) -> bool:
    parts = _PARTS.match(cell)
    return int(parts[1]) > 12 if parts else False


def _month_first(cell: str) -> bool:
    parts = _PARTS.match(cell)
    return int(parts[2]) > 12 if parts else False


def constants_of(headings: Mapping[str, str], contract: Dataset, names: Iterable[str]) -> dict[str, str]:
    """Field -> the one value of every row, where a heading or a name says it: `Pris pr. døgn` its unit, `Budget 2026`
    its year; beside `Overført fra 2025` that of the amount's own heading. `headings`: field -> heading; `names`: the
    file's name and titles."""
    found: dict[str, str] = {}
    fields = {spec.name for spec in contract.fields}
    if "price_unit" in fields and "price_unit" not in headings and "unit_price" in headings:
        units = [UNITS[word] for word in words(headings["unit_price"]) if word in UNITS]
        if len(units) == 1:
            found["price_unit"] = units[0]
    if "year" in contract.required() and "year" not in headings:
        amount = headings.get(contract.amount or "", "")
        told = (_years((amount,)), _years((*headings.values(), *names)))
        found |= next(({"year": years.pop()} for years in told if len(years) == 1), {})
    return found


def year_of(names: Iterable[str]) -> str | None:
    """The one year that a file's name, sheet and titles speak of; None where they name none, or several."""
    years = _years(names)
    return years.pop() if len(years) == 1 else None


def _years(texts: Iterable[str]) -> set[str]:
    return {year for text in texts for year in _YEAR.findall(text)}
