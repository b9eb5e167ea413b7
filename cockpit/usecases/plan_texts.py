"""An action plan from the texts of a form or a command line."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from cockpit.contracts import danish
from cockpit.contracts.action import ActionPlan, ActionStatus
from cockpit.contracts.errors import Refused
from cockpit.usecases.adjusting import parse_amount


@dataclass(frozen=True, slots=True)
class PlanTexts:
    """What somebody typed and chose; amounts as a Dane writes them, names with commas between."""

    title: str
    owner: str
    place: tuple[str, str] | None
    status: ActionStatus
    deadline: dt.date
    expected: str
    next_year: str = ""
    measured_from: dt.date | None = None
    grants: str = ""
    accounts: str = ""
    note: str = ""
    reason: str = ""


def parse_plan(plan_id: str, year: int, texts: PlanTexts) -> ActionPlan:
    """The plan; Refused in Danish where something is missing or no amount."""
    if texts.place is None:
        raise Refused("Vælg det politikområde og den paragraf, som handlingen hører til.")
    area, paragraph = texts.place
    try:
        return ActionPlan(
            id=plan_id,
            year=year,
            area=area,
            paragraph=paragraph,
            title=texts.title.strip(),
            owner=texts.owner.strip(),
            deadline=texts.deadline,
            status=texts.status,
            expected_kr=parse_amount(texts.expected),
            next_year_kr=parse_amount(texts.next_year) if texts.next_year.strip() else Decimal(0),
            grant_ids=_split(texts.grants),
            accounts=_split(texts.accounts),
            measured_from=texts.measured_from,
            note=texts.note.strip(),
        )
    except ValidationError as error:
        raise Refused("Handleplanen mangler en handling, en ansvarlig eller en frist.") from error


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def empty_plan(year: int) -> PlanTexts:
    """A plan of which nothing is known but its year."""
    return PlanTexts("", "", None, ActionStatus.PLANNED, dt.date(year, 12, 31), "")


def plan_texts(plan: ActionPlan) -> PlanTexts:
    """A plan as somebody would have typed it: `parse_plan` gives the same plan again."""
    return PlanTexts(
        title=plan.title,
        owner=plan.owner,
        place=(plan.area, plan.paragraph),
        status=plan.status,
        deadline=plan.deadline,
        expected=danish.number(plan.expected_kr, 2),
        next_year=danish.number(plan.next_year_kr, 2),
        measured_from=plan.measured_from,
        grants=", ".join(plan.grant_ids),
        accounts=", ".join(plan.accounts),
        note=plan.note,
    )
