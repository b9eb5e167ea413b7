"""What people chose and laid on top of the data: settings, skøn, mapping profiles - and the audit of who did what."""

import datetime as dt
import json

import polars as pl
from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select, update

from cockpit.contracts.data import ADJUSTMENT_SCHEMA, Adjustment
from cockpit.contracts.errors import Refused
from cockpit.contracts.settings import Settings, SettingsVersion
from cockpit.store import tables
from cockpit.store.entries import OTHERS_FIRST
from cockpit.store.import_lines import now
from cockpit.store.journal import masked


def current_settings(connection: Connection) -> Settings:
    """The newest settings; the defaults (version 0) where nobody has saved any. A choice that no longer exists in the
    program is passed over."""
    row = connection.execute(select(tables.settings).order_by(tables.settings.c.id.desc()).limit(1)).mappings().first()
    return Settings() if row is None else _settings(row)


def settings_versions(connection: Connection) -> tuple[SettingsVersion, ...]:
    """Every saved version, newest first."""
    rows = connection.execute(select(tables.settings).order_by(tables.settings.c.id.desc())).mappings()
    return tuple(SettingsVersion(_settings(row), row["user"], row["at"], row["reason"]) for row in rows)


def _settings(row: RowMapping) -> Settings:
    saved = {name: value for name, value in json.loads(row["values"]).items() if name in Settings.model_fields}
    return Settings.model_validate({**saved, "version": row["id"]})


def save_settings(
    connection: Connection, user: str, settings: Settings, reason: str, seen: int | None = None
) -> Settings:
    """A new version of the settings. Refused without a reason, and where another version than the `seen` one is in
    force."""
    if seen is not None and current_settings(connection).version != seen:
        raise Refused(OTHERS_FIRST)
    values = {"user": user, "at": now(), "reason": _reason(reason), "values": settings.model_dump_json()}
    connection.execute(tables.settings.insert().values(values))
    return current_settings(connection)


def adjustments(connection: Connection, as_of: dt.date | None) -> pl.DataFrame:
    """The skøn that counted at `as_of` (None: now): laid and not withdrawn by then, in `ADJUSTMENT_SCHEMA`, by id."""
    line = tables.adjustments.c
    if as_of is None:
        return _adjustments(connection, line.withdrawn_at.is_(None))
    return _adjustments(connection, line.known_from <= as_of, _standing(as_of), line.expires_on >= as_of)


def earlier_adjustments(connection: Connection, as_of: dt.date) -> pl.DataFrame:
    """The skøn laid upon a state before `as_of` that were neither renewed nor withdrawn by it, expired ones included:
    what a month begins with. `ADJUSTMENT_SCHEMA`, by id."""
    return _adjustments(connection, tables.adjustments.c.known_from < as_of, _standing(as_of))


def _standing(as_of: dt.date) -> ColumnElement[bool]:
    """Not withdrawn at that state."""
    known_to = tables.adjustments.c.known_to
    return or_(known_to.is_(None), known_to > as_of)


def _adjustments(connection: Connection, *wanted: ColumnElement[bool]) -> pl.DataFrame:
    line = tables.adjustments.c
    names = ("id", "level", "key", "year", "month_from", "month_to", "amount_kr", "reason", "user", "at", "expires_on")
    asked = select(*[line[name] for name in names]).where(*wanted).order_by(line.id)
    rows = [(*row[:8], row.user, row.at.date(), row.expires_on) for row in connection.execute(asked)]
    return pl.DataFrame(rows, schema=ADJUSTMENT_SCHEMA, orient="row")


def add_adjustment(connection: Connection, user: str, adjustment: Adjustment, known_from: dt.date) -> int:
    """Lay a skøn; its number. It counts from the newest state of the data on which it was laid. Refused without a
    reason."""
    names = ("level", "key", "year", "month_from", "month_to", "amount_kr", "expires_on")
    values = {name: getattr(adjustment, name) for name in names}
    values |= {"user": user, "at": now(), "reason": _reason(adjustment.reason), "known_from": known_from}
    inserted = connection.execute(tables.adjustments.insert().values(values).returning(tables.adjustments.c.id))
    return int(inserted.scalar_one())


def withdraw_adjustment(connection: Connection, user: str, number: int, reason: str, known_to: dt.date) -> None:
    """Take a skøn back from the newest state of the data on; earlier states keep it. Refused where there is none."""
    line = tables.adjustments.c
    values = {"withdrawn_at": now(), "withdrawn_by": user, "withdrawn_reason": _reason(reason), "known_to": known_to}
    still_there = (line.id == number) & line.withdrawn_at.is_(None)
    if connection.execute(update(tables.adjustments).where(still_there).values(values)).rowcount == 0:
        raise Refused(f"Skøn nr. {number} findes ikke eller er allerede trukket tilbage.")


def adjustments_version(connection: Connection) -> int:
    """A number that rises with every skøn laid or withdrawn."""
    line = tables.adjustments.c
    laid, withdrawn = connection.execute(select(func.count(line.id), func.count(line.withdrawn_at))).one()
    return int(laid + withdrawn)


def profiles(connection: Connection) -> dict[str, str]:
    """Mapping profiles by name, the newest text of each."""
    rows = connection.execute(select(tables.profiles.c.name, tables.profiles.c.text).order_by(tables.profiles.c.id))
    return {row.name: row.text for row in rows}


def save_profile(connection: Connection, user: str, name: str, text: str) -> None:
    """A new version of a profile."""
    connection.execute(tables.profiles.insert().values(user=user, at=now(), name=name, text=text))


def write_audit(connection: Connection, user: str, action: str, detail: str) -> None:
    """Who did or saw what, without CPR numbers."""
    values = {"user": user, "at": now(), "action": action, "detail": masked(detail)}
    connection.execute(tables.audit.insert().values(values))


def read_audit(connection: Connection, limit: int) -> pl.DataFrame:
    """The newest lines of the audit: at, user, action, detail; newest first."""
    names = ["at", "user", "action", "detail"]
    wanted = select(*[tables.audit.c[name] for name in names]).order_by(tables.audit.c.id.desc()).limit(limit)
    rows = [(f"{row.at:%d-%m-%Y %H:%M:%S}", *row[1:]) for row in connection.execute(wanted)]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")


def last_audit(connection: Connection, action: str) -> dt.datetime | None:
    """When the action was last noted."""
    wanted = select(tables.audit.c.at).where(tables.audit.c.action == action).order_by(tables.audit.c.id.desc())
    return connection.scalar(wanted.limit(1))


def _reason(text: str) -> str:
    if not text.strip():
        raise Refused("Skriv en begrundelse: den står i historikken.")
    return masked(text.strip())
