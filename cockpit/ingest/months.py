"""A budget with a column for each month becomes one with a line for each: what the rest of the room can read."""

import re
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from cockpit.contracts.danish import MONTHS_SHORT
from cockpit.ingest.amounts import any_amount
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import ROW, Table
from cockpit.ingest.merged import spread
from cockpit.ingest.profile import TOTAL_WORDS
from cockpit.ingest.rows import total_pattern
from cockpit.ingest.values import SPACES, cleaned

FEWEST = 3
"""Fewer columns of months than this are two figures side by side, and no year in months."""
MONTH, AMOUNT, YEAR = "Måned", "Oprindeligt budget", "År"
_NUMBER = {month: number for number, month in enumerate(MONTHS_SHORT, start=1)}
_WORD = re.compile(rf"({'|'.join(MONTHS_SHORT)})[a-zæøå]*\.?(?:[ '_-]*(20\d\d))?", re.IGNORECASE)
_DIGITS = re.compile(r"(?:(20\d\d)[-./]?(0[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-./](20\d\d))")
_OF_YEAR = re.compile(r"budget\D{0,12}(20\d\d)", re.IGNORECASE)
_SPENT = re.compile(r"forbrug|regnskab(?!så)|bogført|realiseret|postering", re.IGNORECASE)


def month_of(heading: str) -> tuple[int, int | None] | None:
    """`Jan`, `marts 2026`, `2026-03`, `03.2026`: the month, and the year where it is told."""
    text = heading.strip()
    if word := _WORD.fullmatch(text):
        return _NUMBER[word[1].lower()], int(word[2]) if word[2] else None
    if digits := _DIGITS.fullmatch(text):
        return int(digits[2] or digits[3]), int(digits[1] or digits[4])
    return None


def side_by_side(table: Table) -> bool:
    """Whether several of the columns are months."""
    return sum(month_of(heading) is not None for heading in table.headings.values()) >= FEWEST


def by_month(table: Table) -> Table:
    """The table with a line for each month, where its name, sheet or titles call it a budget and its months stand side
    by side; any other as it is. Month by month, so that total lines stay below what they sum; an empty cell is no line,
    and a row without amounts stays one line, so that every row is counted."""
    months = {column: found for column, heading in table.headings.items() if (found := month_of(heading))}
    names = table.names
    if not side_by_side(table) or len({month for month, _ in months.values()}) != len(months) or not _budget(names):
        return table
    if {normal(heading) for heading in table.headings.values()} & {normal(MONTH), normal(AMOUNT), "periode"}:
        return table
    return _apart(
        spread(table), {column: month for column, (month, _) in months.items()}, _year(months.values(), names)
    )


def _budget(names: Iterable[str]) -> bool:
    text = " ".join(names)
    return "budget" in text.lower() and not _SPENT.search(text)


def _year(months: Iterable[tuple[int, int | None]], names: Iterable[str]) -> str | None:
    told = {year for _, year in months if year} or {int(year) for name in names for year in _OF_YEAR.findall(name)}
    return str(told.pop()) if len(told) == 1 else None


def _apart(table: Table, months: dict[str, int], year: str | None) -> Table:
    kept = [column for column in table.headings if column not in months and not _sums(table.frame, column, months)]
    total = _calls_itself_a_total(table.frame, kept)
    lines = [_lines(table, kept, column, month, year, total) for column, month in months.items()]
    filled = pl.any_horizontal(_said(column) for column in months)
    none = table.frame.filter(~filled).select(*kept, ROW)
    frame = pl.concat([*lines, none], how="diagonal")
    added = {"amount": AMOUNT, "month": MONTH, **({"year": YEAR} if "year" in frame.columns else {})}
    return replace(
        table,
        headings={column: table.headings[column] for column in kept} | added,
        frame=frame.select(*kept, *added, ROW),
        noticed=replace(table.noticed, months_as_columns=table.frame.height),
        merged=(),
        sizes=dict.fromkeys(["amount"], sizes[0])
        if (sizes := [table.sizes[one] for one in months if one in table.sizes])
        else {},
    )


def _lines(table: Table, kept: list[str], column: str, month: int, year: str | None, total: pl.Expr) -> pl.DataFrame:
    """The rows that say an amount for the month. A total line gets no month and no year: it is none of the budget's."""
    told = {"month": str(month)} | ({"year": year} if year and normal(YEAR) not in table.normal_headings else {})
    named = [pl.when(~total).then(pl.lit(text)).alias(name) for name, text in told.items()]
    return table.frame.filter(_said(column)).select(*kept, pl.col(column).alias("amount"), *named, ROW)


def _sums(frame: pl.DataFrame, column: str, months: Iterable[str]) -> bool:
    """Whether a column is the months' sum in every row, to the krone: it tells nothing more."""
    whole = any_amount(cleaned(frame.get_column(column)))
    parts = pl.DataFrame([any_amount(cleaned(frame.get_column(month))) for month in months])
    differs = (parts.sum_horizontal() - whole).abs() >= 1
    return whole.is_not_null().any() and not differs.any()


def _said(column: str) -> pl.Expr:
    return (pl.col(column).str.strip_chars(SPACES) != "").fill_null(value=False)


def _calls_itself_a_total(frame: pl.DataFrame, columns: list[str]) -> pl.Expr:
    pattern = total_pattern(TOTAL_WORDS)
    texts = [column for column in columns if frame.schema[column] == pl.String]
    return pl.any_horizontal(pl.col(column).str.contains(pattern).fill_null(value=False) for column in texts)
