"""What changes the data: accept, undo and rebuild. Everything is made ready beside what is in force; one journal
transaction then makes it count. A crash before it leaves the old state, and what it left lying is swept away."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import polars as pl

from cockpit.contracts.dataset import datasets
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import DataAction, ImportRecord, Reading
from cockpit.contracts.receipt import Status
from cockpit.store import import_lines as lines
from cockpit.store.choices import write_audit
from cockpit.store.files import writer_lock
from cockpit.store.import_lines import SnapshotInfo
from cockpit.store.journal import Journal, masked
from cockpit.store.parts import Parts
from cockpit.store.raw import RawFiles
from cockpit.store.snapshot import Group, Progress, Snapshots

ReadAgain = Callable[[ImportRecord, bytes], pl.DataFrame]


def silent(_: str) -> None:
    """Progress that nobody follows."""


@dataclass(frozen=True)
class Writer:
    """The one who writes in a home."""

    home: Path
    journal: Journal
    raw: RawFiles
    parts: Parts
    snapshots: Snapshots
    wait_seconds: float

    def accept(
        self, user: str, files: Mapping[str, Path], readings: Sequence[Reading], progress: Progress
    ) -> tuple[ImportRecord, ...]:
        """Take the readings in as one batch, all or nothing; see `Store.accept`."""
        _refuse_unfit(readings, files)
        with self._alone() as (counting, last):
            records, fresh = self._numbered(user, readings, counting)
            if fresh:
                added = [record for record, _ in fresh]
                with self._keeping(files, added, progress):
                    for record, reading in fresh:
                        self.parts.write(record.id, record.receipt.dataset, reading.frame)
                    info = self._build(last, [*counting, *added], added, progress)
                with self.journal.writing() as connection:
                    lines.insert_batch(connection, added)
                    lines.point_at(connection, info, user, DataAction.IMPORT, [record.id for record in added])
        return records

    def undo(self, user: str, numbers: Collection[int], reason: str, progress: Progress) -> tuple[ImportRecord, ...]:
        """Take imports back, all or none; see `Store.undo`."""
        if not reason.strip():
            raise Refused("Skriv en begrundelse: den står i historikken.")
        with self._alone() as (counting, last):
            found = [record for record in counting if record.id in numbers]
            for number in sorted(set(numbers) - {record.id for record in found}):
                raise Refused(f"Indlæsning nr. {number} findes ikke eller er allerede fortrudt.")
            rest = [record for record in counting if record.id not in numbers]
            info = self._build(last, rest, found, progress)
            with self.journal.writing() as connection:
                for record in found:
                    lines.mark_undone(connection, record.id, user, reason.strip())
                lines.point_at(connection, info, user, DataAction.UNDO, numbers)
        at, why = lines.now(), masked(reason.strip())
        return tuple(replace(record, undone_at=at, undone_by=user, undone_reason=why) for record in found)

    def rebuild(self, user: str, read_again: ReadAgain, progress: Progress) -> SnapshotInfo:
        """The snapshot again from raw files and journal; see `Store.rebuild`."""
        with self._alone() as (counting, last):
            for record in counting:
                progress(f"Læser {record.receipt.file_name} igen")
                frame = read_again(record, self.raw.read(record.receipt.sha256))
                self.parts.write(record.id, record.receipt.dataset, frame)
            info = self._build(last, counting, (), progress, upon_last=False)
            with self.journal.writing() as connection:
                lines.point_at(connection, info, user, DataAction.REBUILD)
                write_audit(connection, user, "rebuild", info.name)
        return info

    @contextmanager
    def _alone(self) -> Iterator[tuple[list[ImportRecord], SnapshotInfo | None]]:
        """Alone in the home, with the imports that count and the snapshot in force; swept before and after."""
        with writer_lock(self.home, self.wait_seconds):
            self._sweep()
            try:
                with self.journal.reading() as connection:
                    counting = [record for record in lines.all_imports(connection) if record.undone_at is None]
                    last = lines.current_snapshot(connection)
                yield counting, last
            except (OSError, duckdb.Error) as error:
                raise Refused(
                    f"Dataene kunne ikke skrives i {self.home} ({type(error).__name__}). Intet er ændret: "
                    "kontrollér, at der er plads på disken, og at mappen må skrives, og prøv igen."
                ) from error
            finally:
                self._sweep()

    def _sweep(self) -> None:
        with self.journal.reading() as connection:
            numbers, files = lines.named_files(connection)
            current = lines.current_snapshot(connection)
        self.raw.sweep(files)
        self.parts.sweep(numbers)
        self.snapshots.tidy(current.name if current else None)

    def _numbered(
        self, user: str, readings: Sequence[Reading], counting: Iterable[ImportRecord]
    ) -> tuple[tuple[ImportRecord, ...], list[tuple[ImportRecord, Reading]]]:
        """The record of every reading, and those that are new. The same reading of the same file counts once."""
        with self.journal.reading() as connection:
            number, batch = lines.next_numbers(connection)
        known = {_identity(record): record for record in counting}
        fresh: list[tuple[ImportRecord, Reading]] = []
        for reading in readings:
            record = lines.record_of(number + len(fresh), batch, user, reading)
            if known.setdefault(_identity(record), record) is record:
                fresh.append((record, reading))
        return tuple(known[_identity(lines.record_of(0, 0, user, reading))] for reading in readings), fresh

    @contextmanager
    def _keeping(self, files: Mapping[str, Path], added: Iterable[ImportRecord], progress: Progress) -> Iterator[None]:
        """Raw files are encrypted while the block runs, and are safe when it has ended; raises what went wrong."""
        progress("Gemmer råfiler krypteret")
        with ThreadPoolExecutor(1) as pool:
            wanted = sorted({record.receipt.sha256 for record in added})
            kept = [pool.submit(self.raw.keep, files[sha256], sha256) for sha256 in wanted]
            yield
            for one in kept:
                one.result()

    def _build(
        self,
        last: SnapshotInfo | None,
        counting: Iterable[ImportRecord],
        changed: Iterable[ImportRecord],
        progress: Progress,
        *,
        upon_last: bool = True,
    ) -> SnapshotInfo:
        """A snapshot of the imports that count. Upon the last one, each source of an import that was added or taken
        back is folded again from that import's date on; where that one is lost or unwanted, everything is."""
        upon_last = upon_last and self.snapshots.has(last)
        order = sorted(counting, key=_place)
        since = {} if upon_last else {_source(record): "" for record in order}
        for record in changed:
            day = _place(record)[0]
            since[_source(record)] = min(day, since.get(_source(record), day))
        groups = [self._group(source, day, order) for source, day in sorted(since.items())]
        return self.snapshots.build(last, groups, progress, upon_last=upon_last)

    def _group(self, source: tuple[str, str], since: str, order: Iterable[ImportRecord]) -> Group:
        records = [record for record in order if _source(record) == source]
        parts = tuple(self.parts.part(record) for record in records if _place(record)[0] >= since)
        first = records[0].receipt.effective_date if records else None
        years = tuple(sorted(_first_of_years(source[0], records).items()))
        return Group(*source, parts=parts, first_known=first, since=since or None, years=years)


