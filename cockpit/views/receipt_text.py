"""A receipt as plain text, for a folder: what the file is, why it waits, and what to do."""

from collections.abc import Sequence

from cockpit.contracts import danish
from cockpit.contracts.finding import Finding
from cockpit.contracts.receipt import Receipt
from cockpit.views import receipt as receipt_view
from cockpit.views.receipt_words import SEVERITY

HEAD = (
    "KVITTERING – filen er ikke indlæst og venter på en controller.\n"
    "Ret den og læg den i mappen igen, eller indlæs den under Data → Indlæsning. Den rettede fil læses af sig selv.\n"
)


def plain_text(receipts: Sequence[Receipt]) -> str:
    """The receipts of one file, one after the other. Never holds a CPR number, as no receipt does."""
    return HEAD + "\n".join(map(_one, receipts))


def _one(receipt: Receipt) -> str:
    view = receipt_view.build(receipt)
    lines = [
        f"\n{view.title}",
        f"Status: {view.status_text}",
        view.explanation,
        view.dated,
        view.reconciliation,
        view.control,
        view.changes_sentence,
        *(f"Skal bekræftes: {text}" for text in view.confirmations),
        f"Det skal du gøre: {view.what_to_do}" if view.what_to_do else "",
        *map(_finding, receipt.findings),
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _finding(finding: Finding) -> str:
    place = [finding.sheet, f"række {finding.row}" if finding.row else "", finding.column]
    where = ", ".join(part for part in place if part)
    amount = "" if finding.amount_kr is None else f" ({danish.kr(finding.amount_kr, 2)})"
    return f"- {SEVERITY[finding.severity].title}{f' [{where}]' if where else ''}: {finding.message}{amount}"
