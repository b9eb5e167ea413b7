"""What a chart draws, as plain figures with a Danish message: charts add shape and colour, never a number."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import polars as pl

from cockpit.contracts.danish import DeviationSign
from cockpit.views.table import MoneyKind, Table


@dataclass(frozen=True, slots=True)
class RangeFigure:
    """Forecast against both budgets with its 80 % and 95 % range, kr. None where there is no range or budget."""

    message: str
    forecast_kr: Decimal
    original_kr: Decimal | None
    adjusted_kr: Decimal | None
    low80_kr: Decimal | None
    high80_kr: Decimal | None
    low95_kr: Decimal | None
    high95_kr: Decimal | None


@dataclass(frozen=True, eq=False, slots=True)
class Development:
    """The year month by month. `monthly` and `accumulated` hold the same columns:
    `month` 1-12, `month_name`, `actual_kr`, `forecast_kr` (null in months that are closed), `budget_kr`,
    `last_year_kr`; accumulated `forecast_kr` is what comes on top of what is posted, empty until the first open
    month."""

    message: str
    year: int
    monthly: pl.DataFrame
    accumulated: pl.DataFrame


@dataclass(frozen=True, eq=False, slots=True)
class Deviations:
    """Where the deviation sits, from the largest overspend to the largest underspend. `frame`: `key`, `label`,
    `overspend_kr`, `deviation_kr` (printed sign), `word`, `text` (figure and word). `table` adds the total line."""

    message: str
    frame: pl.DataFrame
    table: Table
    sign: DeviationSign
    unit: MoneyKind = "kr"


@dataclass(frozen=True, eq=False, slots=True)
class Bars:
    """One bar a line. `frame`: `label`, `value` (kr.), `word` (`plus` or `minus`), `text` (figure and word).

    `meaning` of the two words: too much and too little (`deviation`), expected and actual (`plan`), or two parts of
    what is actual (`parts`). `source`: the columns of a table in the same chapter that hold the values, the labels'
    column first; Excel draws from them."""

    message: str
    frame: pl.DataFrame
    plus: str
    minus: str
    meaning: Literal["deviation", "plan", "parts"] = "deviation"
    source: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Waterfall:
    """Steps from one total to another. `frame`: `step`, `label`, `kind` (`total` or `change`), `amount_kr`,
    `from_kr`, `to_kr`, `text`. The changes between two totals sum exactly to their difference. `title`: what the bridge
    is called where it stands on a sheet of its own."""

    message: str
    frame: pl.DataFrame
    title: str = "Trin for trin"


@dataclass(frozen=True, eq=False, slots=True)
class Lines:
    """Courses over months. `frame`: `month` (date), `key`, `label`, `value`."""

    message: str
    value_title: str
    frame: pl.DataFrame


@dataclass(frozen=True, eq=False, slots=True)
class Multiples:
    """One small chart for each measure over the years. `frame`: `year`, `measure`, `label`, `value`, `text`,
    `is_forecast`."""

    message: str
    frame: pl.DataFrame


@dataclass(frozen=True, eq=False, slots=True)
class MethodErrors:
    """How far each method missed at each month. `frame`: `month` 1-12, `month_name`, `method`, `label`, `error`
    (fraction of the accounts)."""

    message: str
    frame: pl.DataFrame
