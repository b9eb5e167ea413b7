"""Rows that say the same twice, and rows of one key that contradict each other. Postings may repeat; lists not."""

import polars as pl

from cockpit.contracts.dataset import Dataset
from cockpit.ingest.problems import Problems

MAY_REPEAT = ("postings",)
ONLY_ASK = ("budget",)
"""Two equal budget lines may both be meant: they are asked about, never set aside."""


def duplicate_problems(frame: pl.DataFrame, contract: Dataset, usable: pl.Series) -> pl.DataFrame:
    """`frame`: every typed row; `usable`: which of them are data and readable. The first of equal rows counts; equal
    keys with different content both count, and a person confirms."""
    problems = Problems()
    if contract.name not in MAY_REPEAT:
        keys = list(contract.key)
        rows = frame.with_row_index("place").filter(usable)
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
    code = "same_key" if contract.name in ONLY_ASK else "duplicate"
    problems.add(code, keys[0], _at(repeated, height), _values(repeated, keys[0], height))
    problems.add("same_key", keys[0], _at(differing, height), _values(differing, keys[0], height))


def _at(rows: pl.DataFrame, height: int) -> pl.Series:
    return pl.Series([False]).new_from_index(0, height).scatter(rows.get_column("place"), values=True)


def _values(rows: pl.DataFrame, key: str, height: int) -> pl.Series:
    empty = pl.Series(key, [None], dtype=pl.String).new_from_index(0, height)
    return empty.scatter(rows.get_column("place"), rows.get_column(key).cast(pl.String))
