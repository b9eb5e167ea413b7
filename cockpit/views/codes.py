"""Data -> Koder: what people have said that the texts of the exports mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from cockpit.contracts.dataset import dataset
from cockpit.contracts.entry import Entry
from cockpit.views.table import Column, Table
from cockpit.views.wording import plural

_COLUMNS = (
    Column("profile", "Opstilling", "text"),
    Column("field", "Felt", "text"),
    Column("text", "Tekst i filen", "text"),
    Column("code", "Betyder", "text"),
    Column("user", "Fastlagt af", "text"),
    Column("at", "Den", "date"),
)
_MEANINGS = (Column("heading", "Kolonne i filen", "text"), Column("meaning", "Læses som", "text"))
_SCHEMA: dict[str, pl.DataType] = {
    **dict.fromkeys(("profile", "field", "text", "code", "user"), pl.String()),
    "at": pl.Date(),
}


class Kept(Protocol):
    """What a kept code looks like to this room."""

    profile: str
    profile_title: str
    dataset: str
    field: str
    text: str
    code: str


@dataclass(frozen=True, eq=False, slots=True)
class CodesView:
    """`labels`: how each line is named where it is changed, in the table's order."""

    headline: str
    table: Table
    labels: tuple[str, ...]


def build(kept: Sequence[tuple[Entry, Kept]]) -> CodesView:
    """The kept codes, in the order given."""
    rows = [
        (one.profile_title or one.profile, dataset(one.dataset).field(one.field).heading, one.text, one.code, line.user,
         line.at.date())
        for line, one in kept
    ]  # fmt: skip
    return CodesView(
        headline=f"{plural(len(rows), 'kode er', 'koder er')} fastlagt",
        table=Table("Fastlagte koder", _COLUMNS, pl.DataFrame(rows, schema=_SCHEMA, orient="row")),
        labels=tuple(f"{row[0]}: {row[1]} «{row[2]}» = {row[3]}" for row in rows),
    )


def layout(
    name: str, columns: Mapping[str, Sequence[str]], constants: Mapping[str, str], ignored: Sequence[str]
) -> Table:
    """What each column of a saved layout of the dataset `name` is read as, in Danish."""
    contract = dataset(name)
    rows = [(heading, contract.field(field).heading) for field, headings in columns.items() for heading in headings]
    rows += [("(alle rækker)", f"{contract.field(field).heading}: {value}") for field, value in constants.items()]
    rows += [(heading, "(bruges ikke)") for heading in ignored]
    schema = {column.name: pl.String() for column in _MEANINGS}
    return Table("Sådan læses kolonnerne", _MEANINGS, pl.DataFrame(rows, schema=schema, orient="row"))
