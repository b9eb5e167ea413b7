"""A case on the way in, as a person keeps it in the app: the body of an entry of kind `pipeline`, under its id."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Fate(StrEnum):
    """What has become of a case."""

    OPEN = "open"
    BECAME = "became"
    DROPPED = "dropped"


FATE_TITLE: dict[Fate, str] = {Fate.OPEN: "Afventer", Fate.BECAME: "Blev til en indsats", Fate.DROPPED: "Bortfaldet"}


class ComingCase(BaseModel):
    """The list's fields, and the case's fate. `case`: a case number or a pseudonym, never a CPR number."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    pipeline_id: str
    paragraph: str
    expected_start: dt.date
    unit_price: Decimal = Field(gt=0)
    price_unit: str
    case: str = ""
    service: str = ""
    probability: float | None = Field(default=None, ge=0, le=1)
    origin: str = ""
    grant_id: str = ""
    fate: Fate = Fate.OPEN
    note: str = ""
