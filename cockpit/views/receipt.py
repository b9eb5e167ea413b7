"""Data -> Indlæsning and Historik: what a file was found to be, to the row and the øre."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cockpit.contracts import danish
from cockpit.contracts.imports import ImportRecord
from cockpit.contracts.receipt import Receipt, Status
from cockpit.views import receipt_lists, receipt_tables, receipt_words
from cockpit.views.table import Table
from cockpit.views.wording import plural

PREVIEW_TITLE = "Sådan bliver filen læst"
PREVIEW_TEXT = "Se tallene igennem. Er de rigtige, så gem profilen; derefter kan filen indlæses."


@dataclass(frozen=True, eq=False, slots=True)
class ReceiptView:
    """One receipt: what it is and why, rows, sums, findings, changes, and what a person must say yes to."""

    status: Status
    status_text: str
    title: str
    explanation: str
    what_to_do: str
    dated: str
    reconciliation: str
    control: str
    facts: Table
    sums: Table
    account_sums: Table
    findings: Table
    changes_sentence: str
    changes: Table
    confirmations: tuple[str, ...]

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must knowingly say yes."""
        return bool(self.confirmations)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the receipt that has rows, for the workbook."""
        every = (self.facts, self.sums, self.account_sums, self.findings, self.changes)
        return tuple(table for table in every if table.frame.height)


@dataclass(frozen=True, eq=False, slots=True)
class BatchView:
    """Several receipts in one: a sentence, a table, and the receipts."""

    headline: str
    table: Table
    receipts: tuple[ReceiptView, ...]
    can_accept: bool
    confirmations: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class HistoryView:
    """Every import, newest first, with who undid it and why. `undoable`: (id, label)."""

    headline: str
    table: Table
    undoable: tuple[tuple[int, str], ...]


def build(receipt: Receipt) -> ReceiptView:
    """The receipt of one sheet."""
    return ReceiptView(
        status=receipt.status,
        status_text=receipt_words.status(receipt).title,
        title=receipt_words.title(receipt),
        explanation=receipt.reason,
        what_to_do=receipt_words.status(receipt).definition,
        dated=receipt_words.dated(receipt),
        reconciliation=receipt_words.reconciliation(receipt),
        control=receipt_words.control(receipt),
        facts=receipt_tables.facts(receipt),
        sums=receipt_tables.sums(receipt),
        account_sums=receipt_tables.account_sums(receipt),
        findings=receipt_tables.findings(receipt.findings),
        changes_sentence=receipt_words.changes(receipt),
        changes=receipt_tables.changes(receipt),
        confirmations=receipt_words.confirmations(receipt),
    )


def _headline(receipts: Sequence[Receipt]) -> str:
    ready = sum(receipt.status is Status.READY for receipt in receipts)
    known = sum(receipt.status is Status.KNOWN for receipt in receipts)
    rest = len(receipts) - ready - known
    parts = [f"{plural(ready, 'liste', 'lister')} er klar til indlæsning"]
    parts += [f"{danish.number(known)} er indlæst før"] * bool(known)
    parts += [f"{danish.number(rest)} kræver noget af dig eller springes over"] * bool(rest)
    return ", ".join(parts)


def preview(receipt: Receipt) -> ReceiptView:
    """The receipt that a file would get, if the profile of the mapping screen were saved."""
    shown = build(receipt)
    if receipt.status is not Status.READY:
        return shown
    return replace(shown, status_text=PREVIEW_TITLE, what_to_do=PREVIEW_TEXT)


def batch(receipts: Sequence[Receipt]) -> BatchView:
    """The receipts of one upload."""
    views = tuple(map(build, receipts))
    ready = [view for view in views if view.status is Status.READY]
    confirmations = tuple(f"{view.title}: {text}" for view in ready for text in view.confirmations)
    return BatchView(
        headline=_headline(receipts),
        table=receipt_lists.batch(receipts),
        receipts=views,
        can_accept=bool(ready),
        confirmations=confirmations,
    )


def history(records: Sequence[ImportRecord]) -> HistoryView:
    """The list of imports, undone included."""
    newest = sorted(records, key=lambda record: record.id, reverse=True)
    active = [record for record in newest if record.undone_at is None]
    undone = len(newest) - len(active)
    headline = f"{plural(len(active), 'indlæsning', 'indlæsninger')} i kraft"
    return HistoryView(
        headline=f"{headline}, {plural(undone, 'fortrudt', 'fortrudt')}" if undone else headline,
        table=receipt_lists.history(newest),
        undoable=tuple((record.id, receipt_lists.undo_label(record)) for record in active),
    )
