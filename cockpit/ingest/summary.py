"""The figures of a receipt: its sums, and total lines that they do not meet."""

from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY, Dataset
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.contracts.receipt import SumLine
from cockpit.ingest import people
from cockpit.ingest.collect import SHEET, Collected
from cockpit.ingest.layout import ROW
from cockpit.ingest.totals import Totals

GROUPS = {
    "postings": ("period",),
    "budget": ("year", "area"),
    "grants": ("paragraph",),
    "accounts": ("year",),
    "prices": ("provider",),
    "pipeline": ("paragraph",),
}
BY_ACCOUNT = ("postings", "budget")
MAX_GROUPS = 3000


def sums_of(frame: pl.DataFrame, contract: Dataset, whole: pl.DataFrame | None = None) -> tuple[SumLine, ...]:
    """Rows and kroner per period, area, paragraph or year: one way of dividing the rows, so that the lines add up.
    `frame`: the rows that take effect; `whole`: every data row of the file, those set aside included."""
    by = GROUPS.get(contract.name)
    if by is None:
        return ()
    if contract.name == "budget" and frame.get_column("area").is_null().all():
        by = ("year",)
    return _lines(frame, contract, by, whole)


def account_sums_of(frame: pl.DataFrame, contract: Dataset, whole: pl.DataFrame | None = None) -> tuple[SumLine, ...]:
    """The same per account, for lists of kroner."""
    return _lines(frame, contract, ("account",), whole) if contract.name in BY_ACCOUNT else ()


def _lines(
    frame: pl.DataFrame, contract: Dataset, by: tuple[str, ...], whole: pl.DataFrame | None
) -> tuple[SumLine, ...]:
    groups = _grouped(frame, contract, by)
    if whole is frame:
        both = groups.with_columns(file_rows="rows", file_amount="amount")
    elif whole is None:
        both = groups.with_columns(file_rows=pl.lit(None, pl.UInt32), file_amount=pl.lit(None, MONEY))
    else:
        file = _grouped(whole, contract, by).rename({"rows": "file_rows", "amount": "file_amount"})
        both = groups.join(file, on=by, how="full", coalesce=True, nulls_equal=True)
        both = both.with_columns(pl.exclude(by).fill_null(0))
    lines = [_sum_line(row, len(by)) for row in both.sort(by, nulls_last=True).rows()]
    return tuple(lines) if len(lines) <= MAX_GROUPS else ()


def _grouped(frame: pl.DataFrame, contract: Dataset, by: tuple[str, ...]) -> pl.DataFrame:
    amount = pl.col(contract.amount).sum() if contract.amount else pl.lit(0, MONEY)
    return frame.group_by(by).agg(pl.len().alias("rows"), amount.cast(MONEY).alias("amount"))


def _sum_line(row: tuple[object, ...], keys: int) -> SumLine:
    names = ["Uden navn" if value is None else str(value) for value in row[:keys]]
    names = [NOT_ALLOCATED_LABEL if name == NOT_ALLOCATED else name for name in names]
    rows, amount, file_rows, file_amount = row[keys : keys + 4]
    return SumLine(
        group=" · ".join(names),
        label=" · ".join(names),
        rows=int(str(rows)),
        amount_kr=_kroner(amount),
        file_rows=None if file_rows is None else int(str(file_rows)),
        file_kr=None if file_amount is None else _kroner(file_amount),
    )


def _kroner(value: object) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def total_findings(totals: Totals, collected: Collected, file: str, *, unread: bool) -> list[Finding]:
    """Total lines that the rows do not sum to. It stops the file, unless an amount that could not be read may be what
    is missing: then a person must say."""
    severity = Severity.CONFIRM if unread else Severity.STOP
    why = (
        " Rækker med ulæselige beløb kan være forskellen." if unread else " Hent udtrækket igen; det er ufuldstændigt."
    )
    return [
        Finding(
            severity=severity,
            code="total_differs",
            message=(
                f"Filens sumlinje siger {danish.kr(wrong.said, 2)}, men rækkerne giver {danish.kr(wrong.summed, 2)}: "
                f"forskel {danish.kr(wrong.difference, 2)}{why}"
            ),
            file=file,
            sheet=people.mask_text(collected.parts[collected.places.get_column(SHEET)[wrong.index]].table.sheet),
            row=collected.places.get_column(ROW)[wrong.index],
            value=danish.number(wrong.said, 2),
            expected=danish.number(wrong.summed, 2),
            amount_kr=wrong.difference,
        )
        for wrong in totals.wrong
    ]
