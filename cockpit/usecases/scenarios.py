"""Økonomi → Scenarier: kept under a name, played on today's data each time, side by side with the forecast.

A scenario of an area is played within it, whoever looks; a manager builds and sees those of own areas, finance all.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl
from pydantic import TypeAdapter, ValidationError

from cockpit.access import require
from cockpit.contracts.action import ActionPlan
from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.scenario import Change, GrantChange, MoveChange, PlanChange, Scenario, TariffChange
from cockpit.contracts.scope import Role, Scope
from cockpit.forecast import outlook as ahead
from cockpit.forecast import scenario as play
from cockpit.ingest.people import mask_text
from cockpit.usecases.acting import effects, plans
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.explaining import refuse_unknown, require_place
from cockpit.usecases.figures import Figures, figures, ranged_rows, with_forecast_notes
from cockpit.usecases.outlook import later_leaves
from cockpit.usecases.ranges import errors
from cockpit.views import scenarios as view
from cockpit.views.scenario_choices import Choices, choices

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)
_FIELDS = {
    "pct": "procenten (fra -100 til 1.000)",
    "starts": "datoen",
    "provider": "leverandøren",
    "grant_ids": "indsatserne",
    "citizens": "antallet af borgere",
    "from_paragraph": "paragraffen, der flyttes fra",
    "to_paragraph": "paragraffen, der flyttes til",
    "plan_id": "handleplanen",
    "name": "navnet (fra 1 til 80 tegn)",
    "changes": "ændringerne (mindst én, højst 50)",
    "note": "bemærkningen",
    "area": "politikområdet",
}


def scenarios(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> view.ScenariosView:
    """Every kept scenario of the reader's played on the close of `as_of`, beside the forecast that the reader sees.
    AccessDenied for roles without finance."""
    found, base = _base(cockpit, scope, as_of)
    kept = saved_scenarios(cockpit, scope)
    told = view.build(
        context_of(cockpit, scope, found),
        baseline=_baseline(cockpit, found, base),
        played=[(one, number, play.play(_inside(base, one.area), one.changes)) for one, number in kept],
        choices=_choices(scope, found, plans(cockpit, scope, found.year)),
    )
    return with_forecast_notes(told, found)


def try_scenario(
    cockpit: Cockpit, scope: Scope, scenario: Scenario, as_of: dt.date | None = None
) -> view.ScenariosView:
    """One scenario, kept or not, beside the forecast. Nothing is written."""
    found, base = _base(cockpit, scope, as_of)
    return view.build(
        context_of(cockpit, scope, found),
        baseline=_baseline(cockpit, found, base),
        played=[(scenario, 0, play.play(_inside(base, scenario.area), scenario.changes))],
        choices=_choices(scope, found, ()),
    )


def saved_scenarios(cockpit: Cockpit, scope: Scope) -> tuple[tuple[Scenario, int], ...]:
    """The kept scenarios by name, each with the number of its line in force; of a reader with bounds those of own
    areas: one of everything may name what lies elsewhere."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    lines = cockpit.store.entries(EntryKind.SCENARIO, scope)
    mine = (entry for entry in lines if entry.area or not _bounded(scope))
    found = [(Scenario.model_validate(entry.body), entry.id) for entry in mine]
    return tuple(sorted(found, key=lambda one: (one[0].name, one[0].area)))


def find_scenario(cockpit: Cockpit, scope: Scope, name: str, area: str | None = None) -> Scenario:
    """The kept scenario of that name (of that area, where it is told). Refused where there is none, or several."""
    found = [one for one, _ in saved_scenarios(cockpit, scope) if one.name == name and area in (None, one.area)]
    if not found:
        raise Refused(f"Der er intet scenarie med navnet «{name}».")
    if len(found) > 1:
        areas = ", ".join(one.area or "hele kommunen" for one in found)
        raise Refused(f"Flere scenarier hedder «{name}»: {areas}. Vælg politikområdet (--area).")
    return found[0]


def save_scenario(
    cockpit: Cockpit, scope: Scope, scenario: Scenario, *, reason: str = "", seen: int | None = None
) -> Entry:
    """Keep a scenario, new or changed. Refused where it names a grant, provider, paragraph or plan that today's data do
    not have in its area, or what looks like a CPR number. AccessDenied outside own areas."""
    _require_own(scope, scenario.area)
    _refuse_nonsense(scenario)
    found, base = _base(cockpit, scope, None)
    if scenario.area:
        refuse_unknown(found, scenario.area, "")
    for change in scenario.changes:
        _refuse_unknown(_inside(base, scenario.area), change)
    body = scenario.model_dump(mode="json")
    key, area = _key(scenario), scenario.area
    return cockpit.store.write_entry(scope.user, EntryKind.SCENARIO, key, body, area=area, reason=reason, seen=seen)


def remove_scenario(cockpit: Cockpit, scope: Scope, name: str, area: str | None = None) -> None:
    """Take a scenario away; its lines stay in the journal. Refused as `find_scenario`."""
    require(scope, Role.CONTROLLER, Role.MANAGER)
    kept = find_scenario(cockpit, scope, name, area)
    _require_own(scope, kept.area)
    body = kept.model_dump(mode="json")
    cockpit.store.write_entry(scope.user, EntryKind.SCENARIO, _key(kept), body, area=kept.area, removed=True)


