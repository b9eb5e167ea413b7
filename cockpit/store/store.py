"""The store's one face. It only passes on: raw files, journal, fold, snapshots and scope each live in a module."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from cockpit import law
from cockpit.contracts.backup import BackupList
from cockpit.contracts.data import Adjustment
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.contracts.entry import MOVES_DATA, MOVES_FORECAST, Entry, EntryKind
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import DataMove, Held, ImportRecord, Reading
from cockpit.contracts.scope import Scope
from cockpit.contracts.settings import Settings, SettingsVersion
from cockpit.contracts.stamp import FigureStamp
from cockpit.store import backup, choices, entries, held, reading, scoping
from cockpit.store import import_lines as lines
from cockpit.store.code import code_version
from cockpit.store.derived import Derived
from cockpit.store.files import writer_lock
from cockpit.store.import_lines import SnapshotInfo
from cockpit.store.journal import Journal
from cockpit.store.key import Key, copy_key, load_key
from cockpit.store.locked import Locked
from cockpit.store.parts import Parts
from cockpit.store.raw import RawFiles
from cockpit.store.snapshot import EMPTY_HASH, Progress, Snapshots
from cockpit.store.writing import ReadAgain, Writer, silent

WAIT_SECONDS = 120.0
FINGERPRINT = "key fingerprint"
BACKUP = "backup"
"""The action under which a backup stands in the audit."""


class Store:
    """A home's data. One object may serve many threads; several processes may open the same home."""

    def __init__(self, home: Path, key: Key, journal: Journal, wait_seconds: float = WAIT_SECONDS) -> None:
        self.home = home
        self._key = key
        self._journal = journal
        self._wait_seconds = wait_seconds
        self._raw = RawFiles(home / "raw", key.raw_files)
        self._snapshots = Snapshots(home / "snapshots")
        self._derived = Derived(home / "derived")
        self._locked = Locked(home / "locked")
        parts = Parts(home / "parts")
        self._writer = Writer(home, journal, self._raw, parts, self._snapshots, wait_seconds)

    @classmethod
    def open(cls, home: Path, *, create: bool = True, wait_seconds: float = WAIT_SECONDS) -> "Store":
        """Open a home, or make it. Refused where it does not exist and `create` is false, on another key than it was
        made with, and on a journal of another home. Writers wait `wait_seconds` for each other."""
        if not create and not home.exists():
            raise Refused(f"Datamappen {home} findes ikke. Ret stien, eller opret den ved at indlæse den første fil.")
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with writer_lock(home, wait_seconds, "opening.lock"):
            journal = Journal.of_home(home)
            fingerprint = journal.fact(FINGERPRINT)
            key = load_key(home, fingerprint)
            if fingerprint is None:
                journal.set_fact(FINGERPRINT, key.fingerprint)
        return cls(home, key, journal, wait_seconds)

    @property
    def pseudonym_key(self) -> bytes:
        """The sub-key with which the door makes pseudonyms (HMAC)."""
        return self._key.pseudonyms

    @property
    def look_up_key(self) -> bytes:
        """The sub-key of the look-up from pseudonym to citizen."""
        return self._key.look_up

    # What was taken in

    def accept(
        self, user: str, files: Mapping[str, Path], readings: Sequence[Reading], progress: Progress = silent
    ) -> tuple[ImportRecord, ...]:
        """Take readings in as one batch; `files` by SHA-256. Raw files are encrypted, journal lines written, a new
        snapshot built and the pointer moved: all or nothing. A reading that is in force already changes nothing and
        gives its record. Refused where one cannot be accepted or another import does not end in time."""
        return self._writer.accept(user, files, readings, progress)

    def undo(self, user: str, import_id: int, reason: str, progress: Progress = silent) -> ImportRecord:
        """Take an import back completely: the state is that of the other imports. Refused without a reason, and where
        it is undone already."""
        return self.undo_all(user, (import_id,), reason, progress)[0]

    def undo_all(
        self, user: str, import_ids: Collection[int], reason: str, progress: Progress = silent
    ) -> tuple[ImportRecord, ...]:
        """Take several imports back in one step, all or none; Refused as `undo`."""
        return self._writer.undo(user, import_ids, reason, progress)

    def rebuild(self, user: str, read_again: ReadAgain, progress: Progress = silent) -> SnapshotInfo:
        """The snapshot again, from raw files and journal alone. `read_again` makes an import's typed rows of its raw
        bytes."""
        return self._writer.rebuild(user, read_again, progress)

    def backup(self, user: str, target: Path, key_copy: Path | None = None, progress: Progress = silent) -> BackupList:
        """Write a backup of the home to `target` while no import runs; `key_copy`: and a copy of the key there. Refused
        where a file is there already, inside the home, on a full disk, and where key and backup would lie together."""
        with writer_lock(self.home, self._wait_seconds):
            backup.refuse_place(self.home, target)
            if key_copy is not None:
                copy_key(key_copy, target)
            listed = backup.write(self.home, self._journal, self.snapshot(), self._key.fingerprint, target, progress)
        self.audit(user, BACKUP, f"{target.name}, {len(listed.files)} filer, {listed.content_hash[:16]}")
        return listed

    def last_backup(self) -> dt.datetime | None:
        """When a backup was last taken from here."""
        with self._journal.reading() as connection:
            return choices.last_audit(connection, BACKUP)

    def imports(self) -> tuple[ImportRecord, ...]:
        """Every import, newest first, undone ones included."""
        with self._journal.reading() as connection:
            return lines.all_imports(connection)

    def known_file(self, sha256: str) -> ImportRecord | None:
        """The newest import of that file that still counts."""
        with self._journal.reading() as connection:
            return lines.known_file(connection, sha256)

    def effective_dates(self, dataset: str | None = None) -> tuple[dt.date, ...]:
        """The dates of which there is a state, oldest first."""
        with self._journal.reading() as connection:
            return lines.effective_dates(connection, dataset)

    def snapshot(self) -> SnapshotInfo | None:
        """The snapshot in force."""
        with self._journal.reading() as connection:
            return lines.current_snapshot(connection)

    def course(self) -> tuple[DataMove, ...]:
        """Every change of the data, oldest first, with the content hash before and after it."""
        with self._journal.reading() as connection:
            return lines.course(connection, EMPTY_HASH)

    def raw(self, sha256: str) -> bytes:
        """A raw file's plain bytes, as uploaded."""
        return self._raw.read(sha256)

    # Reading

    def read(
        self,
        dataset: str,
        scope: Scope,
        as_of: dt.date | None = None,
        *,
        since: int | None = None,
        without: Collection[str] = (),
        alike: bool = False,
    ) -> pl.DataFrame:
        """The dataset's rows at `as_of` (None: now) that the scope allows, in the contract's schema and `KNOWLEDGE`.
        AccessDenied for roles without rows. A caller in a hurry leaves out periods before the year `since` and the
        fields in `without` (given as null), and takes postings that are `alike` in the others as one row with `SUM`."""
        scoping.refuse(dataset, scope)
        with self._snapshot_path() as path:

            def whole(name: str) -> pl.DataFrame:
                return reading.empty(name) if path is None else reading.read(path, name, as_of)

            def asked() -> pl.DataFrame:
                if path is None:
                    return reading.empty(dataset)
                return reading.read(path, dataset, as_of, since=since, without=without, alike=alike)

            return scoping.cut(dataset, asked(), scope, whole)

    def held(self, dataset: str, source: str, coverage: Mapping[str, tuple[str, ...]]) -> Held | None:
        """A source's rows of a list without a key, as far as an export of that coverage is held against them; None
        where it has no rows. For the door alone: no scope is asked."""
        with self._snapshot_path() as path:
            return None if path is None else held.held_in(path, contract_of(dataset), source, coverage)

    def held_of(self, dataset: str, frame: pl.DataFrame) -> Held:
        """The same of rows in the contract's schema that are not stored."""
        return held.held_of(contract_of(dataset), frame)

    def state_key(self, dataset: str, as_of: dt.date) -> tuple[str, int, int]:
        """The same for two dates at which the dataset reads the same: who asks about many closes need not read what has
        not changed between them."""
        with self._snapshot_path() as path:
            turned = 0 if path is None else bisect_right(reading.turning_days(path, dataset), as_of)
            return "" if path is None else path.name, turned, as_of.year

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Several reads in a row open the snapshot once."""
        with self._snapshot_path() as path, nullcontext() if path is None else reading.opened(path):
            yield

    @contextmanager
    def _snapshot_path(self) -> Iterator[Path | None]:
        info = self.snapshot()
        try:
            yield None if info is None else self._snapshots.path(info.name)
        except duckdb.Error as error:
            raise Refused(
                "Dataene kunne ikke læses: øjebliksbilledet mangler, er beskadiget eller af ældre slags. "
                "Prøv igen; hjælper det ikke, så kør «cockpit rebuild»."
            ) from error

    # Choices

    def settings(self) -> Settings:
        """The settings in force; the defaults (version 0) until somebody saves."""
        with self._journal.reading() as connection:
            return choices.current_settings(connection)

    def settings_versions(self) -> tuple[SettingsVersion, ...]:
        """Every saved version of the settings, newest first."""
        with self._journal.reading() as connection:
            return choices.settings_versions(connection)

    def save_settings(self, user: str, settings: Settings, reason: str, seen: int | None = None) -> Settings:
        """A new version of the settings, given back with its number. Refused where another than the version `seen` is
        in force by now."""
        with self._journal.writing() as connection:
            return choices.save_settings(connection, user, settings, reason, seen)

    def adjustments(self, as_of: dt.date | None = None) -> pl.DataFrame:
        """The skøn that counted at the state `as_of`, in `ADJUSTMENT_SCHEMA`; None: all that are not withdrawn."""
        with self._journal.reading() as connection:
            return choices.adjustments(connection, as_of)

    def earlier_adjustments(self, as_of: dt.date) -> pl.DataFrame:
        """The skøn from states before `as_of` that nobody renewed or withdrew, expired ones included."""
        with self._journal.reading() as connection:
            return choices.earlier_adjustments(connection, as_of)

    def add_adjustment(self, user: str, adjustment: Adjustment) -> int:
        """Lay a skøn upon the newest state of the data; its number."""
        with self._journal.writing() as connection:
            return choices.add_adjustment(connection, user, adjustment, self._newest_state())

    def withdraw_adjustment(self, user: str, number: int, reason: str) -> None:
        """Take a skøn back from the newest state of the data on."""
        with self._journal.writing() as connection:
            choices.withdraw_adjustment(connection, user, number, reason, self._newest_state())

    def renew_adjustment(self, user: str, number: int, adjustment: Adjustment) -> int:
        """Lay a skøn in the place of an older one; its number. Both or neither."""
        with self._journal.writing() as connection:
            state = self._newest_state()
            renewed = choices.add_adjustment(connection, user, adjustment, state)
            choices.withdraw_adjustment(connection, user, number, f"Fornyet som nr. {renewed}.", state)
            return renewed

    def _newest_state(self) -> dt.date:
        """The newest close: what people write counts from the figures that they look at, not from a list that is
        dated after them."""
        closes = self.effective_dates("postings") or self.effective_dates("grants") or self.effective_dates()
        return max(closes, default=lines.now().date())

    def profiles(self) -> dict[str, str]:
        """Saved mapping profiles: name -> YAML."""
        with self._journal.reading() as connection:
            return choices.profiles(connection)

    def save_profile(self, user: str, name: str, yaml_text: str) -> None:
        """Save a mapping profile; an older one of that name stays in the journal."""
        with self._journal.writing() as connection:
            choices.save_profile(connection, user, name, yaml_text)

    # What is written beside the data

    def entries(self, kind: EntryKind, scope: Scope, as_of: dt.date | None = None) -> tuple[Entry, ...]:
        """The lines of a kind in force, sorted by key, within the scope; at the state `as_of`, or now. AccessDenied
        for roles without rows."""
        with self._journal.reading() as connection:
            return entries.current(connection, kind, scope, as_of)

    def entry_history(self, kind: EntryKind, key: str, scope: Scope) -> tuple[Entry, ...]:
        """Every line of a key, newest first, removals included."""
        with self._journal.reading() as connection:
            return entries.history(connection, kind, key, scope)

    def written(self) -> int:
        """A number that rises with every line written."""
        with self._journal.reading() as connection:
            return entries.version(connection, tuple(EntryKind))

    def write_entry(
        self,
        user: str,
        kind: EntryKind,
        key: str,
        body: Mapping[str, object],
        *,
        area: str = "",
        team: str = "",
        reason: str = "",
        removed: bool = False,
        seen: int | None = None,
    ) -> Entry:
        """Write a line upon the newest state of the data. `seen`: see `entries.write`; Refused where another writer
        came first."""
        day = self._newest_state()
        entry = Entry(0, kind, key, body, user, lines.now(), day, area, team, reason, removed)
        with self._journal.writing() as connection:
            return entries.write(connection, entry, seen)

    # Figures and traces

    def stamp(self) -> FigureStamp:
        """What a figure computed now rests on."""
        with self._journal.reading() as connection:
            info = lines.current_snapshot(connection)
            return FigureStamp(
                snapshot=info.name if info else "-",
                content_hash=info.content_hash if info else EMPTY_HASH,
                settings_version=choices.current_settings(connection).version,
                adjustments_version=choices.adjustments_version(connection)
                + entries.version(connection, MOVES_FORECAST),
                entries_version=entries.version(connection, MOVES_DATA),
                law_version=law.version(),
                code_version=code_version(),
            )

    def put_derived(self, key: str, name: str, frame: pl.DataFrame) -> None:
        """Keep a computed table under a stamp's key."""
        self._derived.put(key, name, frame)

    def derived(self, key: str, name: str, scope: Scope) -> pl.DataFrame | None:
        """A computed table, cut to the scope; None where it was not computed."""
        return self._derived.get(key, name, scope)

    def has_derived(self, key: str, name: str) -> bool:
        """Whether a computed table is there, without reading it."""
        return self._derived.has(key, name)

    def keep_locked(self, edition: str, tables: Mapping[str, pl.DataFrame], facts: Mapping[str, object]) -> str:
        """Keep the figures of a lock for as long as the home; the SHA-256 under which they are found again."""
        return self._locked.keep(edition, tables, facts)

    def locked_facts(self, edition: str, content: str) -> dict[str, Any]:
        """What was noted at a lock. Refused where it is gone, or another than the SHA-256 `content` says."""
        return self._locked.facts(edition, content)

    def locked_names(self, edition: str, content: str) -> frozenset[str]:
        """The names of the tables kept at a lock; Refused as `locked_facts`."""
        return self._locked.names(edition, content)

    def locked(self, edition: str, content: str, name: str, scope: Scope) -> pl.DataFrame:
        """A table kept at a lock, cut to the scope as a live one would be; Refused as `locked_facts`."""
        return self._locked.table(edition, content, name, scope)

    def audit(self, user: str, action: str, detail: str) -> None:
        """Note who did or saw what. CPR-like numbers are masked."""
        with self._journal.writing() as connection:
            choices.write_audit(connection, user, action, detail)

    def audit_lines(self, limit: int = 200) -> pl.DataFrame:
        """The newest notes: at, user, action, detail."""
        with self._journal.reading() as connection:
            return choices.read_audit(connection, limit)

    def close(self) -> None:
        """Give the journal's connections back."""
        self._journal.close()
