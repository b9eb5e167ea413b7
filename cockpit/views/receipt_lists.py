"""Several receipts in one table: an upload, and the history of imports."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.imports import ImportRecord
from cockpit.contracts.receipt import Receipt
from cockpit.views import receipt_tables, receipt_words
from cockpit.views.table import Column, Table

_AMOUNTS = (
    Column("rows_accepted", "Rækker", "integer"),
    Column("rows_set_aside", "Lagt til side", "integer"),
    Column("amount_kr", "Kontrolsum i kr.", "kr_exact"),
)
_COUNTS: dict[str, pl.DataType] = {"rows_accepted": pl.Int64(), "rows_set_aside": pl.Int64(), "amount_kr": MONEY}


def _counts(receipt: Receipt) -> tuple[object, ...]:
    return receipt.rows_accepted, receipt.rows_set_aside, receipt.amount_kr


def batch(receipts: Sequence[Receipt]) -> Table:
    """One line a receipt, in the order of the upload."""
    rows = [
        (
            receipt.file_name,
            receipt.sheet,
            receipt.dataset_title,
            receipt_words.status(receipt).title,
            receipt.effective_date,
            *_counts(receipt),
            len(receipt_tables.counted(receipt.findings)),
        )
        for receipt in receipts
    ]
    texts = dict.fromkeys(("file", "sheet", "dataset", "status"), pl.String())
    schema = {**texts, "effective_date": pl.Date(), **_COUNTS, "findings": pl.Int64()}
    columns = (
        Column("file", "Fil", "text"),
        Column("sheet", "Ark", "text"),
        Column("dataset", "Liste", "text"),
        Column("status", "Status", "text"),
        Column("effective_date", "Gælder pr.", "date"),
        *_AMOUNTS,
        Column("findings", "Fund", "integer"),
    )
    return Table("Filerne", columns, pl.DataFrame(rows, schema=schema, orient="row"))


def _state(record: ImportRecord) -> str:
    if record.undone_at is None:
        return "I kraft"
    return f"Fortrudt {danish.date(record.undone_at.date())} af {record.undone_by}: {record.undone_reason}"


def history(records: Sequence[ImportRecord]) -> Table:
    """One line an import, in the order given. The frame also holds `id`, to undo by."""
    rows = [
        (
            record.id,
            record.batch,
            record.at.date(),
            record.user,
            record.receipt.file_name,
            record.receipt.dataset_title,
            record.receipt.profile_title or record.receipt.source,
            record.receipt.effective_date,
            *_counts(record.receipt),
            _state(record),
        )
        for record in records
    ]
    schema: dict[str, pl.DataType] = {
        "id": pl.Int64(),
        "batch": pl.Int64(),
        "at": pl.Date(),
        **dict.fromkeys(("user", "file", "dataset", "source"), pl.String()),
        "effective_date": pl.Date(),
        **_COUNTS,
        "state": pl.String(),
    }
    columns = (
        Column("id", "Nr.", "integer"),
        Column("at", "Indlæst", "date"),
        Column("user", "Af", "text"),
        Column("file", "Fil", "text"),
        Column("dataset", "Liste", "text"),
        Column("source", "Kilde", "text"),
        Column("effective_date", "Gælder pr.", "date"),
        *_AMOUNTS,
        Column("state", "Status", "text"),
    )
    return Table("Indlæsninger", columns, pl.DataFrame(rows, schema=schema, orient="row"))


def undo_label(record: ImportRecord) -> str:
    """How an import is named where it can be undone."""
    receipt = record.receipt
    return f"{record.id}: {receipt.dataset_title} pr. {danish.date(receipt.effective_date)} ({receipt.file_name})"
