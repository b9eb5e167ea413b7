"""The journal's lines about imports and snapshots, as the types that the rest of the house knows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select, update

from cockpit.contracts.imports import DataAction, DataMove, ImportRecord, Reading
from cockpit.contracts.receipt import Receipt
from cockpit.store.journal import masked
from cockpit.store.tables import batches, imports, moves, snapshots


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """Which snapshot is in force. Equal content hashes mean equal business rows through all time."""

    name: str
    content_hash: str
    created_at: dt.datetime


def now() -> dt.datetime:
    """The moment, in local time."""
    return dt.datetime.now(dt.UTC).astimezone()


def record_of(number: int, batch: int, user: str, reading: Reading) -> ImportRecord:
    """The line that accepting the reading would write."""
    return ImportRecord(
        id=number,
        batch=batch,
        user=user,
        at=now(),
        receipt=reading.receipt,
        coverage=reading.coverage,
        lists=reading.lists,
        profile_text=reading.profile_text,
    )


def next_numbers(connection: Connection) -> tuple[int, int]:
    """The next import's and the next batch's number."""
    last_import = connection.scalar(select(func.max(imports.c.id))) or 0
    last_batch = connection.scalar(select(func.max(batches.c.id))) or 0
    return last_import + 1, last_batch + 1


def insert_batch(connection: Connection, records: Sequence[ImportRecord]) -> None:
    """One batch and its imports."""
    first = records[0]
    connection.execute(batches.insert().values(id=first.batch, user=first.user, at=first.at))
    connection.execute(imports.insert(), [_values(record) for record in records])


def _values(record: ImportRecord) -> dict[str, Any]:
    receipt = record.receipt
    return {
        "id": record.id,
        "batch": record.batch,
        "user": record.user,
        "at": record.at,
        "sha256": receipt.sha256,
        "dataset": receipt.dataset,
        "source": receipt.source,
        "effective_date": receipt.effective_date,
        "receipt": receipt.model_dump_json(),
        "coverage": {name: list(values) for name, values in record.coverage.items()},
        "lists": record.lists,
        "profile_text": record.profile_text,
    }


def mark_undone(connection: Connection, number: int, user: str, reason: str) -> None:
    """Say on the import's line that it no longer counts."""
    values = {"undone_at": now(), "undone_by": user, "undone_reason": masked(reason)}
    connection.execute(update(imports).where(imports.c.id == number).values(values))


def all_imports(connection: Connection) -> tuple[ImportRecord, ...]:
    """Every import, newest first, undone ones included."""
    rows = connection.execute(select(imports).order_by(imports.c.id.desc())).mappings()
    return tuple(map(_record, rows))


def named_files(connection: Connection) -> tuple[set[int], set[str]]:
    """Numbers and files (SHA-256) of every import, undone ones included: what may lie in a home."""
    rows = connection.execute(select(imports.c.id, imports.c.sha256)).all()
    return {row.id for row in rows}, {row.sha256 for row in rows}


def _record(row: RowMapping) -> ImportRecord:
    return ImportRecord(
        id=row["id"],
        batch=row["batch"],
        user=row["user"],
        at=row["at"],
        receipt=Receipt.model_validate_json(row["receipt"]),
        coverage={name: tuple(values) for name, values in row["coverage"].items()},
        lists=row["lists"],
        profile_text=row["profile_text"],
        undone_at=row["undone_at"],
        undone_by=row["undone_by"],
        undone_reason=row["undone_reason"],
    )


def known_file(connection: Connection, sha256: str) -> ImportRecord | None:
    """The newest import of that file that still counts."""
    wanted = select(imports).where(imports.c.sha256 == sha256, imports.c.undone_at.is_(None))
    row = connection.execute(wanted.order_by(imports.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else _record(row)


def effective_dates(connection: Connection, dataset: str | None) -> tuple[dt.date, ...]:
    """The dates of which there is a state, in order; of one dataset, or of any."""
    wanted = select(imports.c.effective_date).where(imports.c.undone_at.is_(None)).distinct()
    if dataset is not None:
        wanted = wanted.where(imports.c.dataset == dataset)
    return tuple(connection.scalars(wanted.order_by(imports.c.effective_date)))


def current_snapshot(connection: Connection) -> SnapshotInfo | None:
    """The snapshot that the pointer names."""
    row = connection.execute(select(snapshots).order_by(snapshots.c.id.desc()).limit(1)).mappings().first()
    return None if row is None else SnapshotInfo(row["name"], row["content_hash"], row["created_at"])


def point_at(
    connection: Connection, info: SnapshotInfo, user: str, action: DataAction, numbers: Iterable[int] = ()
) -> None:
    """Move the pointer, and say what moved it: the last lines of every transaction that changes what figures rest
    on."""
    number = (connection.scalar(select(func.max(snapshots.c.id))) or 0) + 1
    values = {"id": number, "name": info.name, "content_hash": info.content_hash, "created_at": info.created_at}
    connection.execute(snapshots.insert().values(values))
    cause = {"id": number, "user": user, "at": now(), "action": action.value, "imports": sorted(numbers)}
    connection.execute(moves.insert().values(cause))


def course(connection: Connection, empty: str) -> tuple[DataMove, ...]:
    """Every move of the pointer, oldest first; `empty` is the content hash before the first."""
    joined = select(snapshots, moves.c.user, moves.c.action, moves.c.imports).outerjoin(
        moves, moves.c.id == snapshots.c.id
    )
    found: list[DataMove] = []
    for row in connection.execute(joined.order_by(snapshots.c.id)):
        found.append(
            DataMove(
                number=row.id,
                snapshot=row.name,
                before=found[-1].after if found else empty,
                after=row.content_hash,
                at=row.created_at,
                user=row.user or "",
                action=DataAction(row.action) if row.action else None,
                imports=tuple(row.imports or ()),
            )
        )
    return tuple(found)
