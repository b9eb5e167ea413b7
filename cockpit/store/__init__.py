"""Raw files, journal and snapshots. The only room that knows DuckDB, SQL and the key."""
