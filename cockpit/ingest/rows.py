"""Which rows of a table are data, which are its own totals, and which say nothing. Every row is one of the three."""

import re
from collections.abc import Sequence

import polars as pl

from cockpit.contracts.dataset import Dataset, FieldType
from cockpit.ingest.amounts import money
from cockpit.ingest.layout import Table
from cockpit.ingest.match import Match
from cockpit.ingest.totals import TOTAL, check_totals
from cockpit.ingest.values import EMPTY_WORDS, SPACES, cleaned, matching

DATA, BLANK = 0, 1
ANCHOR_TYPES = (FieldType.DATE, FieldType.CPR, FieldType.PERIOD, FieldType.INTEGER)
LABELS = ("account", "paragraph", "area", "name")
MAX_STRAY_CELLS = 2
MAX_TOTAL_CELLS = 3
COUNTED = r"^\s*antal \w+\s*:?\s*[\d.]+\s*$|^\s*[\d.]+ (?:rækker|poster|posteringer|linjer|sager|borgere|opgaver)\s*$"
"""`Antal rækker: 40` below a list is its total too."""
ENDS_SO = r"\s(?:i alt|total)\s*:?\s*$"


def anchors(contract: Dataset, columns: dict[str, str]) -> list[str]:
    """Columns that every data row fills and no total row does: required dates, persons and years."""
    return [
        columns[spec.name]
        for spec in contract.fields
        if spec.name in columns and spec.required and spec.type in ANCHOR_TYPES
    ]


def total_pattern(words: Sequence[str]) -> str:
    """A cell that names a total: it begins with a total word, ends with *i alt* or *total*, begins with SAP's stars
    (`** 5385201001`), or counts the rows."""
    either = "|".join(map(re.escape, words))
    return rf"(?i)^\s*(?:{either})(?:[\s:]|$)|{ENDS_SO}|^\s*\*+(?:\s|$)|^\s*\*+(?:{either})(?:[\s:]|$)|{COUNTED}"


def without_totals(table: Table, words: Sequence[str]) -> pl.DataFrame:
    """The rows that no cell calls a total, of a table that no profile has told the columns of yet."""
    pattern = total_pattern(words)
    named = pl.any_horizontal(pl.col(column).str.contains(pattern).fill_null(value=False) for column in table.headings)
    filled = pl.sum_horizontal(
        pl.col(column).str.strip_chars(SPACES).replace("", None).is_not_null() for column in table.headings
    )
    return table.frame.filter(
        ~(named & (filled <= max(MAX_TOTAL_CELLS, len(table.headings) / 2))).fill_null(value=False)
    )


def row_kinds(table: Table, match: Match) -> pl.Series:
    """DATA, BLANK or TOTAL for every row of the table."""
    kinds = pl.Series("kind", [DATA], dtype=pl.UInt8).new_from_index(0, table.frame.height)
    places = _candidates(table, match).arg_true()
    if not places.is_empty():
        kinds = kinds.scatter(places, _kinds_of(table, match, table.frame[places]))
    labelled = _label_totals(table, match)
    kinds = kinds if labelled.is_empty() else kinds.scatter(labelled, TOTAL)
    return _with_named_totals(kinds, table, match)


def _with_named_totals(kinds: pl.Series, table: Table, match: Match) -> pl.Series:
    """Rows that fill their anchors (or have none to fill) and are called *… i alt* are totals where they are the sum of
    rows above them. One that is not may be a line of a list of sums: it counts, and is asked about."""
    column = match.columns.get(match.contract.amount or "")
    named = (label_says(table, match, ENDS_SO) & (kinds == DATA)).arg_true() if column else pl.Series(dtype=pl.UInt32)
    if column is None or named.is_empty():
        return kinds
    amounts = money(cleaned(table.frame.get_column(column)), comma=match.profile.decimal == "comma")
    while not named.is_empty():
        tried = kinds.clone().scatter(named, TOTAL)
        wrong = {total.index for total in check_totals(amounts, tried).wrong}
        if wrong.isdisjoint(named):
            return tried
        named = named.filter(~named.is_in(list(wrong)))
    return kinds


def _says_nothing(text: pl.Series, heading: str, pattern: str) -> pl.Series:
    """Empty, the heading again, or the label of a total line."""

    def parse(part: pl.Series) -> pl.Series:
        bare = part.str.strip_chars(SPACES)
        nothing = bare.str.to_lowercase().is_in(EMPTY_WORDS)
        return nothing | (bare == heading) | bare.str.contains(pattern)

    return matching(text, parse, empty=True)


def _candidates(table: Table, match: Match) -> pl.Series:
    """Rows whose anchors say nothing. Without anchors every row may be a blank or a repeated header."""
    result = pl.Series([True]).new_from_index(0, table.frame.height)
    pattern = total_pattern(match.profile.total_words)
    for column in anchors(match.contract, match.columns):
        result = result & _says_nothing(table.frame.get_column(column), table.headings[column], pattern)
    return result


def _kinds_of(table: Table, match: Match, rows: pl.DataFrame) -> pl.Series:
    cells = [pl.col(column).str.strip_chars(SPACES).replace("", None) for column in table.headings]
    amount = match.columns.get(match.contract.amount or "")
    names = [column for column in table.headings if column != amount]
    anchored = bool(anchors(match.contract, match.columns))
    filled = pl.sum_horizontal(cell.is_not_null() for cell in cells)
    same = pl.sum_horizontal(
        (pl.col(column).str.strip_chars(SPACES) == heading).fill_null(value=False)
        for column, heading in table.headings.items()
    )
    pattern = total_pattern(match.profile.total_words)
    total = pl.any_horizontal(pl.col(column).str.contains(pattern).fill_null(value=False) for column in names)
    no_amount = pl.col(amount).str.strip_chars(SPACES).replace("", None).is_null() if amount else pl.lit(value=True)
    stray = pl.lit(value=anchored) & no_amount & (filled <= MAX_STRAY_CELLS)
    kind = (
        pl.when((filled == 0) | (same * 2 > filled))
        .then(BLANK)
        .when(pl.lit(value=anchored) & total & (filled <= max(MAX_TOTAL_CELLS, len(table.headings) / 2)))
        .then(TOTAL)
        .when(stray)
        .then(BLANK)
        .otherwise(DATA)
    )
    return rows.select(kind.cast(pl.UInt8).alias("kind")).to_series()


def _label_totals(table: Table, match: Match) -> pl.Series:
    """Rows that fill their anchors but whose account, area or name *is* a total word."""
    either = "|".join(map(re.escape, match.profile.total_words))
    return label_says(table, match, rf"^\s*(?:{either})\s*:?\s*$").arg_true()


def label_says(table: Table, match: Match, pattern: str) -> pl.Series:
    """Whether the account, area or name of each row is so."""
    found = pl.Series([False]).new_from_index(0, table.frame.height)
    for name in LABELS:
        if name in match.columns:
            text = table.frame.get_column(match.columns[name])
            found = found | matching(text, lambda part: part.str.contains(f"(?i){pattern}"))
    return found
