"""Cells that are merged over several rows: what the first of them says is said of all, save what is counted."""

from collections.abc import Collection
from dataclasses import replace

from cockpit.contracts.dataset import Dataset
from cockpit.ingest.layout import Table


def spread(table: Table, counted: Collection[str] = ()) -> Table:
    """The table with every merged cell's value in all its rows. `counted`: columns in which an amount for several rows
    stays in the first, so that no krone counts twice."""
    first = table.header_row + 1
    frame, filled, left = table.frame, 0, 0
    for column in table.headings:
        cells = _cells(table, column, first)
        if column in counted:
            left += len(cells)
        elif cells:
            filled += len(cells)
            texts = frame.get_column(column).clone().scatter(list(cells), list(cells.values()))
            frame = frame.with_columns(texts)
    return replace(table, frame=frame, noticed=replace(table.noticed, merged_cells=filled, shared_cells=left))


def _cells(table: Table, column: str, first: int) -> dict[int, str]:
    """Place of every empty cell under a merged one that says something -> what that one says."""
    height = table.frame.height
    mine = [(top - first, min(last - first + 1, height)) for name, top, last in table.merged if name == column]
    texts = table.frame.get_column(column).to_list() if mine else []
    found: dict[int, str] = {}
    looked_at = 0
    for top, end in mine:
        looked_at += max(0, end - top)
        if looked_at > height:  # merged cells never overlap in a sheet that a program has made
            break
        if 0 <= top < height and texts[top]:
            found |= {place: texts[top] for place in range(top + 1, end) if not texts[place]}
    return found


def counted_columns(columns: dict[str, str], contract: Dataset) -> frozenset[str]:
    """The columns of fields whose values add up. `columns`: field -> column."""
    return frozenset(column for name, column in columns.items() if contract.field(name).adds_up)
