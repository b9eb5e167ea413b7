"""A backup read again: checked file by file, and made into a home that did not exist, whole or not at all."""

import re
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from pydantic import ValidationError

from cockpit.contracts.backup import BackupFile, BackupList
from cockpit.contracts.errors import Refused
from cockpit.store.backup import DEMO, FOLDERS, JOURNAL, LIST, copy_hashed
from cockpit.store.files import fsync, publish
from cockpit.store.journal import IDENTITY
from cockpit.store.reading import CLOSED
from cockpit.store.snapshot import Progress, content_hash

FORMAT = 1
LIST_BYTES = 64 * 1024 * 1024
_NAME = re.compile(rf"{IDENTITY}|{DEMO}|{JOURNAL}|snapshots/[\w-]+\.duckdb|(?:{'|'.join(FOLDERS)})(?:/[\w-][\w.-]*)+")
"""What may lie in a home. A name that points out of it, or into something else, is no backup of ours."""


def check(path: Path, progress: Progress) -> BackupList:
    """Read every file of the backup and hold it against the list. Refused, with the file's name, where one is missing
    or changed."""
    with _opened(path) as (archive, listed):
        for name, file in sorted(listed.files.items()):
            progress(f"Kontrollerer {name}")
            _take(archive, name, file, None)
    return listed


def restore(path: Path, home: Path, progress: Progress) -> BackupList:
    """Make the home of the backup. Every file is held against the list, and the snapshot's rows against the content
    hash. Refused where the folder holds anything, and where anything differs: then nothing is left behind."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise Refused(
            f"Mappen {home} er ikke tom. En backup lægges kun tilbage i en ny eller tom mappe: vælg en anden."
        )
    with _opened(path) as (archive, listed):
        home.parent.mkdir(parents=True, exist_ok=True)
        _refuse_full_disk(home.parent, listed)
        temporary = home.with_name(f"{home.name}.{secrets.token_hex(4)}.tmp")
        temporary.mkdir(mode=0o700)
        try:
            _unpack(archive, listed, temporary, progress)
            _refuse_other_rows(temporary, listed, progress)
            if home.exists():
                home.rmdir()
            publish(temporary, home)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    return listed


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, BackupList]]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive, _listed(archive, path)
    except FileNotFoundError:
        raise Refused(f"Filen {path} findes ikke. Ret stien.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused(
            f"{path} er ikke en backup, eller den er beskadiget ({error}). Intet er ændret: brug en anden backup."
        ) from error


def _listed(archive: zipfile.ZipFile, path: Path) -> BackupList:
    try:
        info = archive.getinfo(LIST)
        if info.file_size > LIST_BYTES:
            raise ValueError(LIST)
        listed = BackupList.model_validate_json(archive.read(info))
    except (KeyError, ValueError, ValidationError):
        raise Refused(
            f"{path} er ikke en backup fra styringscockpittet: listen {LIST} mangler eller kan ikke læses."
        ) from None
    if listed.format != FORMAT:
        raise Refused(f"{path} er lavet af en nyere udgave ({listed.code_version}). Opdatér programmet, og prøv igen.")
    strange = [name for name in listed.files if not _NAME.fullmatch(name) or ".." in name]
    if strange or not {IDENTITY, JOURNAL} <= set(listed.files):
        raise Refused(
            f"{path} er ikke en backup, der kan bruges: {strange[0] if strange else JOURNAL!r} hører ikke hjemme."
        )
    return listed


def _refuse_full_disk(folder: Path, listed: BackupList) -> None:
    if listed.size_bytes > shutil.disk_usage(folder).free:
        raise Refused(f"Der er ikke plads i {folder} til de {listed.size_bytes // 1_000_000 + 1} MB, backuppen fylder.")


def _unpack(archive: zipfile.ZipFile, listed: BackupList, folder: Path, progress: Progress) -> None:
    for name, file in sorted(listed.files.items()):
        progress(f"Lægger {name} tilbage")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _take(archive, name, file, target)
        fsync(target)
    (folder / "snapshots").mkdir(exist_ok=True, mode=0o700)


def _take(archive: zipfile.ZipFile, name: str, file: BackupFile, target: Path | None) -> None:
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise Refused(f"Backuppen mangler {name}. Intet er ændret: brug en anden backup.") from None
    if info.file_size != file.size_bytes:
        raise _changed(name)
    with archive.open(info) as source:
        if target is None:
            found = copy_hashed(source, None)
        else:
            with target.open("xb") as written:
                found = copy_hashed(source, written)
    if found != file:
        raise _changed(name)


def _changed(name: str) -> Refused:
    return Refused(f"{name} i backuppen er ændret, siden den blev taget. Intet er ændret: brug en anden backup.")


def _refuse_other_rows(folder: Path, listed: BackupList, progress: Progress) -> None:
    path = folder / "snapshots" / f"{listed.snapshot}.duckdb"
    if not listed.snapshot or not path.exists():
        return
    progress("Regner datagrundlagets fingeraftryk om")
    if hash_of(path) != listed.content_hash:
        raise Refused(
            "Datagrundlaget i backuppen er ikke det, som listen siger. Intet er ændret: brug en anden backup."
        )


def hash_of(path: Path) -> str:
    """The content hash of a snapshot's rows, counted again. Refused where the file is no snapshot of this release."""
    try:
        with duckdb.connect(str(path), read_only=True, config=CLOSED) as con:
            return content_hash(con)
    except duckdb.Error as error:
        raise Refused(
            f"Øjebliksbilledet {path.stem} kan ikke læses: det er beskadiget eller af en anden slags."
        ) from error
