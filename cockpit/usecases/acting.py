"""Action plans: kept with owner, deadline, expected and realised effect; the forecast before and after them."""

import datetime as dt
from dataclasses import dataclass, replace

import polars as pl

from cockpit import finance
from cockpit.access import require
from cockpit.contracts.action import ActionPlan, ActionStatus
from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.explaining import deviations, explanations, refuse_unknown, require_place
from cockpit.usecases.figures import Figures, closes, figures, ranged_rows
from cockpit.usecases.locks import why_fixed
from cockpit.usecases.plan_gap import gap_months, realised
from cockpit.usecases.ranges import errors
from cockpit.usecases.untold import untold
from cockpit.views import actions as view


def plans(
    cockpit: Cockpit, scope: Scope, year: int, as_of: dt.date | None = None
) -> tuple[tuple[ActionPlan, int], ...]:
    """The year's plans in the reader's scope, with the number of the line in force; as written by the close `as_of`."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = cockpit.store.entries(EntryKind.ACTION, scope, as_of)
    known = ((ActionPlan.model_validate(entry.body), entry.id) for entry in found)
    return tuple((plan, number) for plan, number in known if plan.year == year)


def next_plan_id(cockpit: Cockpit, year: int) -> str:
    """`2026-07`: one more than the highest that anybody has used."""
    used = (entry.key for entry in cockpit.store.entries(EntryKind.ACTION, Scope.engine()))
    numbers = [int(key.rpartition("-")[2]) for key in used if key.startswith(f"{year}-")]
    return f"{year}-{max(numbers, default=0) + 1:02d}"


def save_plan(cockpit: Cockpit, scope: Scope, plan: ActionPlan, *, reason: str = "", seen: int | None = None) -> Entry:
    """Write a plan, or a change of one (`seen`: the line that was changed). Refused on a place that does not exist, on
    unknown grants and accounts that the plan did not name before, where the proof lacks the close it is measured from,
    and where a deadline is moved or a plan dropped without a reason. AccessDenied outside own areas."""
    require_place(scope, plan.area)
    found = figures(cockpit, scope, None, plan.year)
    refuse_unknown(found, plan.area, plan.paragraph)
    before = next((old for old, _ in plans(cockpit, scope, plan.year) if old.id == plan.id), None)
    _refuse_unproven(cockpit, found, plan, before)
    _refuse_silent_change(plan, before, reason)
    body = plan.model_dump(mode="json")
    return cockpit.store.write_entry(
        scope.user, EntryKind.ACTION, plan.id, body, area=plan.area, reason=reason, seen=seen
    )


def _refuse_unproven(cockpit: Cockpit, found: Figures, plan: ActionPlan, before: ActionPlan | None) -> None:
    """What the plan named before stays, also where the data have lost it since: nothing is lost by another change."""
    if not (plan.grant_ids or plan.accounts):
        return
    if plan.measured_from not in closes(cockpit):
        raise Refused("Vælg den månedslukning, som effekten skal måles fra: den sidste før handlingen begyndte.")
    for names, column, words in (
        (plan.grant_ids, "grant_id", "Indsatsen"),
        (plan.accounts, "account", "Kontoen"),
    ):
        known = set(found.result.leaves[column]) | set(_named(before, column))
        for name in names:
            if name not in known:
                raise Refused(f"{words} «{name}» findes ikke i årets tal. Ret nummeret, eller fjern det fra beviset.")


def _named(before: ActionPlan | None, column: str) -> tuple[str, ...]:
    if before is None:
        return ()
    return before.grant_ids if column == "grant_id" else before.accounts


def _refuse_silent_change(plan: ActionPlan, before: ActionPlan | None, reason: str) -> None:
    if before is None or reason.strip():
        return
    if before.deadline < plan.deadline:
        raise Refused("Fristen er flyttet. Skriv hvorfor: det står i handleplanens historik.")
    if plan.status is ActionStatus.DROPPED and before.status is not ActionStatus.DROPPED:
        raise Refused("Handleplanen opgives. Skriv hvorfor: det står i handleplanens historik.")


@dataclass(frozen=True, eq=False)
class Effects:
    """The plans of a close and what they do: `finance.EFFECTS`. `gone`: the grants they name that are `untold`."""

    plans: tuple[ActionPlan, ...]
    numbers: tuple[int, ...]
    table: pl.DataFrame
    gone: frozenset[str]

    @property
    def kept(self) -> tuple[view.Kept, ...]:
        """The plans with the numbers of their lines, each with the grants that it has lost."""
        lost = (tuple(name for name in plan.grant_ids if name in self.gone) for plan in self.plans)
        return tuple(zip(self.plans, self.numbers, lost, strict=True))


def effects(cockpit: Cockpit, scope: Scope, found: Figures) -> Effects:
    """The effects at a close, measured on the leaves that the reader may see."""
    known = plans(cockpit, scope, found.year, found.as_of)
    chosen = tuple(plan for plan, _ in known)
    gone = untold(cockpit, chosen, found.as_of)
    proven = realised(cockpit, scope, chosen, found.result.leaves, gone, (found.as_of, found.year))
    table = finance.effects(chosen, proven, found.as_of)
    return Effects(chosen, tuple(number for _, number in known), table, gone)


def actions(
    cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None, year: int | None = None, *, compute: bool = False
) -> view.ActionsView:
    """Material deviations with their explanations, the action plans, and the forecast before and after them, close by
    close. `compute`: also of closes whose forecast nobody has asked for yet."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    now, before = explanations(cockpit, scope, found.as_of, found.year)
    effect = effects(cockpit, scope, found)
    built = view.build(
        context_of(cockpit, scope, found),
        total=ranged_rows(found, "total", errors(cockpit)),
        deviations=deviations(cockpit, found),
        written=now,
        proposed=before,
        places=set(_places(found)),
        kept=effect.kept,
        effects=effect.table,
        gaps=gap_months(cockpit, scope, found, compute=compute),
    )
    return replace(built, fixed=why_fixed(cockpit, found.as_of))


def warm_plans(cockpit: Cockpit) -> None:
    """Have every close of the newest year at hand that a plan was known at. Nothing to do where nothing is imported."""
    engine = Scope.engine()
    try:
        found = figures(cockpit, engine)
    except Refused:
        return
    gap_months(cockpit, engine, found, compute=True)


def plan_lines(cockpit: Cockpit, scope: Scope, plan_id: str) -> tuple[str, ...]:
    """Every version of a plan as a Danish sentence, newest first."""
    require(scope, Role.CONTROLLER, Role.MANAGER)
    found = cockpit.store.entry_history(EntryKind.ACTION, plan_id, scope)
    return tuple(view.version_line(entry) for entry in found)


def places(cockpit: Cockpit, scope: Scope, as_of: dt.date, year: int) -> tuple[tuple[str, str], ...]:
    """Area and paragraph of everything that an action can be about, whole areas first."""
    return _places(figures(cockpit, scope, as_of, year))


def _places(found: Figures) -> tuple[tuple[str, str], ...]:
    leaves = found.result.leaves
    pairs = leaves.select("area", "paragraph").unique().filter(pl.col("paragraph") != NOT_ALLOCATED)
    areas = sorted(set(leaves["area"]) - {NOT_ALLOCATED})
    return (*((area, "") for area in areas), *(pair for pair in sorted(pairs.rows()) if pair[0] in areas))
