"""Snapshots: immutable DuckDB files. One is built beside the others, made durable, named - and only then pointed at."""
# ruff: noqa: S608 - names in the SQL come from the contracts; values are always bound

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cockpit.contracts.dataset import datasets
from cockpit.store.files import fsync, publish
from cockpit.store.import_lines import SnapshotInfo, now
from cockpit.store.versions import Part, fold, make_table, take_back

KEPT = 3
SHUT: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
"""No extension is ever fetched; a reader is also shut off from every other file (see `reading`)."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Group:
    """One source of one dataset to be brought up to date: taken back to before `since` (None: nothing is there yet),
    then `parts` folded in order."""

    dataset: str
    source: str
    parts: tuple[Part, ...]
    first_known: dt.date | None
    """Effective date of the source's first import; None where no import of it counts any more."""
    since: str | None
    years: tuple[tuple[str, dt.date], ...] = ()
    """Year -> effective date of the first import that covers it, where exports cover years or periods."""


class Snapshots:
    """The folder of snapshots."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where the snapshot lies."""
        return self._folder / f"{name}.duckdb"

    def has(self, info: SnapshotInfo | None) -> bool:
        """Whether the snapshot's file is still there."""
        return info is not None and self.path(info.name).exists()

    def build(
        self, last: SnapshotInfo | None, groups: Sequence[Group], progress: Progress, *, upon_last: bool
    ) -> SnapshotInfo:
        """A new snapshot with the groups folded, upon the last one's rows or upon nothing. The pointer is not moved."""
        name = self._next_name(last)
        temporary = self._folder / f"{name}.duckdb.tmp"
        if last is not None and upon_last:
            shutil.copyfile(self.path(last.name), temporary)
        content_hash = _write(temporary, groups, progress)
        fsync(temporary)
        publish(temporary, self.path(name))
        return SnapshotInfo(name, content_hash, now())

    def _next_name(self, last: SnapshotInfo | None) -> str:
        """A name never used before, neither in the journal nor by a file: a path is never given a second content."""
        names = [path.name.split(".")[0] for path in self._folder.glob("snapshot-*")]
        names += [last.name] if last else []
        return f"snapshot-{max((int(name[9:]) for name in names), default=0) + 1:06d}"

    def tidy(self, current: str | None) -> None:
        """Remove unfinished builds, files that the pointer never reached, and all but the newest few before it. What
        somebody has open (Windows) goes another time."""
        for path in self._folder.glob("*.tmp*"):
            _remove(path)
        paths = sorted(self._folder.glob("snapshot-*.duckdb"))
        reached = [path for path in paths if current is not None and path.stem <= current]
        for path in {*paths} - {*reached[-KEPT:]}:
            _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _write(path: Path, groups: Iterable[Group], progress: Progress) -> str:
    config = {**SHUT, "storage_compatibility_version": "latest"}
    with duckdb.connect(str(path), config=config) as con:
        con.execute("create table if not exists sources (dataset varchar, source varchar, first_known date)")
        con.execute(
            "create table if not exists years (dataset varchar, source varchar, year varchar, first_known date)"
        )
        for dataset in datasets().values():
            make_table(con, dataset)
        for group in groups:
            _bring_up_to_date(con, group, progress)
        con.execute("checkpoint")
        return content_hash(con)


def _bring_up_to_date(con: duckdb.DuckDBPyConnection, group: Group, progress: Progress) -> None:
    con.execute("begin")
    _note_first_dates(con, group)
    if group.since is not None:
        take_back(con, datasets()[group.dataset], group.source, group.since)
    for number, part in enumerate(group.parts, start=1):
        progress(f"Lægger {part.dataset.title} ind ({number} af {len(group.parts)})")
        fold(con, part)
    con.execute("commit")


def _note_first_dates(con: duckdb.DuckDBPyConnection, group: Group) -> None:
    bound = {"dataset": group.dataset, "source": group.source}
    for table in ("sources", "years"):
        con.execute(f"delete from {table} where dataset = $dataset and source = $source", bound)
    if group.first_known is not None:
        con.execute("insert into sources values ($dataset, $source, $first)", {**bound, "first": group.first_known})
    for year, first in group.years:
        con.execute(
            "insert into years values ($dataset, $source, $year, $first)", {**bound, "year": year, "first": first}
        )


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 over the business rows of every dataset, all versions, independent of their order and of the file.

    A row's own hash is the MD5 of its non-empty fields. Rows that share source and times are summed as two 64-bit
    halves beside their number (a multiset hash, so that no row need be sorted); the sums, in order, are hashed.
    """
    lines = con.execute("select dataset, source, first_known from sources order by all").fetchall()
    lines += con.execute("select dataset, source, year, first_known from years order by all").fetchall()
    for name in sorted(datasets()):
        lines += con.execute(
            f"""select '{name}', source, known_from, known_to, missing_since, count(*),
                       sum((row_hash >> 64)::hugeint)::varchar,
                       sum((row_hash & 18446744073709551615::uhugeint)::hugeint)::varchar
                from "{name}" group by source, known_from, known_to, missing_since
                order by source, known_from, known_to nulls last, missing_since nulls last"""
        ).fetchall()
    return hash_of_lines(lines)


def hash_of_lines(lines: Iterable[tuple[object, ...]]) -> str:
    """SHA-256 of lines of plain values."""
    text = "\n".join("|".join(map(str, line)) for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()


EMPTY_HASH = hash_of_lines([])
"""The content hash of a home into which nothing was imported."""
