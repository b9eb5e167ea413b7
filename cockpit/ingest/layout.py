"""Where the table is in a sheet: title rows above, a header row, and rows that keep their spreadsheet number."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from cockpit.ingest import scale
from cockpit.ingest.header import find_header
from cockpit.ingest.headings import column_letter, normal, summed
from cockpit.ingest.sandbox import TextSheet
from cockpit.reader.rawsheet import Noticed

HEADER_SEARCH = 50
ROW = "row"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its headings found. `headings`: column -> heading as it stands, made unique. `frame`: text columns
    plus `row`, the spreadsheet's row number; every row below the header is there."""

    sheet: str
    hidden: bool
    titles: tuple[tuple[str, ...], ...]
    header_row: int
    headings: dict[str, str]
    frame: pl.DataFrame
    noticed: Noticed = field(default_factory=Noticed)
    merged: tuple[tuple[str, int, int], ...] = ()
    """Column, first and last spreadsheet row of every cell that is merged over several rows."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Column -> how many kroner one of its amounts is, where its heading or the unit below it says so."""
    file_name: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What is said about the whole table: by the file's name, the sheet's and the rows above the headings."""
        return (self.file_name, self.sheet, *self.title_lines)

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The rows above the headings, each as one line."""
        return tuple(" ".join(cells) for cells in self.titles)

    @property
    def normal_headings(self) -> dict[str, str]:
        """Normalised heading -> column; the first of equal headings, or else a pivot table's sum of one."""
        found: dict[str, str] = {}
        for column, heading in self.headings.items():
            found.setdefault(normal(heading), column)
        for column, heading in self.headings.items():
            found.setdefault(normal(scale.without_size(summed(heading))), column)
        return found


def find_table(sheet: TextSheet, vocabulary: frozenset[str], file_name: str = "") -> Table | None:
    """The table of a sheet, or None where it holds none. `vocabulary`: normalised headings of all profiles."""
    head = [tuple(_cell(value) for value in row) for row in sheet.frame.head(HEADER_SEARCH).rows()]
    header = find_header(head, vocabulary)
    if header is None:
        return None
    first = header.last + 1
    body = sheet.frame.slice(first)
    headings = _headings(header.cells, body)
    units = head[header.last] if header.last > header.first else ()
    numbers = pl.int_range(sheet.first_row + first, sheet.first_row + sheet.frame.height, eager=True, dtype=pl.Int64)
    return Table(
        sheet=sheet.name,
        hidden=sheet.hidden,
        titles=tuple(tuple(filter(None, row)) for row in (*head[: header.first], *_said_of_all(units))),
        header_row=sheet.first_row + header.last,
        headings=headings,
        frame=body.select(*headings).with_columns(numbers.alias(ROW)),
        noticed=replace(sheet.noticed, hidden_rows=int(numbers.is_in(list(sheet.marks.hidden)).sum())),
        merged=tuple((f"c{place}", top, last) for place, top, last in sheet.marks.merged if f"c{place}" in headings),
        file_name=file_name,
        sizes=_sizes(headings, dict(zip(body.columns, units, strict=False))),
    )


def _said_of_all(units: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A unit that stands alone below the headings is that of every amount, as in a line over them."""
    said = [cell for cell in units if cell]
    return [(said[0],)] if len(said) == 1 and scale.alone(said[0]) else []


def _sizes(headings: Mapping[str, str], units: Mapping[str, str]) -> dict[str, int]:
    found = {
        column: scale.in_heading(heading) or scale.alone(units.get(column, "")) for column, heading in headings.items()
    }
    return {column: size for column, size in found.items() if size is not None}


def _cell(value: str | None) -> str:
    return " ".join(value.split()) if value else ""


def _headings(cells: tuple[str, ...], body: pl.DataFrame) -> dict[str, str]:
    """Column -> heading. Columns without heading and without a value are blank columns and fall away."""
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for index, (column, cell) in enumerate(zip(body.columns, cells, strict=True)):
        if not cell and not body.get_column(column).count():
            continue
        heading = cell or f"Kolonne {column_letter(index)}"
        taken[heading] = taken.get(heading, 0) + 1
        found[column] = heading if taken[heading] == 1 else f"{heading} ({taken[heading]})"
    return found
