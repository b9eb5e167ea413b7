"""Which list a file is that no profile knows: one answer, on the receipt and on the page where it is mapped."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cockpit.ingest.assigned import likely_dataset
from cockpit.ingest.evidence import Evidence
from cockpit.ingest.headings import normal
from cockpit.ingest.layout import Table
from cockpit.ingest.profile import Profile

REMEMBERED = 0.5
"""A saved profile that knows at least this share of the headings is the same export, changed."""


def largest(tables: Sequence[Table]) -> Table:
    """The table that is mapped where a file has several."""
    return max(tables, key=lambda table: table.frame.height)


def names_of(table: Table, file_name: str) -> tuple[str, ...]:
    """What file and sheet are called, and what stands over the table."""
    return (Path(file_name).stem, table.sheet, *table.title_lines)


def changed_from(table: Table, saved: Sequence[Profile], dataset: str | None = None) -> Profile | None:
    """The saved profile that knows most of the headings, if it knows enough of them."""

    def known(profile: Profile) -> float:
        headings = {normal(heading) for names in profile.columns.values() for heading in names}
        return len(headings & set(table.normal_headings)) / max(1, len(headings))

    meant = [profile for profile in saved if dataset in (None, profile.dataset)]
    best = max(meant, key=known, default=None)
    return best if best is not None and known(best) >= REMEMBERED else None


def meant_dataset(
    table: Table, file_name: str, saved: Sequence[Profile], seen: Mapping[str, Evidence] | None = None
) -> str:
    """The dataset of the saved profile that knew the file before it changed, else the one that its columns and names
    look like."""
    before = changed_from(table, saved)
    return before.dataset if before else likely_dataset(table, names_of(table, file_name), seen)
