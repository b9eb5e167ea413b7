"""An export that tells of a month which is locked: its receipt says so. What was locked stays as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cockpit.contracts import danish
from cockpit.contracts.entry import EntryKind
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.month import MonthClose, MonthState
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit

CODE = "locked_month"


def told_of_locks(cockpit: Cockpit, readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings, those that would change what is known of a locked month with a finding that says so."""
    entries = cockpit.store.entries(EntryKind.MONTH, Scope.engine())
    closes = [MonthClose.model_validate(entry.body) for entry in entries]
    locked = [close for close in closes if close.state is MonthState.LOCKED]
    return tuple(_told(reading, locked) for reading in readings)


def _told(reading: Reading, locked: Sequence[MonthClose]) -> Reading:
    receipt = reading.receipt
    found = locked_finding(receipt, locked)
    if found is None:
        return reading
    return replace(reading, receipt=receipt.model_copy(update={"findings": (*receipt.findings, found)}))


def locked_finding(receipt: Receipt, locked: Sequence[MonthClose]) -> Finding | None:
    """A warning where the file is the state of a day in or before a locked month; None for a file that would not take
    effect."""
    day = receipt.effective_date
    if receipt.status is not Status.READY or day is None:
        return None
    touched = sorted((close for close in locked if close.month_end >= day), key=lambda close: close.period)
    if not touched:
        return None
    names = ", ".join(f"{danish.MONTHS[close.month_end.month - 1]} {close.month_end.year}" for close in touched)
    are = "er låst" if len(touched) == 1 else "er låste"
    return Finding(
        severity=Severity.WARNING,
        code=CODE,
        file=receipt.file_name,
        sheet=receipt.sheet,
        value=danish.date(day),
        message=(
            f"Filen gælder pr. {danish.date(day)}, og {names} {are}. De låste tal ligger fast, men regnes de måneder "
            "igen, kan tallene blive andre. Skal oplysningerne med i det låste, så lås måneden op under "
            "Data → Måneden, og lås den igen."
        ),
    )
