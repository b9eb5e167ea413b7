"""What the watcher of a folder took, and what waits."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.watched import WatchedFile
from cockpit.views.table import Column, Table


def table(files: Sequence[WatchedFile]) -> Table:
    """One line a file, those that wait first, each in the order given."""
    rows = [
        ("Venter" if one.waits else "Indlæst", one.file_name, one.folder, one.at.date() if one.at else None, one.reason)
        for one in sorted(files, key=lambda one: not one.waits)
    ]
    texts: dict[str, pl.DataType] = dict.fromkeys(("status", "file_name", "folder", "at", "reason"), pl.String())
    columns = (
        Column("status", "Status", "text"),
        Column("file_name", "Fil", "text"),
        Column("folder", "Mappe", "text"),
        Column("at", "Dato", "date"),
        Column("reason", "Hvorfor", "text"),
    )
    return Table("Overvåget mappe", columns, pl.DataFrame(rows, schema={**texts, "at": pl.Date()}, orient="row"))
