"""Lines that people write beside the data: added, never rewritten; the newest of a kind and key is in force."""

import datetime as dt
import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select

from cockpit.contracts.entry import Entry, EntryKind
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import ROLE_TITLE, Scope
from cockpit.store.import_lines import now
from cockpit.store.journal import masked
from cockpit.store.tables import entries

OTHERS_FIRST = (
    "En anden har ændret det, siden du åbnede det. Intet er gemt: genindlæs siden, se ændringen, og prøv igen."
)


def current(connection: Connection, kind: EntryKind, scope: Scope, as_of: dt.date | None) -> tuple[Entry, ...]:
    """The line in force of every key, sorted by key; at the state `as_of` those written on it or on an earlier one.
    What was removed is left out, and so is what lies outside the reader's bounds. AccessDenied for roles without
    rows."""
    _refuse(scope)
    newest = select(func.max(entries.c.id)).where(entries.c.kind == kind).group_by(entries.c.key)
    if as_of is not None:
        newest = newest.where(entries.c.known_from <= as_of)
    wanted = select(entries).where(entries.c.id.in_(newest), entries.c.removed.is_(False)).order_by(entries.c.key)
    return _read(connection, wanted, scope)


def history(connection: Connection, kind: EntryKind, key: str, scope: Scope) -> tuple[Entry, ...]:
    """Every line of a key, newest first, removals included."""
    _refuse(scope)
    wanted = select(entries).where(entries.c.kind == kind, entries.c.key == key).order_by(entries.c.id.desc())
    return _read(connection, wanted, scope)


def write(connection: Connection, entry: Entry, seen: int | None) -> Entry:
    """Add a line; the line with its number. `seen`: the number of the line that the writer saw in force (0 = none);
    Refused where another has come since. Texts lose what looks like a CPR number."""
    mine = (entries.c.kind == entry.kind) & (entries.c.key == entry.key)
    if seen is not None and (connection.scalar(select(func.max(entries.c.id)).where(mine)) or 0) != seen:
        raise Refused(OTHERS_FIRST)
    values = {
        "user": entry.user,
        "at": now(),
        "kind": str(entry.kind),
        "key": masked(entry.key),
        "area": entry.area,
        "team": entry.team,
        "body": _masked_body(entry.body),
        "reason": masked(entry.reason.strip()),
        "removed": entry.removed,
        "known_from": entry.known_from,
    }
    number = connection.execute(entries.insert().values(values).returning(entries.c.id)).scalar_one()
    return _entry({**values, "id": number})


def version(connection: Connection, kinds: Collection[EntryKind]) -> int:
    """A number that rises with every line of these kinds."""
    return connection.scalar(select(func.count(entries.c.id)).where(entries.c.kind.in_(sorted(kinds)))) or 0


def _refuse(scope: Scope) -> None:
    if not scope.sees_rows:
        raise AccessDenied(f"Rollen {ROLE_TITLE[scope.role]} har ikke adgang til det, der er skrevet om enkelte tal.")


def _read(connection: Connection, wanted: Select[Any], scope: Scope) -> tuple[Entry, ...]:
    found = (_entry(dict(row)) for row in connection.execute(wanted).mappings())
    return tuple(entry for entry in found if _within(entry, scope))


def _within(entry: Entry, scope: Scope) -> bool:
    area = not scope.areas or not entry.area or entry.area in scope.areas
    team = not scope.teams or not entry.team or entry.team in scope.teams
    return area and team


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(**{**row, "kind": EntryKind(row["kind"])})


def _masked_body(body: Mapping[str, Any]) -> Any:
    return json.loads(masked(json.dumps(dict(body), ensure_ascii=False)))
