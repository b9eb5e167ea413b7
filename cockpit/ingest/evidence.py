"""What stands in a column: which kinds of value its cells can be read as."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from cockpit import law
from cockpit.contracts.dataset import DatasetField
from cockpit.ingest import amounts, dates, people, values
from cockpit.ingest.codes import folded
from cockpit.ingest.shares import SIGN

MOST, HALF = 0.8, 0.5
SAMPLE = 100
_ACCOUNT = re.compile(
    r"\d{10,20}|[A-Z]{1,3}-?\d{6,16}([-. ]\d+)*|\d{6,16}([-. ]\d+)+|\d\.\d\d\.\d\d[\d.-]*|\d{1,3}([-.]\d{2,6}){2,}",
    re.IGNORECASE,
)
_PERHAPS_ACCOUNT = re.compile(r"\d{6,9}")
_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?-?")
_POINTED = re.compile(r"^-?\d{1,9}\.(\d{1,2}|\d{6,})$")
"""`155259.25`, and `27736773.649999999` as Excel keeps it: an amount with a decimal point, though an account in two
parts looks like it."""
_LOOKS_DATED = r"\d[-./]\d|^\d{8}$|^\d{1,2}\.?[- ][A-Za-z]{3}"
_NO_SERIAL = r"^\d{5}[.,]\d{2}$"
"""Øre behind five digits, which otherwise could be Excel's number of a day and the hour of it."""
_LOOKS_LIKE_A_PERIOD = r"199\d|2[01]\d\d|^[A-Za-z]{3,9}\.?[-' ]*\d\d$"
"""What every day and every period has in it: a column without is not tried in all the ways that they are written."""
_ABOUT = re.compile(
    r"(ca\.? ?)?(jan|feb|mar|apr|maj|may|jun|jul|aug|sep|okt|oct|nov|dec|forår|sommer|efterår|vinter|ultimo|primo|medio"
    r"|årsskift|skoleår|[1-4]\. ?kv|q[1-4]|kv|uge)[^\d]*\d{0,4}\D{0,2}\d{0,4}",
    re.IGNORECASE,
)
"""`sommer 27`, `ca. maj 2026`, `ultimo 2026`: when something will be, said roughly."""
_BY_YEAR = re.compile(r"(19|20)\d\d[-/]\d")
"""`2025-00817` is a case of that year, though its nine digits could be a number that lost its zero."""
_LEGAL = re.compile(r"§|\b(sel|bl|sl)(?![a-zæøå])|paragraf|lov", re.IGNORECASE)


