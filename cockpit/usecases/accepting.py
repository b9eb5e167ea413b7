"""Accept, undo and rebuild: the uses that change what the figures rest on, each in one journal transaction."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import polars as pl

from cockpit import ingest
from cockpit.access import require
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import DataMove, ImportRecord, Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Role, Scope
from cockpit.store import SnapshotInfo
from cockpit.usecases.checking import Batch, Progress
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.staging import stage
from cockpit.views import course as course_view

BLOCKING = (Status.REFUSED, Status.STOPPED, Status.UNMAPPED)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What took effect. `skipped` were imported already."""

    records: tuple[ImportRecord, ...]
    skipped: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, and the Danish sentence that says what the data are now, by content hash."""

    records: tuple[ImportRecord, ...]
    proof: str


def accept(
    cockpit: Cockpit,
    scope: Scope,
    batch: Batch,
    *,
    confirmed: bool = False,
    strict: bool = False,
    chosen: Collection[str] | None = None,
    progress: Progress = lambda _: None,
) -> Accepted:
    """Put the batch into effect, all or nothing. `chosen`: only the files with these SHA-256. `confirmed`: findings
    that ask for a yes have got it. `strict`: refuse where any row would be set aside. Refused with the reason."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    readings = [r for r in batch.readings if chosen is None or r.receipt.sha256 in chosen]
    _refuse_blocking(readings)
    ready = [r for r in readings if r.receipt.status is Status.READY]
    _refuse_unconfirmed(ready, confirmed=confirmed, strict=strict)
    skipped = tuple(r.receipt for r in readings if r.receipt.status is Status.KNOWN)
    if not ready:
        return Accepted((), skipped)
    files = {sha: path for sha, path in batch.paths.items() if any(r.receipt.sha256 == sha for r in ready)}
    return Accepted(cockpit.store.accept(scope.user, files, ready, progress=progress), skipped)


def _refuse_blocking(readings: Collection[Reading]) -> None:
    blocking = [r.receipt for r in readings if r.receipt.status in BLOCKING]
    if blocking:
        lines = "\n".join(f"- {receipt.file_name}: {receipt.reason}" for receipt in blocking)
        raise Refused(f"Intet er indlæst, for {len(blocking)} fil(er) kan ikke indlæses:\n{lines}")


def _refuse_unconfirmed(readings: Collection[Reading], *, confirmed: bool, strict: bool) -> None:
    for reading in readings:
        receipt = reading.receipt
        asks = [finding for finding in receipt.findings if finding.severity == "confirm"]
        if asks and not confirmed:
            raise Refused(f"Intet er indlæst. {receipt.file_name} kræver et ja: {asks[0].message}")
        if strict and receipt.rows_set_aside:
            raise Refused(
                f"Intet er indlæst. {receipt.file_name} har {receipt.rows_set_aside} rækker, der ikke kan læses."
            )


def undo(
    cockpit: Cockpit,
    scope: Scope,
    import_id: int,
    reason: str,
    *,
    together: bool = False,
    progress: Progress = lambda _: None,
) -> Undone:
    """Take an import back completely; `together`: and every other that was approved in the same go. Refused without a
    reason or where it is undone already."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    if not reason.strip():
        raise Refused("Skriv en begrundelse: den står i historikken.")
    numbers = _approved_with(cockpit, import_id) if together else {import_id}
    records = cockpit.store.undo_all(scope.user, numbers, reason.strip(), progress=progress)
    return Undone(records, course_view.build(cockpit.store.course()).proof)


def _approved_with(cockpit: Cockpit, import_id: int) -> set[int]:
    """The imports in force of the same approval, and the one asked for."""
    records = cockpit.store.imports()
    batches = {record.batch for record in records if record.id == import_id}
    return {import_id} | {record.id for record in records if record.batch in batches and record.undone_at is None}


def rebuild(cockpit: Cockpit, scope: Scope, progress: Progress = lambda _: None) -> SnapshotInfo:
    """The snapshot again from the raw files and the journal."""
    require(scope, Role.CONTROLLER, Role.ENGINE, Role.ADMIN)
    return cockpit.store.rebuild(scope.user, reader_of(cockpit), progress=progress)


def reader_of(cockpit: Cockpit) -> Callable[[ImportRecord, bytes], pl.DataFrame]:
    """How the store reads a raw file again the way it was read when it was accepted: with the profile of that day."""

    def read_again(record: ImportRecord, content: bytes) -> pl.DataFrame:
        receipt = record.receipt
        profile = ingest.Profile.from_yaml(record.profile_text)
        hints = ingest.Hints(as_of=receipt.effective_date, dataset=receipt.dataset, profile=profile.name)
        (upload,), folder = stage([(receipt.file_name, content)])
        with folder:
            key = cockpit.store.pseudonym_key
            readings = ingest.read(upload.path, receipt.file_name, key=key, profiles=(profile,), hints=hints)
        for reading in readings:
            if (reading.receipt.dataset, reading.receipt.sheet) == (receipt.dataset, receipt.sheet):
                return reading.frame
        raise Refused(
            f"{receipt.file_name} kan ikke læses igen som {receipt.dataset_title}: {readings[0].receipt.reason}"
        )

    return read_again


def history(cockpit: Cockpit, scope: Scope) -> tuple[ImportRecord, ...]:
    """Every import, newest first, undone ones included."""
    require(scope, Role.CONTROLLER, Role.ADMIN, Role.ENGINE)
    return cockpit.store.imports()


def course(cockpit: Cockpit, scope: Scope) -> tuple[DataMove, ...]:
    """Every change of the data, oldest first, with the content hash before and after it."""
    require(scope, Role.CONTROLLER, Role.ADMIN, Role.ENGINE)
    return cockpit.store.course()
