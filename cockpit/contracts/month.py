"""A month's close as an object: from open to locked. Kept as an entry of kind `month` under its period (`2026-03`)."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class MonthState(StrEnum):
    """The steps of a close, in order."""

    OPEN = "open"
    DATA_IN = "data_in"
    RECONCILED = "reconciled"
    ADJUSTED = "adjusted"
    EXPLAINED = "explained"
    APPROVED = "approved"
    LOCKED = "locked"


MONTH_STATE_TITLE: dict[MonthState, str] = {
    MonthState.OPEN: "Åben",
    MonthState.DATA_IN: "Data inde",
    MonthState.RECONCILED: "Afstemt",
    MonthState.ADJUSTED: "Skøn lagt",
    MonthState.EXPLAINED: "Forklaret",
    MonthState.APPROVED: "Godkendt",
    MonthState.LOCKED: "Låst",
}


class MonthClose(BaseModel):
    """Where a month stands; of a locked one also what its figures rested on. `version` rises each time it is locked
    again."""

    model_config = ConfigDict(frozen=True)

    period: str
    state: MonthState = MonthState.OPEN
    version: int = 0
    stamp: str = ""
    """`FigureStamp.text` at the lock."""
    stamp_key: str = ""
