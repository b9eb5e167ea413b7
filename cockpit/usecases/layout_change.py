"""An export whose columns are not what they were: said, and asked about, before it takes effect."""

from dataclasses import replace

from cockpit import ingest
from cockpit.contracts import danish
from cockpit.contracts.finding import LAYOUT_CHANGED, Finding, Severity
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt


def with_layout_change(reading: Reading, before: Receipt | None) -> Reading:
    """The reading with a finding to confirm, where its headings differ from the last export of the same source.
    `before`: that export's receipt; nothing is said of one that did not keep its headings."""
    if before is None or not before.headings or not reading.receipt.headings:
        return reading
    lines = ingest.layout_changes(before.headings, reading.receipt.headings)
    if not lines:
        return reading
    finding = Finding(
        severity=Severity.CONFIRM,
        code=LAYOUT_CHANGED,
        file=reading.receipt.file_name,
        message=(
            f"Kolonnerne er ændret siden udtrækket pr. {danish.date(before.effective_date)}: {'; '.join(lines)}. "
            f"{_what_is_lost(reading, before)}Bekræft, at filen stadig er den samme liste."
        ),
        count=len(lines),
    )
    receipt = reading.receipt.model_copy(update={"findings": (*reading.receipt.findings, finding)})
    return replace(reading, receipt=receipt)


def _what_is_lost(reading: Reading, before: Receipt) -> str:
    profile = ingest.Profile.from_yaml(reading.profile_text)
    fields = ingest.lost_fields(profile, before.headings, reading.receipt.headings)
    if not fields:
        return ""
    return (
        f"Ingen kolonne læses nu som {', '.join(fields)}, så det står tomt i alle rækker. "
        "Hedder kolonnen noget nyt, så ret opstillingen, før filen godkendes. "
    )