@dataclass
class Evidence:
    """Shares (0-1) of a column's filled cells that can be read as each kind. Computed when asked for, and once."""

    cells: pl.Series
    filled: float = 1.0
    """Share of the rows that say something in the column."""
    agreements: dict[object, float] = field(default_factory=dict)
    numbers_texts: bool = False
    """Whether each number belongs to one text of another column, and each text to one number."""
    kind: str | None = None
    """The field whose kind of text stands in the cells, once it has been asked for; empty where it is none."""

    @classmethod
    def of(cls, column: pl.Series) -> "Evidence":
        """Of the first filled cells of a column."""
        cells = values.cleaned(column)
        return cls(cells.drop_nulls().head(SAMPLE), cells.count() / max(1, len(cells)))

    @cached_property
    def texts(self) -> list[str]:
        """The cells themselves."""
        return self.cells.to_list()

    @cached_property
    def counted(self) -> Counter[str]:
        """The different cells and how many there are of each: a test is made once for all that are alike."""
        return Counter(self.texts)

    def like(self, pattern: str | re.Pattern[str]) -> float:
        """Cells in which the pattern is found."""
        found = re.compile(pattern).search
        return self.share(lambda cell: found(cell) is not None)

    def share(self, test: Callable[[str], bool]) -> float:
        """Cells that pass a test."""
        return _share(self.counted, test)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to go by."""
        return self.cells.is_empty()

    @cached_property
    def cpr(self) -> float:
        """CPR numbers in any of their forms."""
        return self.share(lambda cell: not _BY_YEAR.match(cell) and people.is_cpr(people.canonical(cell)))

    @cached_property
    def date(self) -> float:
        """Days."""
        if self.like(_LOOKS_DATED) < MOST or self.like(_NO_SERIAL) >= HALF:
            return 0.0
        return self._either_way(lambda day_first: dates.date(self.cells, day_first=day_first))

    @cached_property
    def about(self) -> float:
        """Days, or times said roughly."""
        days = dates.date(self.cells).to_list()
        rough = (bool(_ABOUT.fullmatch(cell)) for cell in self.texts)
        return sum(day is not None or more for day, more in zip(days, rough, strict=True)) / max(1, len(self.cells))

    def _either_way(self, read: Callable[[bool], pl.Series]) -> float:
        return max(read(first).count() for first in (True, False)) / max(1, len(self.cells))

    @cached_property
    def period(self) -> float:
        """Accounting periods that are no days."""
        if self.date >= MOST or self.like(_LOOKS_LIKE_A_PERIOD) < MOST:
            return 0.0
        return dates.period(self.cells).count() / len(self.cells)

    @cached_property
    def numeric(self) -> float:
        """Numbers, whole or not, with a decimal comma or point."""
        if self.like(r"^\D{0,4}\d[\d., ]*\D{0,4}$") < MOST:
            return 0.0
        bare = self.cells.str.replace(SIGN, "")
        return self._either_way(lambda comma: amounts.number(bare, comma=comma))

    @cached_property
    def percent(self) -> float:
        """Numbers with a sign that says so."""
        return self.like(SIGN)

    @cached_property
    def kroner(self) -> float:
        """Numbers written as money is: with decimals, thousands or a trailing minus."""
        return self.numeric * self.like(r"[,.]\d{2}\b|[.,]\d{3}\b|\d-$|^\(|kr")

    @cached_property
    def whole(self) -> float:
        """Whole numbers, with points between thousands or without."""
        return self.like(r"^-?(\d{1,9}(\.0)?|\d{1,3}(\.\d{3})+)$")

    @cached_property
    def year(self) -> float:
        """Years."""
        return self.like(r"^(19|20)\d\d(\.0)?$")

    @cached_property
    def month(self) -> float:
        """Numbers from 1 to 13."""
        return self.like(r"^0{0,2}([1-9]|1[0-3])(\.0)?$")

    @cached_property
    def account(self) -> float:
        """Long numbers, or numbers in parts, that are no amounts, days or persons."""
        return self._accounts(_ACCOUNT)

    @cached_property
    def perhaps_account(self) -> float:
        """Accounts, or whole kroner: six to nine digits may be either."""
        return self._accounts(_PERHAPS_ACCOUNT)

    def _accounts(self, pattern: re.Pattern[str]) -> float:
        if max(self.cpr, self.date, self.period) >= MOST:
            return 0.0
        return self.share(lambda cell: bool(pattern.fullmatch(cell)) and not _GROUPED.fullmatch(cell))

    @cached_property
    def pointed(self) -> float:
        """Amounts with a decimal point."""
        return self.like(_POINTED)

    @cached_property
    def paragraph(self) -> float:
        """Texts that name a paragraph of the law, read or not."""
        return self.share(_names_a_paragraph)

    @cached_property
    def yes_no(self) -> float:
        """ja/nej and their relatives."""
        return self.share(lambda cell: cell.lower() in (*values.YES, *values.NO))

    @cached_property
    def letters(self) -> float:
        """Cells with a letter."""
        return self.like(r"[A-Za-zÆØÅæøå]")

    @cached_property
    def spaced(self) -> float:
        """Cells of several words."""
        return self.like(r"[A-Za-zæøå] [A-Za-zÆØÅæøå]")

    @cached_property
    def different(self) -> float:
        """How many of the cells are different ones."""
        return len(self.counted) / len(self.cells)

    @property
    def varied(self) -> bool:
        """Whether the cells are several different ones, each more than once: a code, not a text."""
        return 1 < len(self.counted) <= len(self.cells) / 2

    @cached_property
    def counting(self) -> bool:
        """The rows' own numbers: 1, 2, 3 ..."""
        return len(self.texts) > 1 and self.texts == [str(place + 1) for place in range(len(self.texts))]

    def coded(self, spec: DatasetField) -> float:
        """Cells that are codes of the field."""
        known = {folded(word) for code, others in spec.codes.items() for word in (code, *others)}
        return _share(self.folded, known.__contains__)

    @cached_property
    def folded(self) -> Counter[str]:
        """The cells as codes are compared, counted."""
        return Counter(folded(cell) for cell in self.counted.elements())


def _share(counted: Counter[str], test: Callable[[str], bool]) -> float:
    whole = counted.total()
    return sum(number for text, number in counted.items() if test(text)) / whole if whole else 0.0


def _names_a_paragraph(cell: str) -> bool:
    if re.fullmatch(r"\d{2,3}( ?[a-d])?", cell):
        return law.normalise_paragraph(cell) is not None
    return _LEGAL.search(cell) is not None and re.search(r"\d", cell) is not None
