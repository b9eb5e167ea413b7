"""A month's close as an object: from open to locked. Kept as an entry of kind `month` under its period (`2026-03`)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from cockpit.contracts.calendar import month_end, period_number, period_year


class MonthState(StrEnum):
    """The steps of a close, in order."""

    OPEN = "open"
    DATA_IN = "data_in"
    RECONCILED = "reconciled"
    ADJUSTED = "adjusted"
    EXPLAINED = "explained"
    APPROVED = "approved"
    LOCKED = "locked"

    @property
    def place(self) -> int:
        """0 for *åben* up to 6 for *låst*."""
        return list(MonthState).index(self)

    @property
    def following(self) -> "MonthState | None":
        """The next step; None after *låst*."""
        return next((state for state in MonthState if state.place == self.place + 1), None)


MONTH_STATE_TITLE: dict[MonthState, str] = {
    MonthState.OPEN: "Åben",
    MonthState.DATA_IN: "Data inde",
    MonthState.RECONCILED: "Afstemt",
    MonthState.ADJUSTED: "Skøn lagt",
    MonthState.EXPLAINED: "Forklaret",
    MonthState.APPROVED: "Godkendt",
    MonthState.LOCKED: "Låst",
}
MONTH_STATE_SAID: dict[MonthState, str] = {
    MonthState.OPEN: "er åben",
    MonthState.DATA_IN: "har data inde",
    MonthState.RECONCILED: "er afstemt",
    MonthState.ADJUSTED: "har skøn lagt",
    MonthState.EXPLAINED: "er forklaret",
    MonthState.APPROVED: "er godkendt",
    MonthState.LOCKED: "er låst",
}
"""The state in a sentence about the month."""


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
    content: str = ""
    """SHA-256 over the figures that were kept at the lock."""
    passed_over: tuple[str, ...] = ()
    """Danish: what stood in the way of the last step, and was passed over with a reason."""

    @property
    def month_end(self) -> dt.date:
        """The last day of the month."""
        return month_end(period_year(self.period), period_number(self.period))

    @property
    def edition(self) -> str:
        """`2026-03-v2`: the name of the figures kept at the last lock."""
        return f"{self.period}-v{self.version}"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of reaching a state, in Danish. `absolute`: no reason gets past it."""

    state: MonthState
    text: str
    absolute: bool = False
