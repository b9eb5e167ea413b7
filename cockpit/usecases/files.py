"""What leaves the house as a file: the tables of a screen, the forecast's rows, templates, rows set aside."""

import io
from collections.abc import Sequence
from typing import Protocol

from cockpit import reports
from cockpit.contracts.dataset import datasets
from cockpit.contracts.errors import Refused
from cockpit.contracts.imports import DataMove, ImportRecord
from cockpit.usecases.followup import ForecastAnswer
from cockpit.views import course as course_view
from cockpit.views.context import Context
from cockpit.views.table import Table


class Downloadable(Protocol):
    """A page's view model: its tables are what the screen shows."""

    @property
    def context(self) -> Context: ...  # noqa: D102 - a protocol's member says it by its name

    @property
    def tables(self) -> tuple[Table, ...]: ...  # noqa: D102


def download(view: Downloadable, title: str) -> bytes:
    """The screen's tables as an Excel workbook with live Danish formats, values equal to the screen's."""
    return reports.workbook(view.tables, title=title, context=view.context)


def forecast_file(answer: ForecastAnswer, suffix: str) -> bytes:
    """The forecast's rows as `.csv` (Danish), `.parquet` (typed) or `.xlsx`. Refused for any other ending."""
    if suffix == ".xlsx":
        return reports.workbook([answer.table], title=answer.table.title, context=answer.context)
    if suffix == ".csv":
        return reports.danish_csv(answer.rows)
    if suffix == ".parquet":
        buffer = io.BytesIO()
        answer.rows.write_parquet(buffer)
        return buffer.getvalue()
    raise Refused(f"«{suffix}» kan ikke skrives. Vælg et filnavn, der ender på .csv, .xlsx eller .parquet.")


def template(name: str) -> bytes:
    """The standard template of a dataset as Excel."""
    return reports.template(datasets()[name])


def dataset_names() -> Sequence[str]:
    """The datasets that can be imported."""
    return tuple(datasets())


def record_row(record: ImportRecord) -> dict[str, object]:
    """A line of the import history for programs."""
    receipt = record.receipt
    return {
        "id": record.id,
        "batch": record.batch,
        "user": record.user,
        "at": record.at,
        "file_name": receipt.file_name,
        "dataset": receipt.dataset,
        "source": receipt.source,
        "profile": receipt.profile,
        "effective_date": receipt.effective_date,
        "extraction_date": receipt.extraction_date,
        "rows_accepted": receipt.rows_accepted,
        "rows_set_aside": receipt.rows_set_aside,
        "amount_kr": receipt.amount_kr,
        "sha256": receipt.sha256,
        "undone_at": record.undone_at,
        "undone_by": record.undone_by,
        "undone_reason": record.undone_reason,
    }


def course_rows(moves: Sequence[DataMove]) -> list[dict[str, object]]:
    """The course of the data for programs, oldest first. `same_as`: after how many steps the data were the same."""
    return [
        {
            "step": move.number,
            "at": move.at,
            "user": move.user,
            "action": move.action.value if move.action else None,
            "imports": move.imports,
            "snapshot": move.snapshot,
            "content_hash_before": move.before,
            "content_hash": move.after,
            "same_as": course_view.same_as(moves, place),
        }
        for place, move in enumerate(moves)
    ]
