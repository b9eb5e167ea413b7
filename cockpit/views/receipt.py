"""Data -> Indlæsning and Historik: what a file was found to be, to the row and the øre."""

from collections.abc import Sequence
from dataclasses import dataclass

from cockpit.contracts.imports import ImportRecord
from cockpit.contracts.receipt import Receipt, Status
from cockpit.views.table import Table


@dataclass(frozen=True, eq=False, slots=True)
class ReceiptView:
    """One receipt: what it is and why, rows, sums, findings, changes, and what a person must say yes to."""

    status: Status
    status_text: str
    title: str
    explanation: str
    what_to_do: str
    reconciliation: str
    control: str
    facts: Table
    sums: Table
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
        raise NotImplementedError


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
    raise NotImplementedError


def batch(receipts: Sequence[Receipt]) -> BatchView:
    """The receipts of one upload."""
    raise NotImplementedError


def history(records: Sequence[ImportRecord]) -> HistoryView:
    """The list of imports, undone included."""
    raise NotImplementedError
