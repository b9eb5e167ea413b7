"""What the watcher of a folder took, and what waits for a person: lines of the journal, one a file."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from cockpit.access import require
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.receipt import Receipt
from cockpit.contracts.scope import Role, Scope
from cockpit.contracts.watched import WatchedFile
from cockpit.usecases.cockpit import Cockpit

WATCHER = Scope(user="mappe-overvågning", role=Role.CONTROLLER)
"""In whose name the watcher imports."""


def watched_files(cockpit: Cockpit) -> tuple[WatchedFile, ...]:
    """Every file of the watched folders as it stands, the newest first. Names are masked as on the receipts."""
    lines = cockpit.store.entries(EntryKind.WATCHED, Scope.engine())
    newest = sorted(lines, key=lambda line: line.id, reverse=True)
    return tuple(WatchedFile.model_validate(line.body).model_copy(update={"at": line.at}) for line in newest)


def watched(cockpit: Cockpit, scope: Scope) -> tuple[WatchedFile, ...]:
    """As `watched_files`, for finance staff. AccessDenied for others."""
    require(scope, Role.CONTROLLER, Role.ENGINE)
    return watched_files(cockpit)


def place_of(folder: Path) -> str:
    """A folder's mark. A hash, as `key_of`: a name may hold a CPR number."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:16]


def key_of(folder: Path, name: str, sha256: str) -> str:
    """The same bytes under the same name in the same folder are the same file."""
    return hashlib.sha256(f"{folder}|{name}|{sha256}".encode()).hexdigest()


def note(cockpit: Cockpit, key: str, file: WatchedFile) -> None:
    """Write how a file stands, where that is news."""
    known = cockpit.store.entry_history(EntryKind.WATCHED, key, Scope.engine())
    body = file.model_dump(mode="json", exclude={"at"})
    if not known or known[0].removed or dict(known[0].body) != body:
        cockpit.store.write_entry(WATCHER.user, EntryKind.WATCHED, key, body)


def forget(cockpit: Cockpit, key: str, file: WatchedFile) -> None:
    """A file that waited and is no longer in the folder waits no more."""
    body = file.model_dump(mode="json", exclude={"at"})
    cockpit.store.write_entry(WATCHER.user, EntryKind.WATCHED, key, body, reason="fjernet fra mappen", removed=True)


def slim(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """The receipts without what only fills the journal."""
    return tuple(receipt.model_copy(update={"sums": (), "changes": None}) for receipt in receipts)
