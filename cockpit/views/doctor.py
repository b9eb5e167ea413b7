"""The health of the installation as a table."""

from collections.abc import Sequence

import polars as pl

from cockpit.contracts.check import Check, CheckStatus
from cockpit.views.table import Column, Table
from cockpit.views.wording import plural

STATUS = {CheckStatus.OK: "I orden", CheckStatus.WARN: "Se efter", CheckStatus.FAIL: "Fejl"}
_COLUMNS = (
    Column("title", "Kontrol", "text"),
    Column("status", "Status", "text"),
    Column("said", "Fundet", "text"),
    Column("to_do", "Det skal du gøre", "text"),
)


def table(checks: Sequence[Check]) -> Table:
    """One line a check, in the order given; the title says how it stands as a whole."""
    rows = [(one.title, STATUS[one.status], one.said, one.to_do) for one in checks]
    schema = {column.name: pl.String() for column in _COLUMNS}
    return Table(headline(checks), _COLUMNS, pl.DataFrame(rows, schema=schema, orient="row"))


def headline(checks: Sequence[Check]) -> str:
    """`Alt er i orden`, or how much is not."""
    wrong = sum(one.status is CheckStatus.FAIL for one in checks)
    weak = sum(one.status is CheckStatus.WARN for one in checks)
    parts = [plural(wrong, "fejl", "fejl")] * bool(wrong) + [
        f"{plural(weak, 'forhold', 'forhold')} at se efter"
    ] * bool(weak)
    return f"Kontrollen fandt {' og '.join(parts)}" if parts else "Alt er i orden"
