"""A profile: how one system's export looks. A YAML file that a controller can read and change."""

import re
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from cockpit.contracts.dataset import datasets
from cockpit.contracts.errors import Refused

TOTAL_WORDS = (
    "i alt",
    "total",
    "hovedtotal",
    "subtotal",
    "resultat",
    "sum",
    "samlet",
    "samlet resultat",
    "grand total",
)
PRIVATE_KINDS = ("plejefamil", "netværksfamil", "netværksanbring", "aflastningsfamil", "slægtspleje", "familiepleje$")


class Extract(BaseModel):
    """A field read out of other columns' text, by the first group of a pattern; the first heading that gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headings: tuple[str, ...]
    pattern: str = "(.+)"


class Profile(BaseModel):
    """How a file of one system is recognised and what its columns mean. Headings compare without case and spaces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    dataset: str
    system: str = ""
    unit: str = ""
    """Where several units send the same export, the unit: it becomes part of the source."""
    sheet: str = ""
    """Pattern for the sheet's name; empty = any."""
    fingerprint: tuple[str, ...] = ()
    """Headings that must all be there for this profile to be meant; `Per.|Periode` is one of the two."""
    columns: dict[str, tuple[str, ...]] = {}
    """Field -> headings that mean it, best first. The standard heading is always accepted as well."""
    ignore: tuple[str, ...] = ()
    """Headings that mean nothing here although they look like a standard heading."""
    constants: dict[str, str] = {}
    """Field -> text for every row where the file says nothing."""
    codes: dict[str, dict[str, str]] = {}
    """Field -> text in the file -> code of the contract. Also for paragraphs and accounts."""
    extract: dict[str, Extract] = {}
    citizen_from_case: bool = False
    """The file knows citizens by case number only."""
    decimal: Literal["comma", "point"] = "comma"
    day_first: bool = True
    total_words: tuple[str, ...] = TOTAL_WORDS
    private_providers: tuple[str, ...] = PRIVATE_KINDS
    """What stands in a kind of provider, or begins a provider's name, that means a private person: protected like a
    citizen."""
    effective: tuple[str, ...] = ()
    """Headings of a column that holds the day the list is the state of."""
    lists: Literal["all", "active"] = "all"
    standard: bool = False
    """The standard template: the contract's headings and aliases."""

    @field_validator("columns", mode="before")
    @classmethod
    def _one_heading_is_a_list(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {field: (headings,) if isinstance(headings, str) else headings for field, headings in value.items()}

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if self.dataset not in datasets():
            raise ValueError(f"datasættet {self.dataset} findes ikke; der er {', '.join(datasets())}")
        contract = datasets()[self.dataset]
        names = {*contract.polars_schema(), *(field.name for field in contract.door)}
        unknown = {*self.columns, *self.constants, *self.codes, *self.extract} - names
        if unknown:
            raise ValueError(f"felterne {', '.join(sorted(unknown))} findes ikke i datasættet {self.dataset}")
        for pattern in (self.sheet, *(rule.pattern for rule in self.extract.values())):
            re.compile(pattern)
        return self

    @property
    def marks(self) -> tuple[tuple[str, ...], ...]:
        """The fingerprint with its alternatives told apart."""
        return tuple(tuple(mark.split("|")) for mark in self.fingerprint)

    @property
    def source(self) -> str:
        """What a new export replaces within."""
        return f"{self.name}/{self.unit}" if self.unit else self.name

    @classmethod
    def from_yaml(cls, text: str) -> Self:
        """A profile from its YAML; raises `Refused` in Danish with what is wrong with it."""
        try:
            return cls.model_validate(yaml.safe_load(text))
        except (yaml.YAMLError, ValidationError, re.error) as error:
            raise Refused(f"Profilen kan ikke læses: {_reason(error)}") from error

    def to_yaml(self) -> str:
        """YAML with only what differs from the defaults."""
        values = self.model_dump(mode="json", exclude_defaults=True)
        return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=120)


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
    return str(error)