def _bounded(scope: Scope) -> bool:
    return bool(scope.areas or scope.teams)


def _require_own(scope: Scope, area: str) -> None:
    """Finance keeps scenarios of anything, a manager with bounds those of an own area."""
    if scope.role is Role.MANAGER and _bounded(scope) and not area:
        raise Refused("Vælg det politikområde, som scenariet gælder.")
    require_place(scope, area)


def _key(scenario: Scenario) -> str:
    """The name; within an area, which may hold the same name as another."""
    return f"{scenario.area} · {scenario.name}" if scenario.area else scenario.name


def _inside(base: play.Base, area: str) -> play.Base:
    """What a scenario of an area is laid upon."""
    if not area:
        return base
    mine = pl.col("area") == area
    plans_of = {name: plan for name, plan in base.plans.items() if plan.area == area}
    return replace(base, leaves=base.leaves.filter(mine), grants=base.grants.filter(mine), plans=plans_of)


def parse_change(**fields: object) -> Change:
    """A change from what a person wrote; Refused in Danish with what could not be read."""
    try:
        return _CHANGE.validate_python(fields)
    except ValidationError as error:
        raise Refused(f"Ændringen kan ikke bruges: ret {_named(error)}.") from None


def parse_scenario(name: str, changes: Sequence[Change], note: str = "", area: str = "") -> Scenario:
    """A scenario from what a person wrote; Refused in Danish with what is missing."""
    try:
        return Scenario(name=name.strip(), changes=tuple(changes), note=note.strip(), area=area)
    except ValidationError as error:
        raise Refused(f"Scenariet kan ikke gemmes: ret {_named(error)}.") from None


def _named(error: ValidationError) -> str:
    parts = [str(part) for one in error.errors() for part in one["loc"] if str(part) in _FIELDS]
    return ", ".join(_FIELDS[part] for part in dict.fromkeys(parts)) or "felterne"


def _base(cockpit: Cockpit, scope: Scope, as_of: dt.date | None) -> tuple[Figures, play.Base]:
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of)
    later = later_leaves(cockpit, scope, found.as_of).filter(pl.col("year") == found.year + 1)
    mine = found.result.leaves.select(pl.lit(found.year, dtype=pl.Int32).alias("year"), pl.all())
    names = list(play.SCHEMA)
    every = pl.concat([mine.select(names), later.select(names)])
    known = {plan.id: plan for year in (found.year - 1, found.year, found.year + 1)
             for plan, _ in plans(cockpit, scope, year)}  # fmt: skip
    allocated = found.result.allocated
    measured = effects(cockpit, scope, found).table.drop_nulls("realised_kr")
    proven = dict(measured.select("id", "realised_kr").iter_rows())
    return found, play.Base(every, allocated.grants, allocated.prices, known, found.as_of, proven)


def _baseline(cockpit: Cockpit, found: Figures, base: play.Base) -> pl.DataFrame:
    """`year, forecast, low80, high80` of this year (the calibrated range) and the next (the wide one)."""
    columns = ["forecast", "low80", "high80"]
    now = ranged_rows(found, "total", errors(cockpit)).select(pl.lit(found.year, pl.Int32).alias("year"), *columns)
    years = ahead.by_year(base.leaves, found.as_of).filter(pl.col("year") > found.year)
    return pl.concat([now, years.select("year", *columns)]).sort("year")


def _refuse_nonsense(scenario: Scenario) -> None:
    written = scenario.model_dump_json()
    if mask_text(written) != written:
        raise Refused("Skriv aldrig et CPR-nummer her: brug indsatsens bevillings-id.")


def _refuse_unknown(base: play.Base, change: Change) -> None:
    leaves, grants = base.leaves, base.grants
    if isinstance(change, GrantChange):
        _require_known("Indsatsen", change.grant_ids, grants["grant_id"])
    elif isinstance(change, TariffChange):
        _require_known("Leverandøren", [change.provider], leaves["provider"])
    elif isinstance(change, MoveChange):
        _require_known("Paragraffen", [change.from_paragraph, change.to_paragraph], leaves["paragraph"])
        if change.from_paragraph == change.to_paragraph:
            raise Refused("Vælg to forskellige paragraffer at flytte mellem.")
    elif isinstance(change, PlanChange):
        _require_known("Handleplanen", [change.plan_id], list(base.plans))
    elif change.area:
        _require_known("Politikområdet", [change.area], leaves["area"])


def _require_known(what: str, names: Iterable[str], known: Iterable[str]) -> None:
    there = set(known)
    for name in names:
        if name not in there:
            raise Refused(f"{what} «{name}» findes ikke i dagens tal. Ret navnet, eller vælg fra listen.")


def _choices(scope: Scope, found: Figures, known_plans: Iterable[tuple[ActionPlan, int]]) -> Choices:
    titles = [(plan.id, plan.title) for plan, _ in known_plans]
    return choices(found.result.leaves, titles, whole=not _bounded(scope))
