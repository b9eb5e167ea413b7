"""The frames that the calculating rooms take: a municipality's state of knowledge, and nothing about where it lies."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl
from pydantic import BaseModel, ConfigDict

from cockpit.contracts.dataset import MONEY, dataset

KNOWLEDGE: dict[str, pl.DataType] = {
    "source": pl.String(),
    "known_from": pl.Date(),
    "reconstructed": pl.Boolean(),
    "missing_since": pl.Date(),
}
"""Added by the store to every row. `known_from`: effective date of the import that brought this version.
`reconstructed`: the first export reached back before its date, so earlier knowledge is inferred. `missing_since`: the
row was in an earlier export of its source and is absent from the exports from this date on (datasets that end)."""

SUM = "sum_kr"
"""The sum of `amount` over the postings that one row stands for, where those that are alike come as one row."""

ADJUSTMENT_SCHEMA: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "level": pl.String(),
    "key": pl.String(),
    "year": pl.Int32(),
    "month_from": pl.Int8(),
    "month_to": pl.Int8(),
    "amount_kr": MONEY,
    "reason": pl.String(),
    "author": pl.String(),
    "made_on": pl.Date(),
    "expires_on": pl.Date(),
}

LAW_VALUES: dict[str, pl.DataType] = {"name": pl.String(), "valid_from": pl.Date(), "value": pl.Decimal(18, 4)}
"""Values that a controller entered because the shipped law files hold none that is verified: they take precedence."""


METHODS: dict[str, pl.DataType] = {"paragraph": pl.String(), "year": pl.Int32(), "method": pl.String()}
"""Paragraphs that for a year are forecast by a simple method, because a person approved it: `ChosenMethod`."""


class EnteredLaw(BaseModel):
    """Body of an entry of kind `law`: a dated value of the law that the controller found, with its source."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    """As in `data/law/*.yaml`."""
    valid_from: dt.date
    value: Decimal


class ChosenMethod(BaseModel):
    """Body of an entry of kind `method`: how a paragraph is forecast for the rest of a year, and what was seen when it
    was approved. `model_error`, `method_error`: mean misses of the closed years, fractions of the accounts."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    paragraph: str
    year: int
    method: str
    effect_kr: Decimal
    model_error: float
    method_error: float

    @property
    def key(self) -> str:
        """One choice a paragraph and year."""
        return f"{self.year}/{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A controller's skøn: an amount on a key of a level, spread evenly over months, with reason and expiry."""

    level: str
    key: str
    year: int
    month_from: int
    month_to: int
    amount_kr: Decimal
    reason: str
    expires_on: dt.date
    id: int = 0
    author: str = ""
    made_on: dt.date | None = None


def _empty(name: str) -> pl.DataFrame:
    return pl.DataFrame(schema={**dataset(name).polars_schema(), **KNOWLEDGE})


def empty_adjustments() -> pl.DataFrame:
    """No skøn."""
    return pl.DataFrame(schema=ADJUSTMENT_SCHEMA)


@dataclass(frozen=True)
class MunicipalityData:
    """One frame a dataset, in the contract's schema plus `KNOWLEDGE`, as they stood at one effective date. `postings`
    may hold one row for all that are alike: then it has `SUM` too, and `amount` is that of each."""

    grants: pl.DataFrame = field(default_factory=lambda: _empty("grants"))
    citizens: pl.DataFrame = field(default_factory=lambda: _empty("citizens"))
    postings: pl.DataFrame = field(default_factory=lambda: _empty("postings"))
    budget: pl.DataFrame = field(default_factory=lambda: _empty("budget"))
    accounts: pl.DataFrame = field(default_factory=lambda: _empty("accounts"))
    account_rules: pl.DataFrame = field(default_factory=lambda: _empty("account_rules"))
    prices: pl.DataFrame = field(default_factory=lambda: _empty("prices"))
    pipeline: pl.DataFrame = field(default_factory=lambda: _empty("pipeline"))
    past_forecasts: pl.DataFrame = field(default_factory=lambda: _empty("past_forecasts"))
    occupancy: pl.DataFrame = field(default_factory=lambda: _empty("occupancy"))
    population: pl.DataFrame = field(default_factory=lambda: _empty("population"))
    case_steps: pl.DataFrame = field(default_factory=lambda: _empty("case_steps"))
    adjustments: pl.DataFrame = field(default_factory=empty_adjustments)
    law_values: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LAW_VALUES))
    methods: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=METHODS))
