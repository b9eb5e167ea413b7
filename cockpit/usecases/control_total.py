"""A control total from the source system: what a person read there, held against what the file sums to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from cockpit.contracts import danish
from cockpit.contracts.errors import Refused
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.usecases.adjusting import parse_amount
from cockpit.usecases.checking import Batch

CODE = "control_total_differs"


def controlled(batch: Batch, totals: Mapping[str, Decimal]) -> Batch:
    """The batch with each file (by its SHA-256) held against its control total: a difference stops the import and says
    how much. A file read as several lists (a budget of several years) is held against their sum. Rows set aside count
    as part of the file."""
    readings = tuple(batch.readings)
    for sha256, total in totals.items():
        readings = _held(readings, sha256, total)
    return replace(batch, readings=readings)


def control_totals(batch: Batch, written: Sequence[str]) -> dict[str, Decimal]:
    """`1.234,56` for the batch's only file with amounts, `regnskab.xlsx=1.234,56` for one of several: by SHA-256.
    Refused where no or several files may be meant."""
    names: dict[str, str] = {}
    for receipt in batch.receipts:
        if receipt.amount_kr is not None:
            names[receipt.sha256] = receipt.file_name
    found: dict[str, Decimal] = {}
    for text in written:
        name, separator, amount = text.rpartition("=")
        meant = [sha for sha, file in names.items() if not separator or file == name.strip()]
        if len(meant) != 1:
            known = ", ".join(sorted(set(names.values()))) or "ingen"
            raise Refused(f"Kontroltotalen «{text}» passer ikke til netop én fil med beløb. Filer med beløb: {known}.")
        found[meant[0]] = parse_total(amount)
    return found


def parse_total(text: str) -> Decimal:
    """A total as a finance system prints it, also with SAP's minus behind: `1.234,56-`."""
    bare = text.strip()
    return parse_amount(f"-{bare[:-1]}" if bare.endswith("-") else bare)


def _held(readings: Sequence[Reading], sha256: str, total: Decimal) -> tuple[Reading, ...]:
    meant = [one for one in readings if one.receipt.sha256 == sha256 and one.receipt.amount_kr is not None]
    nothing = Decimal(0)
    file_kr = sum(
        ((one.receipt.amount_kr or nothing) + (one.receipt.set_aside_kr or nothing) for one in meant), nothing
    )
    difference = total - file_kr
    return tuple(
        _with_total(one, total, file_kr, difference, alone=len(meant) == 1) if one in meant else one for one in readings
    )


def _with_total(reading: Reading, total: Decimal, file_kr: Decimal, difference: Decimal, *, alone: bool) -> Reading:
    receipt = reading.receipt
    if difference == 0:
        return replace(reading, receipt=receipt.model_copy(update={"control_total_kr": total if alone else None}))
    message = (
        f"Kontroltotalen fra kildesystemet er {danish.kr(total, 2)}, men filens rækker giver {danish.kr(file_kr, 2)}: "
        f"forskel {danish.kr(difference, 2)} Hent udtrækket igen, eller ret kontroltotalen."
    )
    finding = Finding(
        severity=Severity.STOP, code=CODE, message=message, file=receipt.file_name, amount_kr=difference,
        value=danish.number(total, 2), expected=danish.number(file_kr, 2),
    )  # fmt: skip
    update = {
        "status": Status.STOPPED,
        "reason": message,
        "control_total_kr": total if alone else None,
        "findings": (finding, *receipt.findings),
    }
    return replace(reading, receipt=receipt.model_copy(update=update))
