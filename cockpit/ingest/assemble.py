"""From the tables of one profile to readings: typed rows, what was set aside, and a receipt that adds up."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts.dataset import Dataset
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import people
from cockpit.ingest.aside import set_aside_frame
from cockpit.ingest.born import citizens_frame, citizens_reading, wanted
from cockpit.ingest.cast import Typed, frame_of, typed_columns
from cockpit.ingest.checks import check_rows
from cockpit.ingest.collect import Collected, Part, collect
from cockpit.ingest.derive import derive
from cockpit.ingest.duplicates import duplicate_problems
from cockpit.ingest.effective import Dated, dated
from cockpit.ingest.findings import findings_of, set_aside_rows
from cockpit.ingest.rows import BLANK, DATA, TOTAL
from cockpit.ingest.state import content_days, coverage_of
from cockpit.ingest.summary import note_findings, sums_of, total_findings
from cockpit.ingest.totals import check_totals


@dataclass(frozen=True, slots=True)
class File:
    """What is known of a file before it is understood. `name` is only used to find a date; `shown` is masked."""

    name: str
    shown: str
    sha256: str
    size_bytes: int
    key: bytes
    as_of: dt.date | None


@dataclass(frozen=True, slots=True)
class Sorted:
    """Every row of a file in its place."""

    collected: Collected
    contract: Dataset
    typed: Typed
    problems: pl.DataFrame
    aside: pl.DataFrame
    keep: pl.Series
    frame: pl.DataFrame

    @property
    def amounts(self) -> pl.Series | None:
        """The control amount of every row, kept or not."""
        return self.typed.columns.get(self.contract.amount or "")

    def count(self, kind: int) -> int:
        """How many rows are of that kind."""
        return int((self.collected.kinds == kind).sum())


def sort_rows(parts: list[Part], key: bytes) -> Sorted:
    """Cast, derive and check every row; say which are kept."""
    collected = collect(parts)
    contract, profile = parts[0].match.contract, collected.profile
    height = collected.places.height
    typed = typed_columns(collected.text, contract, profile, key)
    derive(typed, contract, profile, key, height)
    check_rows(typed, contract)
    whole = frame_of(typed.columns, contract, height)
    usable = collected.kinds == DATA
    problems = typed.problems.frame()
    problems = problems.filter(usable.gather(problems.get_column("index")))
    readable = _without(usable, set_aside_rows(problems))
    problems = pl.concat([problems, duplicate_problems(whole, contract, readable)]).sort("index", maintain_order=True)
    aside = set_aside_rows(problems)
    keep = _without(usable, aside)
    frame = whole if keep.all() else whole.filter(keep)
    return Sorted(collected, contract, typed, problems, aside, keep, frame)


def _without(usable: pl.Series, aside: pl.DataFrame) -> pl.Series:
    return usable.clone().scatter(aside.get_column("index"), values=False) if aside.height else usable


def assemble(parts: list[Part], file: File, why: str, notes: list[Finding]) -> tuple[Reading, ...]:
    """The reading of the tables, and of the citizens that stand in them."""
    rows = sort_rows(parts, file.key)
    titles = [title for part in parts for title in part.table.titles]
    days = content_days(rows.collected, rows.frame, rows.contract)
    when = dated(rows.contract.name, file.name, titles, file.as_of, days)
    receipt = _receipt(rows, file, when, why, notes)
    reading = Reading(
        receipt=receipt,
        frame=rows.frame,
        set_aside=set_aside_frame(rows.aside, rows.collected, rows.amounts, file.shown),
        coverage=coverage_of(rows.frame, rows.contract, when.periods),
        lists=rows.collected.profile.lists,
        profile_text=rows.collected.profile.to_yaml(),
    )
    if not wanted(reading) or "citizen" not in rows.typed.said:
        return (reading,)
    citizens = citizens_frame(
        rows.typed.columns["citizen"].filter(rows.keep),
        rows.typed.said["citizen"].filter(rows.keep),
        rows.typed.columns["household"].filter(rows.keep) if "household" in rows.typed.columns else None,
    )
    return (reading, citizens_reading(reading, citizens)) if citizens.height else (reading,)


def _receipt(rows: Sorted, file: File, when: Dated, why: str, notes: list[Finding]) -> Receipt:
    profile, contract, collected = rows.collected.profile, rows.contract, rows.collected
    totals = None if rows.amounts is None else check_totals(rows.amounts, collected.kinds)
    found = [*notes, *_date_findings(when, file)]
    if totals is not None and rows.amounts is not None:
        unread = bool((rows.amounts.is_null() & (collected.kinds == DATA)).any())
        found += total_findings(totals, collected, file.shown, unread=unread)
    found += findings_of(rows.problems, collected, rows.amounts, file.shown)
    found += note_findings(collected, file.shown)
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
        amount_kr=_summed(rows.amounts, rows.keep),
        set_aside_kr=_aside_kr(rows),
        file_total_kr=None if totals is None else totals.file_total,
        sums=sums_of(rows.frame, contract),
        findings=tuple(found),
    )


def _summed(amounts: pl.Series | None, where: pl.Series) -> Decimal | None:
    if amounts is None:
        return None
    return Decimal(str(amounts.filter(where).sum() or 0)).quantize(Decimal("0.01"))


def _aside_kr(rows: Sorted) -> Decimal | None:
    if rows.amounts is None or rows.aside.is_empty():
        return None
    return Decimal(str(rows.amounts.gather(rows.aside.get_column("index")).sum() or 0)).quantize(Decimal("0.01"))


def _date_findings(when: Dated, file: File) -> list[Finding]:
    if not when.guessed:
        return []
    text = f"Kun udtræksdagen er kendt. Bekræft, at filen viser stillingen pr. {when.reason[:10]}, eller angiv datoen."
    return [Finding(severity=Severity.CONFIRM, code="only_extraction_date", message=text, file=file.shown)]


def _status(rows: Sorted, found: list[Finding], when: Dated, why: str) -> tuple[Status, str]:
    stops = [finding for finding in found if finding.severity is Severity.STOP]
    if stops:
        return Status.STOPPED, f"Filen modsiger sig selv. {stops[0].message}"
    if rows.frame.is_empty():
        return Status.REFUSED, f"{why} Men ingen af rækkerne kan læses; se de frasorterede rækker."
    if when.effective is None:
        return Status.REFUSED, f"{why} {when.reason} Angiv datoen (--as-of, eller feltet «Gælder pr.») og prøv igen."
    return Status.READY, why
