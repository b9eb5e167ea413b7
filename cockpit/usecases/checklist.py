"""The month's checklist: the steps that the municipality has chosen, and which of them are done."""

from dataclasses import dataclass

from pydantic import ValidationError

from cockpit.access import require
from cockpit.contracts.checklist import DEFAULT, Checklist, ChecklistStep, Tick
from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.locks import locked_closes

STEPS = "steps"
"""Key of the chosen steps; a tick stands under `2026-03/step`."""


@dataclass(frozen=True, slots=True)
class Done:
    """A step of a month, and the line that says it is done, where one does."""

    step: ChecklistStep
    entry: Entry | None


def checklist(cockpit: Cockpit, scope: Scope) -> Checklist:
    """The steps in force; the default ones until somebody has chosen others."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    lines = cockpit.store.entry_history(EntryKind.CHECKLIST, STEPS, Scope.engine())
    return Checklist.model_validate(lines[0].body) if lines and not lines[0].removed else DEFAULT


def save_checklist(cockpit: Cockpit, scope: Scope, steps: list[dict[str, object]], reason: str) -> Checklist:
    """New steps from now on; the old ones stay in the journal. A step without an id is new. Refused without a reason,
    without steps, or where a step lacks its title or has no working day from 1 to 23."""
    require(scope, Role.CONTROLLER)
    if not reason.strip():
        raise Refused("Skriv hvorfor tjeklisten ændres: det står i historikken.")
    chosen = Checklist(steps=tuple(_step(number, step) for number, step in enumerate(_identified(steps), start=1)))
    if not chosen.steps:
        raise Refused("Tjeklisten skal have mindst ét trin.")
    cockpit.store.write_entry(
        scope.user, EntryKind.CHECKLIST, STEPS, chosen.model_dump(mode="json"), reason=reason.strip()
    )
    return chosen


def _identified(steps: list[dict[str, object]]) -> list[dict[str, object]]:
    """Every step with an id of its own: a new one gets the next free number."""
    numbers = (str(step.get("id") or "").rpartition("-")[2] for step in steps)
    last = max((int(number) for number in numbers if number.isdigit()), default=0)
    named = []
    for step in steps:
        last += not step.get("id")
        named.append({**step, "id": step.get("id") or f"trin-{last}"})
    return named


def _step(number: int, step: dict[str, object]) -> ChecklistStep:
    try:
        return ChecklistStep.model_validate({**step, "title": str(step.get("title") or "").strip()})
    except ValidationError as error:
        field = {"title": "en tekst", "working_day": "en arbejdsdag fra 1 til 23", "before": "en tilstand"}
        wanted = field.get(str(error.errors()[0]["loc"][0]), "gyldige værdier")
        raise Refused(f"Trin {number} i tjeklisten mangler {wanted}. Intet er gemt.") from None


def done_steps(cockpit: Cockpit, scope: Scope, period: str) -> tuple[Done, ...]:
    """Every step with whether it is done for the period."""
    lines = cockpit.store.entries(EntryKind.CHECKLIST, Scope.engine())
    ticks = {
        line.key: line for line in lines if line.key.startswith(f"{period}/") and Tick.model_validate(line.body).done
    }
    return tuple(Done(step, ticks.get(f"{period}/{step.id}")) for step in checklist(cockpit, scope).steps)


def tick(cockpit: Cockpit, scope: Scope, period: str, step_id: str, *, done: bool) -> None:
    """Say that a step of the period is done, or not after all. Refused for a step that the checklist does not have, and
    in a locked month; nothing is written where it is said already."""
    require(scope, Role.CONTROLLER)
    if period in {close.period for close in locked_closes(cockpit)}:
        raise Refused(f"Måneden {period} er låst, og dens tjekliste ligger fast. Lås måneden op for at ændre den.")
    found = next((one for one in done_steps(cockpit, scope, period) if one.step.id == step_id), None)
    if found is None:
        raise Refused(f"Tjeklisten har intet trin «{step_id}».")
    if (found.entry is not None) != done:
        body = Tick(done=done).model_dump()
        cockpit.store.write_entry(scope.user, EntryKind.CHECKLIST, f"{period}/{step_id}", body)
