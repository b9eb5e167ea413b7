"""Raw files, journal and snapshots. The only room that knows DuckDB, SQL and the key."""

from cockpit.store.import_lines import SnapshotInfo
from cockpit.store.store import Store

__all__ = ["SnapshotInfo", "Store"]
