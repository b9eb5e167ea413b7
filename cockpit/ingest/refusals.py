"""Readings without rows: what is said where a file is refused or no profile knows it."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.danish import number
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import people
from cockpit.ingest.assemble import File
from cockpit.ingest.changed import changed_since
from cockpit.ingest.layout import Table
from cockpit.ingest.match import Match
from cockpit.ingest.meaning import Meaning, meaning_of
from cockpit.ingest.meant import largest
from cockpit.ingest.months import side_by_side
from cockpit.ingest.shipped import shipped_profiles


def not_read(table: Table, file: File) -> Finding:
    """A sheet with a table that no profile knows, beside others that were read."""
    sheet = people.mask_text(table.sheet)
    rows = number(table.frame.height)
    text = f"Arket {sheet} med {rows} rækker er ikke genkendt og er ikke læst. Bekræft, at det ikke skal med."
    return Finding(severity=Severity.CONFIRM, code="sheet_not_read", message=text, file=file.shown, sheet=sheet)


NO_TABLE = "Filen har ingen række med kolonneoverskrifter. Ventet en overskriftsrække blandt de første 50 rækker."
SIDE_BY_SIDE = (
    " Månederne står i hver sin kolonne. Sådan læses kun et budget: skriv «Budget» og året i arkets navn, en "
    "titel eller filens navn; andre udtræk skal have en linje pr. måned."
)
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
    meant = _meant(table, tries, file)
    nearest = _nearest(tries, meant.contract.name)
    extra = {
        "nearest_profile": nearest.profile.name,
        "missing_fields": nearest.missing,
        "sheet": people.mask_text(table.sheet),
        "rows_in_file": table.frame.height,
        "dataset_title": "" if meant.stranger else meant.contract.title,
        "stranger": bool(meant.stranger),
    }
    reason = meant.stranger or _changed(table, meant) or _why(table, nearest)
    reading = without_rows(file, Status.UNMAPPED, reason + (SIDE_BY_SIDE if side_by_side(table) else ""))
    receipt = reading.receipt.model_copy(update=extra)
    return Reading(receipt=receipt, frame=reading.frame, set_aside=reading.set_aside)


def _meant(table: Table, tries: list[Match], file: File) -> Meaning:
    """What the mapping page will offer. Where a person has said which list it is, only its profiles were tried."""
    shipped = {profile.name for profile in shipped_profiles()}
    saved = [match.profile for match in tries if match.profile.name not in shipped]
    told = {match.profile.dataset for match in tries}
    return meaning_of(table, file.name, saved, told.pop() if len(told) == 1 else None)


def _nearest(tries: list[Match], dataset: str) -> Match:
    """The list's profile whose headings come closest."""
    same = [match for match in tries if match.profile.dataset == dataset]
    return max(same, key=lambda match: (match.explained - len(match.missing), match.profile.standard, match.rank))


def _changed(table: Table, meant: Meaning) -> str:
    """Which columns have changed since the saved profile that knew the file; empty where none did."""
    lines = changed_since(meant.before, tuple(map(people.mask_text, table.headings.values()))) if meant.before else ()
    title = meant.before.title if meant.before else ""
    return f"Filen ligner profilen «{title}», men er ændret siden: {'; '.join(lines)}." if lines else ""


def _why(table: Table, nearest: Match) -> str:
    found = ", ".join(people.mask_text(heading) for heading in table.headings.values())
    missing = ", ".join(nearest.missing)
    lacks = f"der mangler: {missing}" if missing else "men for få af kolonnerne kendes"
    return f"Ingen profil kender filens kolonner ({found}). Nærmest er {nearest.profile.title}; {lacks}."


def without_rows(file: File, status: Status, reason: str) -> Reading:
    """A reading that says why there is none."""
    receipt = Receipt(
        file_name=file.shown, sha256=file.sha256, size_bytes=file.size_bytes, status=status, reason=reason
    )
    return Reading(receipt=receipt, frame=pl.DataFrame(), set_aside=pl.DataFrame())
