"""Frames as files for other programs: Danish CSV for a spreadsheet, typed Parquet for an analysis."""

import io

import polars as pl

from cockpit.reports.guard import guarded
from cockpit.views.levels import LEVEL, heading, level_title

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_NUMBERS = (pl.selectors.decimal(), pl.selectors.float())


def _decimal_comma(columns: pl.Expr) -> pl.Expr:
    return columns.cast(pl.String).str.replace(".", ",", literal=True)


def danish_csv(frame: pl.DataFrame) -> bytes:
    """`;` between fields, decimal comma, dd-mm-yyyy, Danish headings where the field has one, UTF-8 with BOM.

    Text that begins like a formula gets a leading `'`; a negative number stays a number.
    """
    text = pl.selectors.string() - pl.selectors.by_name("level", require_all=False)
    level = pl.selectors.by_name("level", require_all=False)
    written = frame.with_columns(
        *(_decimal_comma(numbers) for numbers in _NUMBERS),
        pl.selectors.date().dt.strftime("%d-%m-%Y"),
        level.replace({name: level_title(name) for name in LEVEL}),
        text.map_batches(lambda column: column.map_elements(guarded, return_dtype=pl.String), return_dtype=pl.String),
    )
    named = written.rename({name: heading(name) for name in written.columns})
    return (_BOM + named.write_csv(separator=";", line_terminator="\r\n")).encode("utf-8")


def parquet(frame: pl.DataFrame) -> bytes:
    """The typed frame as Parquet, unchanged."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
