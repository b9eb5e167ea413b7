"""Explanations of deviations and action plans: what managers write beside the figures, kept as entries."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class ActionStatus(StrEnum):
    """How far an action has come. PLANNED is an idea; DONE is carried out, so its effect lies in the figures."""

    PLANNED = "planned"
    DECIDED = "decided"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


ACTION_STATUS_TITLE: dict[ActionStatus, str] = {
    ActionStatus.PLANNED: "Foreslået",
    ActionStatus.DECIDED: "Besluttet",
    ActionStatus.RUNNING: "I gang",
    ActionStatus.DONE: "Gennemført",
    ActionStatus.DROPPED: "Opgivet",
}
COUNTING = (ActionStatus.DECIDED, ActionStatus.RUNNING)
"""An expected effect counts in the forecast *efter handleplaner* only in these states."""
UNFINISHED = (ActionStatus.PLANNED, *COUNTING)


class Explanation(BaseModel):
    """Why a deviation is there, as written at one close. Entry key: `year/close/area/paragraph`."""

    model_config = ConfigDict(frozen=True)

    year: int
    as_of: dt.date
    area: str
    paragraph: str = ""
    """Empty: the whole area."""
    text: str = Field(min_length=1, max_length=2000)

    @property
    def key(self) -> str:
        """The entry's key."""
        return f"{self.year}/{self.as_of:%Y-%m}/{self.area}/{self.paragraph}"

    @property
    def place(self) -> tuple[str, str]:
        """Area and paragraph."""
        return self.area, self.paragraph


class ActionPlan(BaseModel):
    """One action against a deviation. Amounts are changes of spend in kr.: minus saves, plus costs."""

    model_config = ConfigDict(frozen=True)

    id: str
    year: int
    area: str
    paragraph: str = ""
    title: str = Field(min_length=1, max_length=200)
    owner: str = Field(min_length=1, max_length=100)
    deadline: dt.date
    status: ActionStatus = ActionStatus.PLANNED
    expected_kr: Decimal
    """Expected change of this year's spend."""
    next_year_kr: Decimal = Decimal(0)
    """Expected change of the next year's spend."""
    grant_ids: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    """What the realised effect is proven on."""
    measured_from: dt.date | None = None
    """The close before the action: the realised effect is what the named grants and accounts have moved since."""
    note: str = ""
