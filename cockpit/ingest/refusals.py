"""Readings without rows: what is said where a file is refused or no profile knows it."""

import polars as pl

from cockpit.contracts.danish import number
from cockpit.contracts.dataset import dataset
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import people
from cockpit.ingest.assemble import File
from cockpit.ingest.guess import likely_dataset
from cockpit.ingest.layout import Table
from cockpit.ingest.match import Match


def not_read(table: Table, file: File) -> Finding:
    """A sheet with a table that no profile knows, beside others that were read."""
    sheet = people.mask_text(table.sheet)
    rows = number(table.frame.height)
    text = f"Arket {sheet} med {rows} rækker er ikke genkendt og er ikke læst. Bekræft, at det ikke skal med."
    return Finding(severity=Severity.CONFIRM, code="sheet_not_read", message=text, file=file.shown, sheet=sheet)


def unmapped(file: File, strange: list[tuple[Table, list[Match]]]) -> Reading:
    """No profile knows the file: the nearest one, and what it misses."""
    if not strange:
        reason = "Filen har ingen række med kolonneoverskrifter. Ventet en overskriftsrække blandt de første 50 rækker."
        return without_rows(file, Status.UNMAPPED, reason)
    table, tries = max(strange, key=lambda item: item[0].frame.height)
    if not tries:
        return without_rows(file, Status.UNMAPPED, "Der er ingen profil for det valgte datasæt.")
    nearest = _nearest(table, tries)
    found = ", ".join(people.mask_text(heading) for heading in table.headings.values())
    missing = ", ".join(nearest.missing) or "ingen; men for få af kolonnerne kendes"
    reason = (
        f"Ingen profil kender filens kolonner ({found}). Nærmest er {nearest.profile.title}; der mangler: {missing}. "
        "Tilknyt kolonnerne under Data → Indlæsning, eller angiv en profil."
    )
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


def _nearest(table: Table, tries: list[Match]) -> Match:
    """The profile whose headings come closest; where no heading is known, the list that the cells look like."""
    best = max(tries, key=lambda match: (match.explained - len(match.missing), match.rank))
    if best.explained >= len(best.missing):
        return best
    likely = likely_dataset(table, (table.sheet,))
    same = [match for match in tries if match.profile.dataset == likely]
    return max(same, key=lambda match: (match.explained - len(match.missing), match.profile.standard), default=best)


def without_rows(file: File, status: Status, reason: str) -> Reading:
    """A reading that says why there is none."""
    receipt = Receipt(
        file_name=file.shown, sha256=file.sha256, size_bytes=file.size_bytes, status=status, reason=reason
    )
    return Reading(receipt=receipt, frame=pl.DataFrame(), set_aside=pl.DataFrame())
