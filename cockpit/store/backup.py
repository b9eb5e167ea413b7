"""A backup: one zip file with everything that a home cannot make anew, and a list with the SHA-256 of each file.

The key never lies in it. Computed tables and older snapshots are left out: they are made again. While it is taken no
import runs; the journal is copied in one transaction of its own, before the folders that its lines name.
"""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import create_engine, select

from cockpit.contracts.backup import BackupFile, BackupList
from cockpit.contracts.errors import Refused
from cockpit.store import tables
from cockpit.store.code import code_version
from cockpit.store.files import atomic
from cockpit.store.import_lines import SnapshotInfo, now
from cockpit.store.journal import IDENTITY, Journal
from cockpit.store.snapshot import EMPTY_HASH, Progress

LIST = "backup.json"
JOURNAL = "journal.sqlite"
DEMO = ".demo"
FOLDERS = ("raw", "parts", "locked")
PIECE_BYTES = 1024 * 1024


def write(
    home: Path, journal: Journal, snapshot: SnapshotInfo | None, fingerprint: str, target: Path, progress: Progress
) -> BackupList:
    """Write the backup of the home to `target`, whole or not at all. The caller holds the writer's lock and has looked
    at the place (`refuse_place`)."""
    with tempfile.TemporaryDirectory(prefix="cockpit-") as folder, atomic(target) as file:
        Path(file.name).chmod(0o600)
        copy = Path(folder) / JOURNAL
        progress("Kopierer journalen")
        copy_journal(journal, copy)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            files = {name: _put(archive, name, path, progress) for name, path in _named(home, snapshot, copy)}
            listed = BackupList(
                made_at=now(),
                code_version=code_version(),
                home=(home / IDENTITY).read_text(encoding="ascii"),
                demo=(home / DEMO).exists(),
                key_fingerprint=fingerprint,
                snapshot=snapshot.name if snapshot else "",
                content_hash=snapshot.content_hash if snapshot else EMPTY_HASH,
                files=files,
            )
            archive.writestr(LIST, listed.model_dump_json(indent=1))
    return listed


def refuse_place(home: Path, target: Path) -> None:
    """Refused where there is a file already, where the backup would lie in what it is of, or on a full disk."""
    if target.exists():
        raise Refused(f"{target} findes allerede. En backup overskrives aldrig: vælg et nyt filnavn.")
    if target.resolve().is_relative_to(home.resolve()):
        raise Refused(f"{target} ligger inde i datamappen {home}. Læg backuppen et andet sted, helst på et andet drev.")
    if not target.parent.is_dir():
        raise Refused(f"Mappen {target.parent} findes ikke. Opret den, eller vælg en anden.")
    needed, free = sum(path.stat().st_size for path in _kept(home)), shutil.disk_usage(target.parent).free
    if needed > free:
        raise Refused(
            f"Der er ikke plads i {target.parent}: backuppen fylder {_mb(needed)}, og der er {_mb(free)} ledigt."
        )


def _mb(size: int) -> str:
    return f"{-(-size // 1_000_000)} MB"


def copy_journal(journal: Journal, target: Path) -> None:
    """Every line of the journal, as it stands at one moment, in an SQLite file; whatever database it is kept in."""
    engine = create_engine(f"sqlite:///{target}")
    tables.metadata.create_all(engine)
    try:
        with journal.one_moment() as source, engine.begin() as copy:
            for table in tables.metadata.sorted_tables:
                rows = [dict(row) for row in source.execute(select(table)).mappings()]
                if rows:
                    copy.execute(table.insert(), rows)
    finally:
        engine.dispose()


def _named(home: Path, snapshot: SnapshotInfo | None, journal: Path) -> Iterator[tuple[str, Path]]:
    yield JOURNAL, journal
    for path in (home / IDENTITY, home / DEMO):
        if path.exists():
            yield path.name, path
    if snapshot is not None:
        path = home / "snapshots" / f"{snapshot.name}.duckdb"
        if path.exists():
            yield path.relative_to(home).as_posix(), path
    for path in _kept(home):
        yield path.relative_to(home).as_posix(), path


def _kept(home: Path) -> list[Path]:
    """The files of the folders that are kept, less what a broken-off write left lying."""
    found = (path for folder in FOLDERS for path in (home / folder).rglob("*"))
    return sorted(path for path in found if path.is_file() and ".tmp" not in str(path.relative_to(home)))


def _put(archive: zipfile.ZipFile, name: str, path: Path, progress: Progress) -> BackupFile:
    progress(f"Gemmer {name}")
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return copy_hashed(source, target)


def copy_hashed(source: IO[bytes], target: IO[bytes] | None) -> BackupFile:
    """Copy to the end (`target` None: only read), and say what was copied."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE_BYTES):
        digest.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)
    return BackupFile(sha256=digest.hexdigest(), size_bytes=size)
