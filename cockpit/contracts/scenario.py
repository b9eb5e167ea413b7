"""A scenario: named changes to today's forecast, kept as the body of an entry of kind `scenario` under its name.

Percentages are points of a hundred (`10` = ten percent more), dates the first day on which the change counts.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Percent = Annotated[float, Field(ge=-100, le=1000, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1, max_length=200)]


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class InflowChange(_Change):
    """More or fewer newcomers whom nobody knows yet, of an area (empty: all)."""

    kind: Literal["inflow"] = "inflow"
    pct: Percent
    area: str = ""


class PriceChange(_Change):
    """All that is still to be delivered becomes dearer or cheaper, in an area (empty: all)."""

    kind: Literal["price"] = "price"
    pct: Percent
    starts: dt.date
    area: str = ""


class TariffChange(_Change):
    """One provider's tariffs."""

    kind: Literal["tariff"] = "tariff"
    provider: Text
    pct: Percent
    starts: dt.date


class GrantChange(_Change):
    """Named grants step up or down; -100 ends them."""

    kind: Literal["grants"] = "grants"
    grant_ids: tuple[Text, ...] = Field(min_length=1, max_length=500)
    pct: Percent = -100.0
    starts: dt.date


class MoveChange(_Change):
    """A number of citizens go from one intervention to another, at the average cost of each."""

    kind: Literal["move"] = "move"
    citizens: int = Field(ge=1, le=100_000)
    from_paragraph: Text
    to_paragraph: Text
    starts: dt.date


class PlanChange(_Change):
    """The expected effect of an action plan."""

    kind: Literal["plan"] = "plan"
    plan_id: Text


Change = Annotated[
    InflowChange | PriceChange | TariffChange | GrantChange | MoveChange | PlanChange, Field(discriminator="kind")
]


class Scenario(BaseModel):
    """Changes in the order in which they work: each upon what the ones before it have left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80)
    changes: tuple[Change, ...] = Field(min_length=1, max_length=50)
    note: str = Field(default="", max_length=500)
    area: str = Field(default="", max_length=200)
    """The area that it is played within and seen by the managers of; empty: everything, for finance alone."""
