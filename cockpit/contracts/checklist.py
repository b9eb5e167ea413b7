"""The month's checklist: what is done between the month's end and its lock, by whom, and by which working day."""

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field, field_validator

from cockpit.contracts.calendar import working_day
from cockpit.contracts.month import MonthState


class ChecklistStep(BaseModel):
    """One step. `before`: the state that the month can only reach when the step is done."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1, max_length=60)
    title: str = Field(min_length=1, max_length=200)
    owner: str = Field(default="", max_length=100)
    working_day: int = Field(ge=1, le=23)
    """Due on this working day of the next month."""
    before: MonthState = MonthState.DATA_IN

    @field_validator("before")
    @classmethod
    def _reachable(cls, value: MonthState) -> MonthState:
        if value is MonthState.OPEN:
            raise ValueError("a month is open from the start")
        return value

    def due(self, month_end: dt.date) -> dt.date:
        """The day by which the step is to be done for the month that ends on `month_end`."""
        return working_day(month_end + dt.timedelta(days=1), self.working_day)


class Checklist(BaseModel):
    """The steps in the order in which they are shown."""

    model_config = ConfigDict(frozen=True)

    steps: tuple[ChecklistStep, ...]


class Tick(BaseModel):
    """Body of an entry of kind `checklist` under `2026-03/step`: whether the step is done."""

    model_config = ConfigDict(frozen=True)

    done: bool


def _step(number: int, title: str, owner: str, day: int, before: MonthState) -> ChecklistStep:
    return ChecklistStep(id=f"trin-{number}", title=title, owner=owner, working_day=day, before=before)


DEFAULT = Checklist(
    steps=(
        _step(1, "Indlæs posteringer, når perioden er lukket", "Økonomi", 5, MonthState.DATA_IN),
        _step(2, "Indlæs indsatser fra alle fagsystemer", "Økonomi", 5, MonthState.DATA_IN),
        _step(3, "Indlæs budget med månedens omplaceringer og tillægsbevillinger", "Økonomi", 5, MonthState.DATA_IN),
        _step(4, "Klassificér nye konti, koder og paragraffer", "Økonomi", 6, MonthState.RECONCILED),
        _step(5, "Afstem kontrolsummer med økonomisystemet", "Økonomi", 6, MonthState.RECONCILED),
        _step(6, "Send datakvalitetslister til sagsbehandlerne", "Økonomi", 6, MonthState.RECONCILED),
        _step(7, "Gennemgå skøn: læg nye, fjern udløbne", "Økonomi", 8, MonthState.ADJUSTED),
        _step(8, "Indhent forklaringer på afvigelser over væsentlighedsgrænsen", "Ledere", 10, MonthState.EXPLAINED),
        _step(9, "Gennemgå måneden med fagcheferne", "Økonomi og fagchefer", 12, MonthState.APPROVED),
    )
)
