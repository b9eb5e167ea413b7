"""The journal's connection: SQLite beside the data unless `$COCKPIT_JOURNAL_URL` names another database."""

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError

from cockpit.contracts.errors import Refused
from cockpit.store import tables

ENVIRONMENT = "COCKPIT_JOURNAL_URL"
BUSY_SECONDS = 30
IDENTITY = "home.id"
_MARK_OR_NUMBER = re.compile(
    r"\b[0-9a-f]{16,}\b|(?P<number>(?<!\d)(?:[0-2]\d|3[01])(?:0\d|1[0-2])\d{2}[- ]?\d{4}(?!\d))"
)
"""A CPR number; or a pseudonym, a made grant id or a hash, in whose middle ten digits may look like one."""


def masked(text: str) -> str:
    """The text without anything that looks like a CPR number: what people write as a reason goes into the journal.
    The cockpit's own marks stay whole, or what is written under them would not be found again."""
    return _MARK_OR_NUMBER.sub(lambda found: "[cpr]" if found["number"] else found[0], text)


class Journal:
    """Short transactions on the journal. A writer takes the lock at once (`BEGIN IMMEDIATE`), so that a reader who
    turns writer never fails halfway. Refused where the address is no database's that can be used here."""

    def __init__(self, url: str) -> None:
        try:
            self._engine = create_engine(url)
        except (ArgumentError, ImportError) as error:  # neither says the address: it may hold a password
            raise Refused(
                f"{ENVIRONMENT} kan ikke bruges: adressen er ikke forstået, eller driveren er ikke installeret. "
                "Ret den til formen postgresql+psycopg://bruger@server/database, og installer «psycopg[binary]»."
            ) from error
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)

    @classmethod
    def of_home(cls, home: Path) -> "Journal":
        """The home's journal, with its tables made. Refused where the database does not answer or belongs to another
        home. The caller holds the writer's lock."""
        journal = cls(os.environ.get(ENVIRONMENT) or f"sqlite:///{home / 'journal.sqlite'}")
        try:
            journal._make_tables()
        except DBAPIError as error:
            raise Refused(
                f"Journalen kan ikke åbnes ({type(error.orig).__name__}). Intet er ændret. Kør «cockpit doctor»; "
                f"ligger den på en server, så se efter, at den svarer, og at {ENVIRONMENT} er rigtig."
            ) from error
        journal._refuse_other_home(home)
        return journal

    def _make_tables(self) -> None:
        """All tables, or those that a newer release has added to an older home."""
        missing = set(tables.metadata.tables) - set(inspect(self._engine).get_table_names())
        if missing:
            tables.metadata.create_all(self._engine)

    def _refuse_other_home(self, home: Path) -> None:
        path = home / IDENTITY
        known = self.fact("home")
        if known is None:
            path.write_text(uuid.uuid4().hex, encoding="ascii")
            self.set_fact("home", path.read_text(encoding="ascii"))
        elif not path.exists() or path.read_text(encoding="ascii") != known:
            raise Refused(
                f"Journalen hører til en anden datamappe end {home}. Intet er åbnet eller ændret. "
                f"Ret {ENVIRONMENT}, eller åbn den datamappe, som journalen er lavet til."
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def one_moment(self) -> Iterator[Connection]:
        """A connection whose every read sees the same moment, whatever is written meanwhile."""
        sqlite = self._engine.dialect.name == "sqlite"  # there one transaction is one moment as it is
        engine = self._engine if sqlite else self._engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing where the block raises. Refused where another writer was first."""
        engine = self._engine.execution_options(begin="IMMEDIATE")
        try:
            with engine.begin() as connection:
                yield connection
        except (OperationalError, IntegrityError) as error:
            raise Refused(
                "Journalen kunne ikke skrives, fordi en anden skriver i den, eller fordi disken ikke tillader det. "
                "Intet er ændret: prøv igen."
            ) from error

    def damage(self) -> str:
        """What the database itself finds wrong with its file (Danish); empty where it is whole, or lives elsewhere."""
        if self._engine.dialect.name != "sqlite":
            return ""
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        return "" if found == "ok" else "Journalens fil er beskadiget."

    def fact(self, name: str) -> str | None:
        """A fact of the home."""
        with self.reading() as connection:
            found = connection.scalar(select(tables.facts.c.value).where(tables.facts.c.name == name))
        return None if found is None else str(found)

    def set_fact(self, name: str, value: str) -> None:
        """Write a fact once."""
        with self.writing() as connection:
            connection.execute(tables.facts.insert().values(name=name, value=value))

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        # The driver's own transactions are switched off; `begin` below says which kind is wanted.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")
