"""What every view must know of the reader and of the figures it is given."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from cockpit.contracts import danish
from cockpit.contracts.danish import DeviationSign
from cockpit.contracts.scope import ROLE_TITLE, Role
from cockpit.views.table import MoneyKind


@dataclass(frozen=True, slots=True)
class Context:
    """As-of date, budget year, reader's role, printed sign, figure stamp and the unit that money is shown in."""

    as_of: dt.date
    year: int
    role: Role
    deviation_sign: DeviationSign
    stamp: str
    municipality: str
    demo: bool = False
    unit: MoneyKind = "kr"

    @property
    def role_title(self) -> str:
        """The role's Danish name."""
        return ROLE_TITLE[self.role]

    @property
    def month_name(self) -> str:
        """The as-of date's month: `marts`."""
        return danish.MONTHS[self.as_of.month - 1]

    @property
    def line(self) -> str:
        """The line printed under every view: municipality, as-of date, role and stamp."""
        demo = " · syntetiske demodata" if self.demo else ""
        day = danish.long_date(self.as_of)
        return f"{self.municipality} · pr. {day} · set som {self.role_title} · stempel {self.stamp}{demo}"

    @property
    def sign(self) -> int:
        """What an overspend is multiplied by to be printed: 1 or -1, as the municipality has chosen."""
        return 1 if self.deviation_sign == "overspend_positive" else -1

    def deviation(self, overspend_kr: Decimal) -> Decimal:
        """The deviation with the municipality's printed sign."""
        return danish.printed_deviation(overspend_kr, self.deviation_sign)
