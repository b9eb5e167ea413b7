"""The tables of one receipt: facts, control sums, findings and changes."""

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.finding import LAWFUL_NUMBER, Finding, Severity
from cockpit.contracts.receipt import Receipt, SumLine
from cockpit.views.receipt_words import SEVERITY
from cockpit.views.table import Column, Table

_RANK = {severity: place for place, severity in enumerate(Severity)}
NO_AMOUNTS = "Ingen beløb i filen: rækkerne er talt."
AMOUNT = "For indsatser: hvad de koster i året, uden det borgerne selv betaler."
LAWFUL = "Det er lovligt for numre efter oktober 2007, og ingen kroner er i tvivl."
_CHANGE = {"new": "Ny", "changed": "Ændret", "gone": "Væk"}

FINDING_SCHEMA: dict[str, pl.DataType] = {
    "severity": pl.String(),
    "message": pl.String(),
    "place": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "expected": pl.String(),
    "count": pl.Int64(),
    "amount_kr": MONEY,
}


def facts(receipt: Receipt) -> Table:
    """What the file is, and where each answer was read."""
    rows = [
        ("Liste", receipt.dataset_title),
        ("Opstilling", receipt.profile_title),
        ("Kilde", "" if receipt.source == receipt.profile else receipt.source),
        ("Gælder pr.", danish.date(receipt.effective_date)),
        ("Hvor datoen er læst", receipt.effective_reason),
        ("Udtrukket", danish.date(receipt.extraction_date)),
        ("Størrelse", f"{danish.number(receipt.size_bytes / 1024)} kB"),
        ("Fingeraftryk (SHA-256)", receipt.sha256[:16]),
    ]
    frame = pl.DataFrame(rows, schema={"fact": pl.String, "value": pl.String}, orient="row")
    known = frame.filter(~pl.col("value").is_in(["", "–"]))
    return Table("Filen", (Column("fact", "Oplysning", "text"), Column("value", "Fundet", "text")), known)


_SUMS: dict[str, pl.DataType] = {
    "group": pl.String(),
    "label": pl.String(),
    "file_rows": pl.Int64(),
    "rows": pl.Int64(),
    "file_kr": MONEY,
    "amount_kr": MONEY,
    "difference_kr": MONEY,
}


def sums(receipt: Receipt) -> Table:
    """Rows and kroner per period, area, paragraph or year, in the receipt's order, and their total."""
    return _sums("Kontrolsummer", "Gruppe", receipt, receipt.sums)


def account_sums(receipt: Receipt) -> Table:
    """The same per account."""
    return _sums("Kontrolsummer pr. konto", "Konto", receipt, receipt.account_sums)


def _sums(title: str, heading: str, receipt: Receipt, found: Sequence[SumLine]) -> Table:
    """The file beside what takes effect, to the øre; without the file's side where it is not known, and rows alone
    where the list has no amounts to sum."""
    beside = bool(found) and all(line.file_kr is not None for line in found)
    lines = [_sum_row(line.group, line.label, [line]) for line in found]
    if lines:
        lines.append(_sum_row("", "I alt", found))
    left = (Column("label", heading, "text"),)
    right = (Column("rows", "Rækker", "integer"), Column("amount_kr", "Beløb i kr.", "kr_exact"))
    both = (
        Column("file_rows", "Rækker i filen", "integer"),
        Column("rows", "Rækker medtaget", "integer"),
        Column("file_kr", "Filen, kr.", "kr_exact"),
        Column("amount_kr", "Indlæses, kr.", "kr_exact"),
        Column("difference_kr", "Forskel, kr.", "kr_exact", "Filens rækker minus de rækker, der indlæses."),
    )
    frame = pl.DataFrame(lines, schema=_SUMS, orient="row")
    columns = left + (both if beside else right)
    if receipt.amount_kr is not None:
        return Table(title, columns, frame, totals=int(bool(lines)))
    counted = tuple(column for column in columns if column.kind != "kr_exact")
    return Table(title, counted, frame, note=NO_AMOUNTS if lines else "", totals=int(bool(lines)))


def _sum_row(group: str, label: str, lines: Sequence[SumLine]) -> tuple[object, ...]:
    file_kr = sum((line.file_kr or Decimal(0) for line in lines), Decimal(0))
    stored = sum((line.amount_kr for line in lines), Decimal(0))
    rows = sum(line.file_rows or 0 for line in lines), sum(line.rows for line in lines)
    return group, label, *rows, file_kr, stored, file_kr - stored


def _place(finding: Finding) -> str:
    sheet = f"arket {finding.sheet}" if finding.sheet else ""
    row = "" if finding.row is None else f"række {finding.row}"
    return ", ".join(filter(None, (finding.file, sheet, row)))


def _weight(finding: Finding) -> tuple[int, Decimal, int]:
    """Severest first, then most kroner, then most rows."""
    return _RANK[finding.severity], -abs(finding.amount_kr or Decimal(0)), -finding.count


def counted(found: Sequence[Finding]) -> list[Finding]:
    """The findings that are told one by one."""
    return [item for item in found if item.code != LAWFUL_NUMBER]


def findings(found: Sequence[Finding]) -> Table:
    """Every finding, the severest first and within it the dearest."""
    rows = [
        (
            SEVERITY[item.severity].title,
            item.message,
            _place(item),
            item.column,
            item.value,
            item.expected,
            item.count,
            item.amount_kr,
        )
        for item in sorted(counted(found), key=_weight)
    ]
    columns = (
        Column("severity", "Alvor", "text", " ".join(f"{word.title}: {word.definition}" for word in SEVERITY.values())),
        Column("message", "Hvad er fundet", "text"),
        Column("place", "Hvor", "text"),
        Column("column", "Kolonne", "text"),
        Column("value", "Værdi", "text"),
        Column("expected", "Ventet", "text"),
        Column("count", "Rækker", "integer"),
        Column("amount_kr", "Beløb i kr.", "kr_exact", AMOUNT),
    )
    return Table("Fund", columns, pl.DataFrame(rows, schema=FINDING_SCHEMA, orient="row"), note=_folded(found))


def _folded(found: Sequence[Finding]) -> str:
    """The remark that most rows of a file may have, and that nobody must act on: one line, and no finding among the
    others."""
    rows = sum(item.count for item in found if item.code == LAWFUL_NUMBER)
    lack = "række har et CPR-nummer" if rows == 1 else "rækker har CPR-numre"
    return f"{danish.number(rows)} {lack} uden gyldigt kontrolciffer (modulus 11). {LAWFUL}" if rows else ""


def changes(receipt: Receipt) -> Table:
    """The largest changes since the last export of the same source."""
    largest = receipt.changes.largest if receipt.changes else ()
    rows = [(_CHANGE[change.kind], change.label, change.amount_kr) for change in largest]
    frame = pl.DataFrame(rows, schema={"kind": pl.String, "label": pl.String, "amount_kr": MONEY}, orient="row")
    columns = (
        Column("kind", "Ændring", "text"),
        Column("label", "Hvad", "text"),
        Column("amount_kr", "Beløb i kr.", "kr_exact"),
    )
    return Table("Største ændringer siden sidste udtræk", columns, frame)
