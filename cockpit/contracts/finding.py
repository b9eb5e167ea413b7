"""What was found in a file: one finding, one place, one thing to do."""

from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

LAYOUT_CHANGED = "layout_changed"
"""The code of the finding that an export has other columns than the last of its source."""


UNUSED_BUT_LIKELY = "unused_but_likely"
"""The code of the finding that a column looks like a field that the file seems to lack."""


LAWFUL_NUMBER = "modulus_11"
"""The code of the remark that CPR numbers lack a valid check digit, which is lawful since 2007: most of a ledger's rows
may have it, and not a krone is in doubt for its sake."""


class Severity(StrEnum):
    """STOP: the file contradicts itself. SET_ASIDE: the row cannot be read. UNCLASSIFIED: counts under *Ikke fordelt*.
    CONFIRM: a person must say yes. WARNING: looks odd, counts. NOTE: worth knowing."""

    STOP = "stop"
    CONFIRM = "confirm"
    SET_ASIDE = "set_aside"
    UNCLASSIFIED = "unclassified"
    WARNING = "warning"
    NOTE = "note"


class Finding(BaseModel):
    """`message` is Danish: what was found, what was expected, what to do. No text here ever holds a CPR number."""

    model_config = ConfigDict(frozen=True)

    severity: Severity
    code: str
    """Stable English name of the rule, e.g. `end_before_start`."""
    message: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    """Row number as the spreadsheet shows it; the first of them where `count` > 1."""
    column: str = ""
    """Heading as it stands in the file."""
    value: str = ""
    expected: str = ""
    count: int = 1
    amount_kr: Decimal | None = None
