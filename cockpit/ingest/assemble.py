"""From the tables of one profile to readings: typed rows, what was set aside, and a receipt that adds up."""

import datetime as dt
from dataclasses import dataclass

from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading, no_marks
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import people
from cockpit.ingest.aside import set_aside_frame
from cockpit.ingest.born import citizens_frame, citizens_reading, wanted
from cockpit.ingest.collect import Collected, Part
from cockpit.ingest.effective import Dated, Said, dated
from cockpit.ingest.findings import findings_of, marks_of
from cockpit.ingest.notes import note_findings
from cockpit.ingest.rows import BLANK, DATA
from cockpit.ingest.sorting import Sorted, sort_rows
from cockpit.ingest.state import content_days, coverage_of
from cockpit.ingest.summary import account_sums_of, sums_of, total_findings
from cockpit.ingest.totals import TOTAL, Totals, check_totals
from cockpit.ingest.years import by_year


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a file before it is understood. `name` is only used to find a date; `shown` is masked."""

    name: str
    shown: str
    sha256: str
    size_bytes: int
    key: bytes
    as_of: dt.date | None


def assemble(parts: list[Part], file: File, why: str, notes: list[Finding]) -> tuple[Reading, ...]:
    """The reading of the tables, and of the citizens that stand in them."""
    rows = sort_rows(parts, file.key)
    when = _dated(rows, parts, file)
    reading = Reading(
        receipt=_receipt(rows, file, when, why, notes),
        frame=rows.frame,
        set_aside=set_aside_frame(rows.aside, rows.collected, rows.amounts, file.shown),
        coverage=coverage_of(rows.frame, rows.contract, when.periods),
        lists=rows.collected.profile.lists,
        profile_text=rows.collected.profile.to_yaml(),
        marks=marks_of(rows.problems, rows.collected, rows.keep) if rows.amounts is None else no_marks(),
    )
    if not wanted(reading) or "citizen" not in rows.typed.said:
        return by_year(reading)
    household = rows.typed.columns.get("household")
    citizens = citizens_frame(
        rows.typed.columns["citizen"].filter(rows.keep),
        rows.typed.said["citizen"].filter(rows.keep),
        None if household is None else household.filter(rows.keep),
    )
    return (reading, citizens_reading(reading, citizens)) if citizens.height else (reading,)


def _dated(rows: Sorted, parts: list[Part], file: File) -> Dated:
    lines = tuple(line for part in parts for line in part.table.title_lines)
    days = content_days(rows.collected, rows.frame, rows.contract)
    sheets = tuple(part.table.sheet for part in parts)
    return dated(Said(rows.contract.name, file.name, lines, days, file.as_of, sheets))


def _findings(rows: Sorted, file: File, when: Dated, totals: Totals) -> list[Finding]:
    unread = rows.amounts is not None and bool((rows.amounts.is_null() & (rows.collected.kinds == DATA)).any())
    return [
        *when.findings(file.shown),
        *total_findings(totals, rows.collected, file.shown, unread=unread),
        *findings_of(rows.problems, rows.collected, rows.amounts, file.shown),
        *note_findings(rows.collected, rows.keep, file.shown),
    ]


def _receipt(rows: Sorted, file: File, when: Dated, why: str, notes: list[Finding]) -> Receipt:
    profile, contract, collected = rows.collected.profile, rows.contract, rows.collected
    totals = Totals(None, ()) if rows.amounts is None else check_totals(rows.amounts, collected.kinds)
    found = [*notes, *_findings(rows, file, when, totals)]
    status, reason = _status(rows, found, when, why)
    return Receipt(
        file_name=file.shown,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        status=status,
        reason=reason,
        sheet=", ".join(people.mask_text(part.table.sheet) for part in collected.parts if part.table.sheet),
        dataset=contract.name,
        dataset_title=contract.title,
        profile=profile.name,
        profile_title=profile.title,
        source=profile.source,
        extraction_date=when.extraction,
        effective_date=when.effective,
        effective_reason=when.reason,
        rows_in_file=collected.places.height,
        rows_accepted=rows.frame.height,
        rows_set_aside=rows.aside.height,
        rows_total=rows.count(TOTAL),
        rows_blank=rows.count(BLANK),
        amount_kr=rows.accepted_kr,
        set_aside_kr=rows.aside_kr,
        file_total_kr=totals.file_total,
        sums=sums_of(rows.frame, contract, rows.whole),
        account_sums=account_sums_of(rows.frame, contract, rows.whole),
        headings=_headings(collected),
        findings=tuple(found),
    )


def _headings(collected: Collected) -> tuple[str, ...]:
    found = [people.mask_text(heading) for part in collected.parts for heading in part.table.headings.values()]
    return tuple(dict.fromkeys(found))


def _status(rows: Sorted, found: list[Finding], when: Dated, why: str) -> tuple[Status, str]:
    stops = [finding for finding in found if finding.severity is Severity.STOP]
    if stops:
        return Status.STOPPED, f"Filen modsiger sig selv. {stops[0].message}"
    if rows.collected.places.is_empty():
        return Status.REFUSED, "Filen har kolonneoverskrifter, men ingen rækker under dem. Lav udtrækket igen."
    if rows.frame.is_empty():
        return Status.REFUSED, f"{why} Men ingen af rækkerne kan læses; se de frasorterede rækker."
    if when.effective is None:
        return Status.REFUSED, f"{why} {when.reason} Angiv datoen (--as-of, eller feltet «Gælder pr.») og prøv igen."
    return Status.READY, why