def _first_of_years(name: str, records: Iterable[ImportRecord]) -> dict[str, dt.date]:
    """Year -> date of the first import that covers it. Empty where an import is the whole list and covers all years."""
    field = next(iter(datasets()[name].replaces), "")
    first: dict[str, dt.date] = {}
    for record in records:
        if field not in record.coverage or record.receipt.effective_date is None:
            return {}
        for value in record.coverage[field]:
            first.setdefault(value[:4], record.receipt.effective_date)
    return first


def _source(record: ImportRecord) -> tuple[str, str]:
    return record.receipt.dataset, record.receipt.source


def _place(record: ImportRecord) -> tuple[str, int]:
    return str(record.receipt.effective_date), record.id


def _identity(record: ImportRecord) -> tuple[object, ...]:
    receipt = record.receipt
    return (receipt.sha256, receipt.dataset, receipt.sheet, receipt.source, receipt.effective_date, record.profile_text)


def _refuse_unfit(readings: Sequence[Reading], files: Mapping[str, Path]) -> None:
    for reading in readings:
        receipt = reading.receipt
        if receipt.status not in (Status.READY, Status.KNOWN) or receipt.dataset not in datasets():
            raise Refused(f"Intet er indlæst. {receipt.file_name} kan ikke indlæses: {receipt.reason}")
        if receipt.effective_date is None:
            raise Refused(f"Intet er indlæst. {receipt.file_name} mangler den dato, som oplysningerne gælder for.")
        if receipt.sha256 not in files:
            raise Refused(f"Intet er indlæst. Filen {receipt.file_name} er ikke længere til stede: hent den ind igen.")
