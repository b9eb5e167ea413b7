"""The municipality's choices. Values live in the journal with who, when and from when; these are the defaults."""

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from cockpit.contracts.calendar import month_end, working_day


class Settings(BaseModel):
    """Every setting with its default. Amounts in kr., shares as fractions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 0
    municipality: str = "Egen Kommune"
    deviation_sign: Literal["overspend_positive", "underspend_positive"] = "underspend_positive"
    """The printed sign. Code always computes overspend = forecast - adjusted budget."""
    reporting_dates: tuple[tuple[int, int], ...] = ((3, 31), (5, 31), (6, 30), (9, 30), (11, 30))
    """(month, day) of the year's follow-ups; Randers' calendar by default."""
    close_working_day: int = Field(default=5, ge=1, le=23)
    """A month's ledger is closed on this working day of the next month."""
    materiality_kr: Decimal = Decimal(500000)
    materiality_share: float = 0.02
    expensive_case_kr: Decimal = Decimal(1000000)
    """A citizen whose help costs more than this in a year is an expensive case."""
    disclosure_threshold: int = Field(default=5, ge=2)
    """Counts from 1 up to this less one are hidden."""
    smallest_area_citizens: int = Field(default=20, ge=2)
    """Areas with fewer citizens are merged before a politician sees them."""
    pipeline_probability: float = Field(default=0.7, ge=0, le=1)
    """Chance that an applied-for grant starts, where the row itself says nothing."""
    loss_confirm_share: float = 0.2
    few_rows_confirm_share: float = 0.05
    first_year: int = Field(default=2015, ge=2000)

    def close_of(self, as_of: dt.date) -> dt.date:
        """The day on which the ledger of `as_of`'s month is closed: the n-th working day of the next month."""
        return working_day(month_end(as_of.year, as_of.month) + dt.timedelta(days=1), self.close_working_day)
