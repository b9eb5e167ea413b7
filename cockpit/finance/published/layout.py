"""Where in a grid of cells the table stands: its headings, its lines, the blocks they stand under."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cockpit.finance.published.words import role_of

Numbers = Sequence[Sequence[Decimal | None]]
Texts = Sequence[Sequence[str]]
MAX_HEADER_ROWS = 5
YEARS = range(1990, 2101)
FORMULA = re.compile(r"\(?\b([A-ZÆØÅ]|\d{1,2})\s*=\s*((?:[A-ZÆØÅ]|\d{1,2})(?:\s*[-+−–]\s*(?:[A-ZÆØÅ]|\d{1,2}))+)\)?")
LETTER = re.compile(r"^\(?([A-ZÆØÅ]|\d{1,2})\)?$")
"""`D=B-C` and `4=2-3` as many tables print under their headings, and the lone letter of a column."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: its row in the file (from 1), the block heading above it, and a number a column or none."""

    row: int
    label: str
    block: str
    cells: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The table as it stands: a heading a column, and the letter and the formula that stand under it, if any."""

    title: str
    headings: tuple[str, ...]
    letters: tuple[str, ...]
    formulas: tuple[str, ...]
    lines: tuple[Line, ...]
    amounts: tuple[int, ...]
    """The columns that hold numbers."""

    def stated(self, column: int) -> tuple[tuple[int, str], ...]:
        """The formula under a heading as signed letters: `D=B-C` is (1, B), (-1, C)."""
        parts = re.findall(r"([-+−–]?)\s*([A-ZÆØÅ]|\d{1,2})", self.formulas[column])
        return tuple((1 if sign in ("", "+") else -1, letter) for sign, letter in parts)

    @property
    def words(self) -> str:
        """All that is said around the numbers."""
        return " ".join((self.title, *self.headings))


def find(texts: Texts, numbers: Numbers) -> Layout | None:
    """The table of a sheet; None where no line has both a name and a number under a heading that means something."""
    data = [row for row in range(len(texts)) if _is_line(texts[row], numbers[row])]
    if not data:
        return None
    heads = _header_rows(texts, data[0])
    headings = _headings(texts, heads)
    width = len(headings)
    names = _label_columns(texts, numbers, data, headings)
    amounts = tuple(c for c in range(width) if c not in names and any(numbers[r][c] is not None for r in data))
    after = max(heads, default=-1) + 1
    above = [row for row in range(after) if row not in heads]
    said = " ".join(" ".join(filter(None, texts[row])) for row in above)
    return Layout(
        title=said,
        headings=headings,
        letters=tuple(_letter(texts, heads, c) for c in range(width)),
        formulas=tuple(_formula(texts, heads, c) for c in range(width)),
        lines=tuple(_lines(texts, numbers, names, amounts, after)),
        amounts=amounts,
    )


def _is_line(texts: Sequence[str], numbers: Sequence[Decimal | None]) -> bool:
    found = [number for number in numbers if number is not None]
    named = any(re.search(r"[^\W\d_]", text) and number is None for text, number in zip(texts, numbers, strict=True))
    headings = sum(role_of(text) is not None for text, n in zip(texts, numbers, strict=True) if text and n is None)
    only_years = all(number == int(number) and int(number) in YEARS for number in found)
    return named and bool(found) and not only_years and headings < 2


def _header_rows(texts: Texts, first: int) -> list[int]:
    """The rows above the first line that name columns: at least two cells, of which one means something."""
    near = range(max(0, first - MAX_HEADER_ROWS), first)
    full = [row for row in near if sum(bool(text) for text in texts[row]) >= 2]
    known = [row for row in full if any(role_of(text) for text in texts[row])]
    return [row for row in full if known and row >= known[0] - 1]


def _headings(texts: Texts, heads: Sequence[int]) -> tuple[str, ...]:
    """Each column's heading over all header rows; a merged cell above stands over the columns to its right."""
    width = max(map(len, texts))
    rows = []
    for position, row in enumerate(heads):
        cells, last = list(texts[row]), ""
        below = heads[position + 1 :]
        for column, text in enumerate(cells):
            own_below = any(texts[r][column] and not LETTER.match(texts[r][column]) for r in below)
            last = text or (last if own_below else "")
            cells[column] = last
        rows.append(cells)
    joined = (" ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True))
    return tuple(joined) if rows else ("",) * width


def _letter(texts: Texts, heads: Sequence[int], column: int) -> str:
    for row in heads:
        text = texts[row][column].strip()
        found = LETTER.match(text) or FORMULA.search(text)
        if found:
            return found.group(1)
        led = re.match(r"^\(?([A-ZÆØÅ])[.):]?\s+\S", text)
        if led:
            return led.group(1)
    return ""


def _formula(texts: Texts, heads: Sequence[int], column: int) -> str:
    found = (FORMULA.search(texts[row][column]) for row in heads)
    return next((match.group(2) for match in found if match), "")


def _label_columns(texts: Texts, numbers: Numbers, data: Sequence[int], headings: Sequence[str]) -> list[int]:
    """The first columns up to the last one whose cells are mostly words; numbers before it are numbers of the lines."""
    wordy = [
        column
        for column in range(len(headings))
        if sum(bool(texts[row][column]) and numbers[row][column] is None for row in data) * 2 > len(data)
    ]
    first_amount = next((c for c in range(len(headings)) if role_of(headings[c]) and c not in wordy), len(headings))
    leading = [column for column in wordy if column < first_amount]
    return list(range(leading[-1] + 1)) if leading else [0]


def _lines(texts: Texts, numbers: Numbers, names: Sequence[int], amounts: Sequence[int], after: int) -> list[Line]:
    lines, block = [], ""
    for row in range(after, len(texts)):
        label = " ".join(filter(None, (texts[row][column] for column in names)))
        cells = tuple(numbers[row][column] if column in amounts else None for column in range(len(texts[row])))
        if any(cell is not None for cell in cells):
            if not _repeats(texts[row]):
                lines.append(Line(row + 1, label, block, cells))
        elif label and sum(bool(text) for text in texts[row]) == 1:
            block = label
    return lines


def _repeats(texts: Sequence[str]) -> bool:
    """A heading line printed again on the next page."""
    return sum(role_of(text) is not None for text in texts if text) >= 2
