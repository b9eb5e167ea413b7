"""A dataset's contract: read once from `schemas/datasets/*.yaml`, used by every check, table, template and page."""

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal, Self

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from cockpit.contracts.paths import DATASETS


class FieldType(StrEnum):
    """How a field's text is read; see `POLARS_TYPE` for how it is kept."""

    TEXT = "text"
    CPR = "cpr"
    DATE = "date"
    PERIOD = "period"
    MONEY = "money"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CODE = "code"
    PARAGRAPH = "paragraph"
    ACCOUNT = "account"


class Personal(StrEnum):
    """Personal-data class: what may be done with a field."""

    NONE = "none"
    INDIRECT = "indirect"
    SENSITIVE = "sensitive"
    IDENTIFIER = "identifier"


MONEY = pl.Decimal(18, 2)
NUMBER = pl.Decimal(18, 4)

POLARS_TYPE: dict[FieldType, pl.DataType] = {
    FieldType.TEXT: pl.String(),
    FieldType.CPR: pl.String(),
    FieldType.DATE: pl.Date(),
    FieldType.PERIOD: pl.String(),
    FieldType.MONEY: MONEY,
    FieldType.NUMBER: NUMBER,
    FieldType.INTEGER: pl.Int64(),
    FieldType.BOOLEAN: pl.Boolean(),
    FieldType.CODE: pl.String(),
    FieldType.PARAGRAPH: pl.String(),
    FieldType.ACCOUNT: pl.String(),
}

ADDED_UP = ("kr.", "kr. pr. måned", "pladser", "personer", "helårspersoner")
"""Units of what is summed; a price and a share are not."""


class DatasetField(BaseModel):
    """One column: its English name, Danish heading, meaning, type, unit, codes, aliases and personal-data class."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    heading: str
    meaning: str
    type: FieldType
    required: bool = False
    unit: str = ""
    codes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Code -> other spellings found in files. Empty where the field is open."""
    aliases: tuple[str, ...] = ()
    personal: Personal = Personal.NONE
    hidden: bool = False
    """Derived at the door and never in a template or an export."""
    span: Literal["first", "last"] | None = None
    """The day that is meant where a file names a month or a longer time instead of one. None: only a day will do."""
    rough: bool = False
    """A day that nobody knows yet: people write `sommer 27`, and the receipt tells which day it counts as. One that
    no day can be read from never costs the row, unless the field is required."""
    part_of: str | None = None
    """The field that this one is a part of: a heading that says *heraf* can mean no other."""
    taken_off: str | None = None
    """At the door: the amount that this column is taken off, where a system writes the two apart."""
    sign_of: str | None = None
    """At the door: the amount that this column tells the sign of, where a system writes it without."""
    beside: str | None = None
    """At the door: a word of the heading of the column that this one is taken off; beside any other it says nothing."""

    @property
    def adds_up(self) -> bool:
        """Whether values are summed: one that is said once for several rows is not each row's."""
        return self.unit in ADDED_UP or (self.type is FieldType.NUMBER and not self.unit)


class Dataset(BaseModel):
    """One dataset. `key` names what identifies a row; `replaces` what a new export of the same source takes over:
    the rows of the source whose values in these fields also occur in the export (none = the whole list)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    meaning: str
    order: int
    """Place in a batch: lower is taken in first."""
    key: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    """At least one of these fields must be present."""
    amount: str | None = None
    """The field whose sum is the control sum."""
    ends: str | None = None
    """The field that ends a row. A row missing from a later export is then kept and marked with `missing_since`,
    because what it delivered until then stays delivered; elsewhere a missing row is gone."""
    fields: tuple[DatasetField, ...]
    door: tuple[DatasetField, ...] = ()
    """Columns that some systems give instead of a field: read at the door, made into the field, and kept nowhere."""

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        names = {field.name for field in self.fields}
        named = [
            self.amount,
            self.ends,
            *(field.taken_off or field.sign_of for field in self.door),
            *(field.part_of for field in self.fields),
        ]
        missing = {*self.key, *self.replaces, *self.one_of, *filter(None, named)} - names
        if missing:
            raise ValueError(f"{self.name}: unknown fields {sorted(missing)}")
        return self

    def field(self, name: str) -> DatasetField:
        """The field of that name; KeyError where there is none."""
        for field in (*self.fields, *self.door):
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name}")

    def readable(self) -> tuple[DatasetField, ...]:
        """What a column of a file may be."""
        return tuple(field for field in (*self.fields, *self.door) if not field.hidden)

    def polars_schema(self) -> dict[str, pl.DataType]:
        """Polars schema of the typed rows, in the contract's order."""
        return {field.name: POLARS_TYPE[field.type] for field in self.fields}

    def empty(self) -> pl.DataFrame:
        """A frame without rows in the dataset's schema."""
        return pl.DataFrame(schema=self.polars_schema())

    def required(self) -> tuple[str, ...]:
        """Names of the fields that must be there after the profile."""
        return tuple(field.name for field in self.fields if field.required)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly the contract's columns, types and order; absent fields become null."""
        present = set(frame.columns)
        return frame.select(
            (pl.col(name).cast(dtype) if name in present else pl.lit(None, dtype=dtype)).alias(name)
            for name, dtype in self.polars_schema().items()
        )


def _read(path: Path) -> Dataset:
    return Dataset.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def datasets() -> dict[str, Dataset]:
    """Every contract by name, in the order in which a batch is taken in."""
    found = sorted(map(_read, DATASETS.glob("*.yaml")), key=lambda dataset: dataset.order)
    return {dataset.name: dataset for dataset in found}


def dataset(name: str) -> Dataset:
    """The contract of that name; KeyError where there is none."""
    return datasets()[name]
