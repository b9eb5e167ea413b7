"""Problems become findings: the same rule on the same value is said once, with its count, first row and kroner."""

from decimal import Decimal
from typing import Any

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.finding import LAWFUL_NUMBER, Finding, Severity
from cockpit.ingest import people
from cockpit.ingest.collect import SHEET, Collected
from cockpit.ingest.layout import ROW
from cockpit.ingest.problems import of_severity
from cockpit.ingest.rules import RULES

MAX_FINDINGS = 200
MAX_VALUE = 120
GRAVITY = list(Severity)


def findings_of(problems: pl.DataFrame, collected: Collected, amounts: pl.Series | None, file: str) -> list[Finding]:
    """Gravest first, then by kroner and count; what does not fit is counted in one closing line."""
    if problems.is_empty():
        return []
    grouped = _grouped(problems, collected, amounts)
    made = [_finding(row, collected, file) for row in grouped.iter_rows(named=True)]
    made.sort(
        key=lambda finding: (GRAVITY.index(finding.severity), -abs(finding.amount_kr or Decimal(0)), -finding.count)
    )
    if len(made) <= MAX_FINDINGS:
        return made
    left = made[MAX_FINDINGS:]
    rows = sum(finding.count for finding in left)
    rest = Finding(
        severity=left[0].severity,
        code="more_findings",
        message=f"Yderligere {len(left)} fund om {rows} rækker er ikke vist her.",
        file=file,
        count=rows,
        amount_kr=sum((finding.amount_kr or Decimal(0) for finding in left), Decimal(0)),
    )
    return [*made[:MAX_FINDINGS], rest]


def _grouped(problems: pl.DataFrame, collected: Collected, amounts: pl.Series | None) -> pl.DataFrame:
    """Grouped as the file writes its values, and once more as they are shown: masked and cut."""
    nothing = pl.lit(None, dtype=MONEY)
    kroner = nothing if amounts is None else pl.lit(amounts).gather(pl.col("index"))
    each = problems.group_by("code", "field", "value").agg(
        pl.len().alias("count"),
        pl.col("index").min(),
        kroner.sum().alias("amount"),
        kroner.count().alias("known"),
    )
    shown = each.with_columns(people.mask(each.get_column("value")).str.head(MAX_VALUE).alias("value"))
    whole = shown.group_by("code", "field", "value").agg(
        pl.col("count", "amount", "known").sum(), pl.col("index").min()
    )
    first = whole.get_column("index")
    places = (collected.places.get_column(name).gather(first).alias(name) for name in (ROW, SHEET))
    return whole.with_columns(*places).sort("code", "field", "value")


def _finding(row: dict[str, Any], collected: Collected, file: str) -> Finding:
    rule = RULES[row["code"]]
    heading = people.mask_text(collected.heading(row["field"]))
    return Finding(
        severity=rule.severity,
        code=row["code"],
        message=rule.message.format(heading=heading, value=row["value"]),
        file=file,
        sheet=people.mask_text(collected.parts[row[SHEET]].table.sheet),
        row=row[ROW],
        column=heading,
        value=row["value"],
        expected=rule.expected,
        count=row["count"],
        amount_kr=row["amount"] if row["known"] and row["code"] != LAWFUL_NUMBER else None,
    )


def marks_of(problems: pl.DataFrame, collected: Collected, keep: pl.Series) -> pl.DataFrame:
    """`MARKS_SCHEMA`: which of the kept rows each finding that somebody must act on is about."""
    grave = of_severity(problems, [severity for severity in Severity if severity is not Severity.NOTE])
    place = keep.cast(pl.UInt32).cum_sum() - 1
    kept = grave.filter(keep.gather(grave.get_column("index")))
    headings = {name: people.mask_text(collected.heading(name)) for name in kept.get_column("field").unique()}
    return kept.select(
        "code",
        pl.col("field").replace_strict(headings, return_dtype=pl.String).alias("column"),
        people.mask(kept.get_column("value")).str.head(MAX_VALUE).alias("value"),
        place.gather(kept.get_column("index")).alias("place"),
    )


def set_aside_rows(problems: pl.DataFrame) -> pl.DataFrame:
    """The first grave problem of each row that must be set aside."""
    return of_severity(problems, [Severity.SET_ASIDE]).unique("index", keep="first", maintain_order=True).sort("index")
