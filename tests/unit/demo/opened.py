"""Exports opened again, everything as text."""

from pathlib import Path

import fastexcel
import polars as pl


def cells(path: Path) -> list[list[str | None]]:
    """Every row of the first sheet as text."""
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
    return [list(row) for row in sheet.to_polars().iter_rows()]


def table(path: Path, heading: str) -> pl.DataFrame:
    """The rows below the first row that holds the heading, as text."""
    rows = cells(path)
    start = next(number for number, row in enumerate(rows) if heading in row)
    names = [name or f"blank_{column}" for column, name in enumerate(rows[start])]
    return pl.DataFrame(rows[start + 1 :], schema=dict.fromkeys(names, pl.String), orient="row")


def csv(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator=";", encoding="windows-1252", infer_schema=False)
