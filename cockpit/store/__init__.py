"""Raw files, journal and snapshots. The only room that knows DuckDB, SQL and the key."""

from cockpit.store.code import code_version
from cockpit.store.doctor import examine
from cockpit.store.import_lines import SnapshotInfo
from cockpit.store.key import key_fits
from cockpit.store.restoring import check as check_backup
from cockpit.store.restoring import restore
from cockpit.store.store import Store

__all__ = ["SnapshotInfo", "Store", "check_backup", "code_version", "examine", "key_fits", "restore"]
