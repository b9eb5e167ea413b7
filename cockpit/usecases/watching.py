"""A folder that reads itself: what is clean goes in, what is not waits for a person with its receipt beside it.

A round looks at every file, leaves those that are still being written, takes the clean ones as one batch (all or
nothing), and notes in the journal what it did. All that it knows lies in the journal and in the folder, so it may be
stopped at any moment and started again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cockpit import ingest
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.errors import CockpitError, Refused
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Scope
from cockpit.contracts.watched import WatchedFile
from cockpit.usecases.accepting import accept
from cockpit.usecases.checking import Batch, Progress, check
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.staging import Upload
from cockpit.usecases.watched import WATCHER, forget, key_of, note, place_of, slim
from cockpit.views import receipt as receipt_view
from cockpit.views.receipt_text import plain_text

BESIDE = ".kvittering.txt"
UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".download")
Look = Mapping[Path, tuple[int, int]]
"""File -> size and time of change: a file that looks the same twice is no longer being written."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did, by masked file name. `left`: still being written, or locked by whoever writes it."""

    taken: tuple[WatchedFile, ...] = ()
    waiting: tuple[WatchedFile, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    sha256: str
    key: str


def look(folder: Path) -> Look:
    """The files of a folder and its sub-folders that may be exports. Refused where the folder cannot be read."""
    if not folder.is_dir():
        raise Refused(f"Mappen {folder} findes ikke eller kan ikke læses. Ret stien, og start igen.")
    seen = {}
    for path in sorted(folder.rglob("*")):
        if _may_be_export(path):
            try:
                status = path.stat()
            except OSError:
                continue
            seen[path] = (status.st_size, status.st_mtime_ns)
    return seen


def _may_be_export(path: Path) -> bool:
    name = path.name.lower()
    hidden = name.startswith((".", "~$")) or name.endswith((BESIDE, *UNFINISHED))
    return not hidden and not path.is_symlink() and path.is_file()


def watch_round(cockpit: Cockpit, folder: Path, before: Look, now: Look, progress: Progress = lambda _: None) -> Round:
    """One round over the files that look the same in `before` and `now`. A file that was taken is never taken again;
    one that waits is checked anew, for a profile may have been made for it."""
    settled = [path for path, seen in now.items() if before.get(path) == seen and seen[0] > 0]
    found = [one for path in settled if (one := _found(folder, path)) is not None]
    known = _known(cockpit, folder)
    _forget_gone(cockpit, known, folder, now)
    fresh = [one for one in found if one.key not in known or known[one.key].waits]
    taken, waiting = _take(cockpit, folder, fresh, progress)
    return Round(tuple(taken), tuple(waiting), len(now) - len(found))


def _found(folder: Path, path: Path) -> _Found | None:
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
    return _Found(path, sha256, key_of(folder, str(path.relative_to(folder)), sha256))


def _known(cockpit: Cockpit, folder: Path) -> dict[str, WatchedFile]:
    lines = cockpit.store.entries(EntryKind.WATCHED, Scope.engine())
    files = {line.key: WatchedFile.model_validate(line.body) for line in lines}
    return {key: file for key, file in files.items() if file.place == place_of(folder)}


def _forget_gone(cockpit: Cockpit, known: Mapping[str, WatchedFile], folder: Path, now: Look) -> None:
    waiting = {key: file for key, file in known.items() if file.waits}
    if not waiting:
        return
    here = {one.key for path in now if (one := _found(folder, path)) is not None}
    for key in waiting.keys() - here:
        forget(cockpit, key, waiting[key])


def _take(
    cockpit: Cockpit, folder: Path, files: Sequence[_Found], progress: Progress
) -> tuple[list[WatchedFile], list[WatchedFile]]:
    """The clean files as one batch. Leaving one out may change what another is compared with, so what is left is
    checked again until all of it is clean."""
    waiting: list[WatchedFile] = []
    rest = list(files)
    while rest:
        batch = check(cockpit, WATCHER, [Upload.of(one.path) for one in rest], progress=progress)
        soiled = [one for one in rest if not all(map(_clean, _of(batch, one)))]
        waiting += [_waits(cockpit, folder, one, batch) for one in soiled]
        rest = [one for one in rest if one not in soiled]
        if not soiled:
            return _accepted(cockpit, folder, rest, batch, progress), waiting
    return [], waiting


def _clean(receipt: Receipt) -> bool:
    return receipt.status in (Status.READY, Status.KNOWN) and not receipt.needs_confirmation


def _accepted(
    cockpit: Cockpit, folder: Path, files: Sequence[_Found], batch: Batch, progress: Progress
) -> list[WatchedFile]:
    try:
        accept(cockpit, WATCHER, batch, progress=progress)
    except CockpitError as error:
        progress(f"Intet er indlæst i denne omgang: {error}")
        return []
    taken = []
    for one in files:
        receipts = _of(batch, one)
        known = all(receipt.status is Status.KNOWN for receipt in receipts)
        reason = receipts[0].reason if known else "Indlæst."
        file = _file(folder, one, reason)
        note(cockpit, one.key, file)
        _beside(one.path).unlink(missing_ok=True)
        taken.append(file)
    return taken


def _file(folder: Path, one: _Found, reason: str) -> WatchedFile:
    return WatchedFile(
        file_name=ingest.mask_text(one.path.name),
        folder=folder.name,
        place=place_of(folder),
        sha256=one.sha256,
        waits=False,
        reason=reason,
    )


def _waits(cockpit: Cockpit, folder: Path, one: _Found, batch: Batch) -> WatchedFile:
    receipts = _of(batch, one)
    file = _file(folder, one, _why(receipts)).model_copy(update={"waits": True, "receipts": slim(receipts)})
    note(cockpit, one.key, file)
    _write_beside(one.path, plain_text(receipts))
    return file


def _of(batch: Batch, one: _Found) -> list[Receipt]:
    """The receipts of what was read from the file: of each file in an archive."""
    read = batch.contents.get(one.path, frozenset())
    mine = [receipt for receipt in batch.receipts if receipt.sha256 in read]
    return mine or [
        Receipt(
            file_name=ingest.mask_text(one.path.name),
            sha256=one.sha256,
            size_bytes=0,
            status=Status.REFUSED,
            reason="Der er intet at læse i filen.",
        )
    ]


def _why(receipts: Sequence[Receipt]) -> str:
    """The first thing that a person must see to."""
    for receipt in receipts:
        if receipt.status not in (Status.READY, Status.KNOWN):
            return receipt.reason
        if receipt.needs_confirmation:
            return receipt_view.build(receipt).confirmations[0]
    return receipts[0].reason


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{BESIDE}")


def _write_beside(path: Path, text: str) -> None:
    """The receipt beside the file; in a folder that may only be read the app's list of what waits must do."""
    content = text.replace("\n", "\r\n").encode("utf-8-sig")
    try:
        if not _beside(path).exists() or _beside(path).read_bytes() != content:
            _beside(path).write_bytes(content)
    except OSError:
        return
