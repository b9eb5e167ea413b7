"""Body of an entry of kind `refund_claim`: what the municipality has requested of the state for a quarter."""

import datetime as dt
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

FINAL = 5
"""The number that stands for the final statement after the four quarters."""


class RefundClaim(BaseModel):
    """One request. `kind` is a name of `law.refund_kinds()`; `quarter` 1-4, or 5 for the final statement, which holds
    what is requested beyond the quarters. A later entry of the same kind, year and quarter takes its place."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    year: int = Field(ge=2000, le=2100)
    quarter: int = Field(ge=1, le=FINAL)
    amount_kr: Decimal
    requested_on: dt.date | None = None

    @property
    def key(self) -> str:
        """The entry's key."""
        return f"{self.year}-{self.quarter}-{self.kind}"
