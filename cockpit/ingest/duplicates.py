"""Rows that say the same twice, and rows of one key that contradict each other. Postings may repeat; lists not."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.dataset import Dataset
from cockpit.ingest.problems import Problems

HIDDEN = "in hidden sheet"
MAY_REPEAT = ("postings",)
ONLY_ASK = ("budget",)
"""Two equal budget lines may both be meant: they are asked about; only a hidden sheet's copies are set aside."""


def duplicate_problems(frame: pl.DataFrame, contract: Dataset, usable: pl.Series, hidden: pl.Series) -> pl.DataFrame:
    """`frame`: every typed row; `usable`: which of them are data and readable; `hidden`: which stand in a hidden sheet.
    The first of equal rows counts, a visible one before a hidden; equal keys with different content both count, and a
    person confirms."""
    problems = Problems()
    if contract.name not in MAY_REPEAT:
        keys = list(contract.key)
        rows = frame.with_columns(hidden.alias(HIDDEN)).with_row_index("place").filter(usable)
        rows = rows.sort(HIDDEN, maintain_order=True)
        same_key = rows.filter(pl.struct(keys).is_duplicated())
        if same_key.height:
            _note(same_key, keys, list(frame.columns), frame.height, contract, problems)
    return problems.frame()


def _note(
    same_key: pl.DataFrame, keys: list[str], columns: list[str], height: int, contract: Dataset, problems: Problems
) -> None:
    first = same_key.unique(columns, keep="first", maintain_order=True)
    repeated = same_key.filter(~pl.col("place").is_in(first.get_column("place").implode()))
    differing = first.filter(pl.struct(keys).is_duplicated())
    told = _telling(same_key, contract, keys)
    asked = repeated.filter(~pl.col(HIDDEN)) if contract.name in ONLY_ASK else repeated.clear()
    copies = repeated.filter(~pl.col("place").is_in(asked.get_column("place").implode()))
    for code, rows in (("duplicate", copies), ("same_row", asked), ("same_key", differing)):
        problems.add(code, told, _at(rows, height), _values(rows, told, height))


def _telling(rows: pl.DataFrame, contract: Dataset, keys: Sequence[str]) -> str:
    """The field that says which row it is: of a budget its account or area, since the year is that of all."""
    return next((name for name in contract.one_of if rows.get_column(name).count() == rows.height), keys[0])


def _at(rows: pl.DataFrame, height: int) -> pl.Series:
    return pl.Series([False]).new_from_index(0, height).scatter(rows.get_column("place"), values=True)


def _values(rows: pl.DataFrame, key: str, height: int) -> pl.Series:
    empty = pl.Series(key, [None], dtype=pl.String).new_from_index(0, height)
    return empty.scatter(rows.get_column("place"), rows.get_column(key).cast(pl.String))
