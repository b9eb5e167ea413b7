"""Backup: one file that a home can be made of again, checked the moment it is written, put back where nothing is."""

from pathlib import Path

from cockpit import store
from cockpit.access import require
from cockpit.contracts.backup import Backup, BackupList
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.checking import Progress
from cockpit.usecases.cockpit import Cockpit


def backup(
    cockpit: Cockpit, scope: Scope, target: Path, *, key_copy: Path | None = None, progress: Progress = lambda _: None
) -> Backup:
    """Write a backup and read it again, file by file. The key is not in it; `key_copy`: and a copy of the key in a file
    of its own. Refused with the reason; nothing is ever overwritten."""
    require(scope, Role.CONTROLLER, Role.ADMIN)
    cockpit.store.backup(scope.user, target, key_copy, progress=progress)
    return check_backup(target, progress)


def check_backup(path: Path, progress: Progress = lambda _: None) -> Backup:
    """Whether a backup is whole. Refused where a file in it is missing or changed."""
    return _told(path, store.check_backup(path, progress))


def restore(path: Path, home: Path, progress: Progress = lambda _: None) -> Backup:
    """Make a home of a backup, all of it or nothing; whoever holds the file may, for nobody owns the folder yet.
    Refused where the folder is not empty, or the backup is not whole."""
    return _told(path, store.restore(path, home.expanduser().resolve(), progress))


def _told(path: Path, listed: BackupList) -> Backup:
    return Backup(path, listed, store.key_fits(listed.key_fingerprint))
