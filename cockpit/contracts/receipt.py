"""What a file was found to be, to the row and the øre: the paper that a controller signs before accepting it."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from cockpit.contracts.finding import Finding, Severity


class Status(StrEnum):
    """READY may be accepted. KNOWN was imported already. UNMAPPED needs a profile. STOPPED contradicts itself.
    REFUSED is not a file that can be read."""

    READY = "ready"
    KNOWN = "known"
    UNMAPPED = "unmapped"
    STOPPED = "stopped"
    REFUSED = "refused"


class SumLine(BaseModel):
    """Rows and kroner of one group (a period, an account, an area): what is taken in beside what the file holds."""

    model_config = ConfigDict(frozen=True)

    group: str
    label: str
    rows: int
    amount_kr: Decimal
    """What takes effect."""
    file_rows: int | None = None
    file_kr: Decimal | None = None
    """The same group in the file, rows set aside included; None where it is not known."""


class Change(BaseModel):
    """One row that is new, changed or gone since the last export of the same source."""

    model_config = ConfigDict(frozen=True)

    kind: str
    """`new`, `changed` or `gone`."""
    key: str
    label: str
    amount_kr: Decimal | None = None


class Changes(BaseModel):
    """What is new since the last export: counts, and the largest by amount."""

    model_config = ConfigDict(frozen=True)

    since: dt.date | None
    new: int
    changed: int
    gone: int
    unchanged: int
    largest: tuple[Change, ...] = ()


class Receipt(BaseModel):
    """`rows_in_file = rows_accepted + rows_set_aside + rows_total + rows_blank`, to the row. Amounts in kr."""

    model_config = ConfigDict(frozen=True)

    file_name: str
    sha256: str
    size_bytes: int
    status: Status
    reason: str
    """Danish: why the file is taken for this, or why it is refused."""
    sheet: str = ""
    dataset: str = ""
    dataset_title: str = ""
    profile: str = ""
    profile_title: str = ""
    source: str = ""
    """Named at the first import; a new export replaces within its source."""
    extraction_date: dt.date | None = None
    effective_date: dt.date | None = None
    effective_reason: str = ""
    """Danish: where the effective date was read."""
    rows_in_file: int = 0
    rows_accepted: int = 0
    rows_set_aside: int = 0
    rows_total: int = 0
    rows_blank: int = 0
    amount_kr: Decimal | None = None
    """Control sum of the accepted rows."""
    set_aside_kr: Decimal | None = None
    file_total_kr: Decimal | None = None
    """The file's own total line, where it has one."""
    control_total_kr: Decimal | None = None
    """What the source system says the file sums to, entered by a person."""
    sums: tuple[SumLine, ...] = ()
    account_sums: tuple[SumLine, ...] = ()
    """The same rows once more, per account."""
    headings: tuple[str, ...] = ()
    """The file's headings, without CPR numbers: next month's are held against them."""
    findings: tuple[Finding, ...] = ()
    changes: Changes | None = None
    nearest_profile: str = ""
    missing_fields: tuple[str, ...] = ()
    """Danish headings that the nearest profile wanted and the file lacks."""
    stranger: bool = False
    """Whether the file looks like none of the known lists."""

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must knowingly say yes: rows set aside, or a finding that asks for it."""
        asks = any(finding.severity is Severity.CONFIRM for finding in self.findings)
        return self.rows_set_aside > 0 or asks
