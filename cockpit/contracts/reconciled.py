"""Body of an entry of kind `reconciled`: a difference between grants and ledger that somebody has explained."""

import datetime as dt
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, field_validator


class Reconciled(BaseModel):
    """Kept under the line's key. It counts as long as the line's amount is `amount_kr`: another amount opens it again.
    What the line was about is kept too, so that the history reads by itself."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    amount_kr: Decimal
    kind: str = ""
    month: dt.date | None = None
    provider: str = ""

    @field_validator("text")
    @classmethod
    def _told(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("an explanation has words")
        return text.strip()
