"""Text files as Danish systems write them: semicolons, windows-1252, CRLF."""

from pathlib import Path

import polars as pl


def danish_date(column: str) -> pl.Expr:
    """The date as `31-03-2026`."""
    return pl.col(column).dt.strftime("%d-%m-%Y")


def trailing_minus(amount: pl.Expr) -> pl.Expr:
    """An amount as SAP prints it: `1.234,56-`."""
    ore = (amount.abs() * 100).round(0).cast(pl.Int64)
    kroner = (ore // 100).cast(pl.String)
    millions = kroner.str.replace(r"^(\d+)(\d{3})(\d{3})$", "$1.$2.$3")
    thousands = millions.str.replace(r"^(\d+)(\d{3})$", "$1.$2")
    sign = pl.when(amount < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str(thousands, pl.lit(","), (ore % 100).cast(pl.String).str.zfill(2), sign)


def decimal_comma(amount: pl.Expr) -> pl.Expr:
    """A positive amount with two decimals: `1234,50`."""
    ore = (amount * 100).round(0).cast(pl.Int64)
    return pl.concat_str((ore // 100).cast(pl.String), pl.lit(","), (ore % 100).cast(pl.String).str.zfill(2))


def write_csv(frame: pl.DataFrame, path: Path, encoding: str = "cp1252") -> None:
    """The frame, which is text throughout, with `;` between the columns."""
    text = frame.write_csv(separator=";", line_terminator="\r\n", null_value="")
    path.write_bytes(text.encode(encoding))
