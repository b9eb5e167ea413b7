"""Small tables as one reads them in a handbook: a line of headings, then the rows, cells parted by `|`."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from cockpit.contracts.data import KNOWLEDGE
from cockpit.contracts.dataset import dataset

EFFECTIVE = dt.date(2026, 3, 31)
_TRUTH = {"ja": True, "nej": False}


def table(name: str, text: str) -> pl.DataFrame:
    """Rows of the dataset: its contract's columns and the knowledge columns; empty cells and absent columns are null.

    Unless the table says otherwise a row is known from the close of March 2026 and not reconstructed.
    """
    heading, *lines = [_cells(line) for line in text.strip().splitlines()]
    schema = {**dataset(name).polars_schema(), **KNOWLEDGE}
    columns = {column: _typed([line[place] for line in lines], schema[column]) for place, column in enumerate(heading)}
    absent = [pl.lit(None, dtype=dtype).alias(column) for column, dtype in schema.items() if column not in columns]
    known = [pl.col("known_from").fill_null(EFFECTIVE), pl.col("reconstructed").fill_null(value=False)]
    return pl.DataFrame(columns).with_columns(absent).select(*schema).with_columns(known)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def _typed(cells: Sequence[str], dtype: pl.DataType) -> pl.Series:
    texts = pl.Series([cell or None for cell in cells], dtype=pl.String)
    if dtype == pl.Boolean:
        return texts.replace_strict(_TRUTH, default=None, return_dtype=pl.Boolean)
    return texts.str.to_date() if dtype == pl.Date else texts.cast(dtype)


def kr(text: str) -> Decimal:
    """`12.345,67` as a Danish reader writes it."""
    return Decimal(text.replace(".", "").replace(",", "."))
