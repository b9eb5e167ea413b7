"""Numbers of the law by date, so that no formula holds one: value + date + unit + reference + how sure we are of it."""

import datetime as dt
import hashlib
from decimal import Decimal
from functools import cache
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from cockpit.contracts import danish
from cockpit.contracts.errors import Refused
from cockpit.contracts.paths import LAW, REFERENCE


class DatedValue(BaseModel):
    """A value from a date on. `value` None: the rule ceased on that date. `unverified` is shown as such on screen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_date: dt.date = Field(alias="from")
    value: Decimal | None
    status: Literal["verified", "unverified"]
    note: str = ""


class Parameter(BaseModel):
    """One number of the law through time. `values` are in order of date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    unit: str
    reference: str
    values: tuple[DatedValue, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        dates = [dated.from_date for dated in self.values]
        if dates != sorted(set(dates)):
            raise ValueError(f"{self.name}: dates must rise and differ")
        return self

    def at(self, day: dt.date) -> DatedValue:
        """The value in force on `day`. Refused before the first date, and after the rule ceased."""
        known = [dated for dated in self.values if dated.from_date <= day]
        if not known:
            first = danish.date(self.values[0].from_date)
            raise Refused(
                f"{self.title} ({self.reference}) kendes først fra {first}. Der er spurgt til {day:%d-%m-%Y}."
            )
        if known[-1].value is None:
            ceased = danish.date(known[-1].from_date)
            raise Refused(f"{self.title} ({self.reference}) ophørte {ceased}. Der er spurgt til {day:%d-%m-%Y}.")
        return known[-1]


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter in `data/law/*.yaml` by name."""
    found: dict[str, Parameter] = {}
    for path in sorted(LAW.glob("*.yaml")):
        # Text first: YAML would read 0.25 as a float, and the law's numbers are exact.
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
        for name, fields in content.items():
            found[name] = _parameter(name, fields)
    return found


def _parameter(name: str, fields: dict[str, object]) -> Parameter:
    values = fields.pop("values")
    if not isinstance(values, list):
        raise TypeError(f"{name}: values must be a list")
    dated = [{**row, "value": None if row["value"] == "null" else row["value"]} for row in values]
    return Parameter.model_validate({"name": name, "values": dated, **fields})


def parameter(name: str) -> Parameter:
    """The parameter of that name, with every dated value, source and status; KeyError where there is none."""
    return parameters()[name]


def value(name: str, day: dt.date) -> Decimal:
    """The value in force on `day`, in the parameter's unit. Refused before its first date, and after it ceased."""
    found = parameter(name).at(day).value
    if found is None:
        raise AssertionError("Parameter.at refuses a ceased value")
    return found


@cache
def version() -> str:
    """Eight hexadecimal characters that change when any file of law or its reference tables changes."""
    digest = hashlib.sha256()
    for path in sorted([*LAW.glob("*.yaml"), *REFERENCE.glob("*.yaml")]):
        # Line ends are made alike, so that a checkout on Windows carries the same law.
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]
