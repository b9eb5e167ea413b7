"""The tables of one profile in one file, brought together as one text frame of fields."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from cockpit.contracts.dataset import FieldType
from cockpit.ingest import scale
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import ROW, Table
from cockpit.ingest.match import Match
from cockpit.ingest.named_days import stated_year
from cockpit.ingest.profile import Profile
from cockpit.ingest.rows import row_kinds

YEAR_HEADINGS = ("år", "regnskabsår", "regnskår", "finansår", "fiscalyear", "year")
SHEET = "sheet"
"""Place of a row's table among the collected ones."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table and the profile's reading of it."""

    table: Table
    match: Match


@dataclass(frozen=True, slots=True)
class Collected:
    """`text`: one text column per field. `places`: `sheet` and `row` of each row. `kinds`: data, blank or total."""

    parts: tuple[Part, ...]
    text: pl.DataFrame
    places: pl.DataFrame
    kinds: pl.Series

    @property
    def profile(self) -> Profile:
        """The profile they share."""
        return self.parts[0].match.profile

    @property
    def in_hidden_sheet(self) -> pl.Series:
        """Whether each row stands in a hidden sheet beside visible ones."""
        hidden = [number for number, part in enumerate(self.parts) if part.table.hidden]
        beside = hidden if len(hidden) < len(self.parts) else []
        return self.places.get_column(SHEET).is_in(beside)

    def heading(self, field: str) -> str:
        """The field's heading as the file writes it, or as the profile would have it."""
        for part in self.parts:
            if field in part.match.columns:
                return part.table.headings[part.match.columns[field]]
        return self.parts[0].match.contract.field(field).heading


def collect(parts: Sequence[Part]) -> Collected:
    """All rows of the tables, in the file's order."""
    texts = [_text(part) for part in parts]
    places = [
        part.table.frame.select(pl.lit(number, dtype=pl.UInt8).alias(SHEET), ROW) for number, part in enumerate(parts)
    ]
    kinds = [row_kinds(part.table, part.match) for part in parts]
    return Collected(
        parts=tuple(parts),
        text=pl.concat(texts, how="diagonal") if len(texts) > 1 else texts[0],
        places=pl.concat(places),
        kinds=pl.concat(kinds),
    )


def _text(part: Part) -> pl.DataFrame:
    profile, table = part.match.profile, part.table
    fields = {field: pl.col(column) for field, column in part.match.columns.items()}
    for field, rule in profile.extract.items():
        columns = [
            table.normal_headings[normal(name)] for name in rule.headings if normal(name) in table.normal_headings
        ]
        if columns:
            found = [pl.col(column).str.extract(rule.pattern, 1) for column in columns]
            fields[field] = pl.coalesce(*([fields[field]] if field in fields else []), *found)
    for field, constant in profile.constants.items():
        fixed = pl.repeat(constant, pl.len())
        fields[field] = pl.coalesce(fields[field], fixed) if field in fields else fixed
    if "period" in part.match.columns and (year := _year(part)) is not None:
        fields["period"] = in_year(fields["period"], year)
    text = table.frame.select(expression.alias(field) for field, expression in fields.items())
    comma = profile.decimal == "comma"
    return text.with_columns(
        scale.in_kroner(text.get_column(field), size, comma=comma) for field, size in sizes_of(part).items()
    )


def sizes_of(part: Part) -> dict[str, int]:
    """Field -> how many kroner one of its amounts is, where the file says that they are in thousands or millions: at
    the column itself, or over the table for every amount."""
    columns = part.match.columns
    amounts = [field for field in columns if part.match.contract.field(field).type is FieldType.MONEY]
    at_columns = {field: part.table.sizes[columns[field]] for field in amounts if columns[field] in part.table.sizes}
    over = scale.in_lines(part.table.title_lines)
    return at_columns if at_columns or over is None else dict.fromkeys(amounts, over[0])


def year_column(part: Part) -> str | None:
    """The column that tells the accounting year beside a ledger's periods, where no field has taken it."""
    if "period" not in part.match.columns:
        return None
    taken = set(part.match.columns.values())
    found = (part.table.normal_headings.get(heading) for heading in YEAR_HEADINGS)
    return next((column for column in found if column is not None and column not in taken), None)


def _year(part: Part) -> pl.Expr | None:
    """The accounting year of each row, from a column of its own or from a line over the table."""
    if (column := year_column(part)) is not None:
        return pl.col(column).str.extract(r"^\s*(20\d\d)(?:[.,]0+)?\s*$", 1)
    titled = stated_year(part.table.title_lines)
    return None if titled is None else pl.lit(str(titled))


def in_year(written: pl.Expr, year: pl.Expr) -> pl.Expr:
    """A bare number of a period (`3`, `03`, `003`) as one of the year; other texts as they are."""
    number = written.str.extract(r"^\s*0{0,2}(\d{1,2})(?:[.,]0+)?\s*$", 1)
    told = number.is_not_null() & year.is_not_null()
    return pl.when(told).then(pl.concat_str([year, number.str.zfill(2)], separator="-")).otherwise(written)
