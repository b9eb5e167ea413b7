"""Readings without rows: what is said where a file is refused or no profile knows it."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.danish import number
from cockpit.contracts.dataset import dataset
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import people
from cockpit.ingest.assemble import File
from cockpit.ingest.layout import Table
from cockpit.ingest.match import Match
from cockpit.ingest.meant import largest, meant_dataset
from cockpit.ingest.shipped import shipped_profiles


def not_read(table: Table, file: File) -> Finding:
    """A sheet with a table that no profile knows, beside others that were read."""
    sheet = people.mask_text(table.sheet)
    rows = number(table.frame.height)
    text = f"Arket {sheet} med {rows} rækker er ikke genkendt og er ikke læst. Bekræft, at det ikke skal med."
    return Finding(severity=Severity.CONFIRM, code="sheet_not_read", message=text, file=file.shown, sheet=sheet)


NO_TABLE = "Filen har ingen række med kolonneoverskrifter. Ventet en overskriftsrække blandt de første 50 rækker."
ONE_COLUMN = (
    "Filen har kun én kolonne, og et udtræk har flere. Er det en tekstfil, så gem den med semikolon eller tabulator "
    "mellem kolonnerne, eller hent udtrækket som Excel."
)


def without_table(file: File, widths: Sequence[int]) -> Reading:
    """No sheet holds a table. `widths`: how many columns the sheets have."""
    return without_rows(file, Status.REFUSED, ONE_COLUMN if max(widths, default=0) == 1 else NO_TABLE)


def unmapped(file: File, strange: list[tuple[Table, list[Match]]]) -> Reading:
    """No profile knows the file: the nearest one, and what it misses."""
    table = largest([one for one, _ in strange])
    tries = next(attempts for one, attempts in strange if one is table)
    if not tries:
        return without_rows(file, Status.UNMAPPED, "Der er ingen profil for det valgte datasæt.")
    nearest = _nearest(table, tries, file)
    found = ", ".join(people.mask_text(heading) for heading in table.headings.values())
    missing = ", ".join(nearest.missing)
    lacks = f"der mangler: {missing}" if missing else "men for få af kolonnerne kendes"
    reason = f"Ingen profil kender filens kolonner ({found}). Nærmest er {nearest.profile.title}; {lacks}."
    extra = {
        "nearest_profile": nearest.profile.name,
        "missing_fields": nearest.missing,
        "sheet": people.mask_text(table.sheet),
        "rows_in_file": table.frame.height,
        "dataset_title": dataset(nearest.profile.dataset).title,
    }
    reading = without_rows(file, Status.UNMAPPED, reason)
    receipt = reading.receipt.model_copy(update=extra)
    return Reading(receipt=receipt, frame=reading.frame, set_aside=reading.set_aside)


def _nearest(table: Table, tries: list[Match], file: File) -> Match:
    """The profile whose headings come closest, of those of the list that the mapping page will offer."""
    shipped = {profile.name for profile in shipped_profiles()}
    saved = [match.profile for match in tries if match.profile.name not in shipped]
    dataset_name = meant_dataset(table, file.name, saved)
    same = [match for match in tries if match.profile.dataset == dataset_name] or tries
    return max(same, key=lambda match: (match.explained - len(match.missing), match.profile.standard, match.rank))


def without_rows(file: File, status: Status, reason: str) -> Reading:
    """A reading that says why there is none."""
    receipt = Receipt(
        file_name=file.shown, sha256=file.sha256, size_bytes=file.size_bytes, status=status, reason=reason
    )
    return Reading(receipt=receipt, frame=pl.DataFrame(), set_aside=pl.DataFrame())
