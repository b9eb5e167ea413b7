"""The journal's tables: what people did, and which snapshot is in force. Lines are added, never rewritten; the only
fields that change are those that say when, by whom and why a line was taken back."""

import datetime as dt

from sqlalchemy import JSON, Boolean, Column, Date, Integer, MetaData, Numeric, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData()


class Moment(TypeDecorator[dt.datetime]):
    """A moment, kept as ISO text in UTC (SQLite has no time zones), given back in local time."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - given
        """To the journal."""
        return None if value is None else value.astimezone(dt.UTC).isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - given
        """From the journal."""
        return None if value is None else dt.datetime.fromisoformat(value).astimezone()


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=False)


def _counted() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _who() -> tuple[Column[str], Column[dt.datetime]]:
    return Column("user", String(200), nullable=False), Column("at", Moment, nullable=False)


facts = Table("facts", metadata, Column("name", String(50), primary_key=True), Column("value", Text, nullable=False))
"""Facts of the home: the key's fingerprint, the home's identity, the schema's version."""

batches = Table("batches", metadata, _number(), *_who())

imports = Table(
    "imports",
    metadata,
    _number(),
    Column("batch", Integer, nullable=False),
    *_who(),
    Column("sha256", String(64), nullable=False, index=True),
    Column("dataset", String(50), nullable=False),
    Column("source", String(200), nullable=False),
    Column("effective_date", Date, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("coverage", JSON, nullable=False),
    Column("lists", String(20), nullable=False),
    Column("profile_text", Text, nullable=False),
    Column("undone_at", Moment),
    Column("undone_by", String(200), nullable=False, default=""),
    Column("undone_reason", Text, nullable=False, default=""),
)

snapshots = Table(
    "snapshots",
    metadata,
    _number(),
    Column("name", String(50), nullable=False, unique=True),
    Column("content_hash", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
)
"""The line with the highest number is the pointer."""

moves = Table(
    "moves",
    metadata,
    _number(),
    *_who(),
    Column("action", String(20), nullable=False),
    Column("imports", JSON, nullable=False),
)
"""What moved the pointer to the snapshot line of the same number: taking in, taking back, building again."""

settings = Table(
    "settings", metadata, _counted(), *_who(), Column("reason", Text, nullable=False), Column("values", Text)
)

adjustments = Table(
    "adjustments",
    metadata,
    _counted(),
    *_who(),
    Column("known_from", Date, nullable=False),
    Column("known_to", Date),
    Column("level", String(50), nullable=False),
    Column("key", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("month_from", Integer, nullable=False),
    Column("month_to", Integer, nullable=False),
    Column("amount_kr", Numeric(18, 2), nullable=False),
    Column("reason", Text, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("withdrawn_at", Moment),
    Column("withdrawn_by", String(200), nullable=False, default=""),
    Column("withdrawn_reason", Text, nullable=False, default=""),
)

profiles = Table("profiles", metadata, _counted(), *_who(), Column("name", String(200)), Column("text", Text))

entries = Table(
    "entries",
    metadata,
    _counted(),
    *_who(),
    Column("kind", String(50), nullable=False, index=True),
    Column("key", String(300), nullable=False),
    Column("area", String(200), nullable=False),
    Column("team", String(200), nullable=False),
    Column("body", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("known_from", Date, nullable=False),
)
"""What people write beside the data (see `contracts.entry`): the newest line of a kind and key counts."""

audit = Table("audit", metadata, _counted(), *_who(), Column("action", String(100)), Column("detail", Text))
