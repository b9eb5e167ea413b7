"""Kommende sager: the list of cases on the way in, imported or kept in the app, and what became of them."""

import datetime as dt
from collections.abc import Iterator

import polars as pl
from pydantic import ValidationError

from cockpit import finance, law
from cockpit.access import require
from cockpit.contracts.coming import ComingCase, Fate
from cockpit.contracts.dataset import dataset
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.forecast import coming
from cockpit.ingest.people import mask_text
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import app_cases, newest, read_data
from cockpit.views import coming as view

STATES = 24
"""States of the imported list that are looked back at."""


def pipeline(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> view.ComingView:
    """The list at a close: what each case adds to this year's forecast, what became of the earlier ones, hit rate and
    delay. A manager sees cases of own areas and citizens. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    day = as_of or newest(cockpit)
    read = read_data(cockpit, scope, day, since=day.year + 1)  # nothing here asks for the ledger
    data = finance.known_at(read, day, cockpit.settings)
    grants = finance.granted(data.grants).select("grant_id", "citizen", "paragraph", "start_date")
    kept = app_cases(cockpit, scope, day)
    seen = pl.concat([coming.SEEN_EMPTY, *_seen(cockpit, scope, day), *_kept_seen(cockpit, scope)])
    dropped = [case.pipeline_id for case, _ in kept if case.fate is Fate.DROPPED]
    told = coming.fates(seen, grants, dropped, data.pipeline["pipeline_id"])
    waiting = data.pipeline.filter(
        pl.col("grant_id").is_null() | ~pl.col("grant_id").is_in(grants["grant_id"].implode())
    )
    return view.build(
        context_for(cockpit, scope, day, day.year),
        listed=coming.expected(waiting, day, day.year, cockpit.settings),
        fates=told,
        quality=coming.quality(told),
        notes={case.pipeline_id: case.note for case, _ in kept},
        applied=(data.grants.filter(pl.col("status") == "ansøgt").height, cockpit.settings.pipeline_probability),
    )


def _seen(cockpit: Cockpit, scope: Scope, day: dt.date) -> Iterator[pl.DataFrame]:
    dates = [known for known in cockpit.store.effective_dates("pipeline") if known <= day][-STATES:]
    for known in dates:
        rows = cockpit.store.read("pipeline", scope, known)
        yield coming.seen_on(rows, known)


def _kept_seen(cockpit: Cockpit, scope: Scope) -> Iterator[pl.DataFrame]:
    """Every version of the cases that are kept in the app."""
    for entry in cockpit.store.entries(EntryKind.PIPELINE, scope):
        for line in cockpit.store.entry_history(EntryKind.PIPELINE, entry.key, scope):
            if not line.removed:
                case = ComingCase.model_validate(line.body)
                yield coming.seen_on(coming.rows_of([(case, line.known_from)]), line.known_from)


def save_case(cockpit: Cockpit, scope: Scope, case: ComingCase, reason: str = "", seen: int | None = None) -> int:
    """Keep a case, new or changed, upon the newest state of the data; the line's number. Refused in Danish where
    something is missing, looks like a CPR number, or another has changed the case since."""
    require(scope, Role.CONTROLLER)
    _refuse_nonsense(case)
    body = case.model_dump(mode="json")
    area = _area_of(cockpit, case.paragraph)
    written = cockpit.store.write_entry(
        scope.user, EntryKind.PIPELINE, case.pipeline_id, body, area=area, reason=reason, seen=seen
    )
    return written.id


def add_case(cockpit: Cockpit, scope: Scope, case: ComingCase, reason: str = "") -> ComingCase:
    """A new case under the next free id of its own (`S-0001`) where it brings none; the case as kept. Refused where
    the id is taken."""
    require(scope, Role.CONTROLLER)
    taken = {one.pipeline_id for one in _all_cases(cockpit, scope)}
    if case.pipeline_id in taken:
        raise Refused(f"Sagen {case.pipeline_id} står allerede på listen. Ret den i stedet, eller vælg et andet id.")
    number = next(n for n in range(1, len(taken) + 2) if f"S-{n:04d}" not in taken)
    named = case if case.pipeline_id else case.model_copy(update={"pipeline_id": f"S-{number:04d}"})
    save_case(cockpit, scope, named, reason, seen=0)
    return named


def find_case(cockpit: Cockpit, scope: Scope, pipeline_id: str) -> ComingCase:
    """The case as it stands on the list, imported or kept. Refused where there is none of that id."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    for case in _all_cases(cockpit, scope):
        if case.pipeline_id == pipeline_id:
            return case
    raise Refused(f"Sagen {pipeline_id} står ikke på listen over kommende sager.")


def close_case(cockpit: Cockpit, scope: Scope, pipeline_id: str, *, grant_id: str = "", reason: str = "") -> ComingCase:
    """Close a case: it became the grant, or without one was dropped for a reason. Refused where the grant is unknown
    or the reason is missing."""
    require(scope, Role.CONTROLLER)
    case = find_case(cockpit, scope, pipeline_id)
    if grant_id and cockpit.store.read("grants", scope).filter(pl.col("grant_id") == grant_id).is_empty():
        raise Refused(f"Indsatsen {grant_id} findes ikke i data. Vælg den indsats, sagen blev til.")
    if not grant_id and not reason.strip():
        raise Refused("Skriv hvorfor sagen er bortfaldet, eller vælg den indsats, den blev til.")
    fate = Fate.BECAME if grant_id else Fate.DROPPED
    closed = case.model_copy(update={"grant_id": grant_id, "fate": fate, "note": reason.strip() or case.note})
    save_case(cockpit, scope, closed, reason)
    return closed


def parse_case(**fields: object) -> ComingCase:
    """A case from what a person wrote; Refused in Danish with what could not be read."""
    try:
        return ComingCase.model_validate(fields)
    except ValidationError as error:
        bad = {str(part["loc"][0]) for part in error.errors() if part["loc"]}
        headings = {one.name: one.heading for one in dataset("pipeline").fields}
        names = ", ".join(sorted(headings.get(name, name) for name in bad))
        raise Refused(
            f"Sagen kan ikke gemmes: ret {names}. Taksten skal være over 0 og chancen mellem 0 og 1."
        ) from None


def _all_cases(cockpit: Cockpit, scope: Scope) -> list[ComingCase]:
    """Imported and kept cases, closed ones included; the kept one where both have it."""
    kept = {case.pipeline_id: case for case, _ in app_cases(cockpit, scope, None)}
    rows = cockpit.store.read("pipeline", scope)
    imported = [_of_row(row) for row in rows.iter_rows(named=True)]
    return [*(case for case in imported if case.pipeline_id not in kept), *kept.values()]


def _of_row(row: dict[str, object]) -> ComingCase:
    filled = {name: value for name, value in row.items() if value is not None}
    probability = row.get("probability")
    chance = None if probability is None else min(1.0, max(0.0, float(str(probability))))
    return ComingCase.model_validate({**filled, "case": row.get("citizen") or "", "probability": chance})


def _refuse_nonsense(case: ComingCase) -> None:
    written = " ".join((case.pipeline_id, case.case, case.service, case.note, case.origin))
    if mask_text(written) != written:
        raise Refused("Skriv aldrig et CPR-nummer her: brug sagsnummeret eller borgerens pseudonym.")
    if not case.pipeline_id.strip():
        raise Refused("Sagen mangler et id.")
    if law.normalise_paragraph(case.paragraph) != case.paragraph:
        raise Refused(f"«{case.paragraph}» er ikke en paragraf. Skriv for eksempel SEL § 107 eller BL § 46.")
    for name in ("price_unit", "origin"):
        allowed = list(dataset("pipeline").field(name).codes)
        value = getattr(case, name)
        if value not in allowed and not (name == "origin" and not value):
            heading = dataset("pipeline").field(name).heading
            raise Refused(f"{heading} «{value}» kendes ikke. Vælg en af: {', '.join(allowed)}.")


def _area_of(cockpit: Cockpit, paragraph: str) -> str:
    """The area whose accounts carry the paragraph, where there is one only: who else may see the case."""
    accounts = cockpit.store.read("accounts", Scope.engine())
    found = accounts.filter(pl.col("paragraph") == paragraph)["area"].drop_nulls().unique().to_list()
    return str(found[0]) if len(found) == 1 else ""
