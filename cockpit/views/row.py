"""Rows of the forecast made ready to print: labels, printed deviation, word and share."""

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.views.context import Context
from cockpit.views.levels import LEVEL, NO_BUDGET, NO_BUDGET_SHORT, term
from cockpit.views.table import Column, Kind, MoneyKind

BUDGETS = ("original_budget", "adjusted_budget")
_KIND: dict[str, Kind] = {"deviation_word": "text", "deviation_pct": "pct", "full_year_persons": "persons"}


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The figures of one row of the forecast, kr.; None where they are not known at its level."""

    original_budget: Decimal | None
    adjusted_budget: Decimal | None
    forecast: Decimal
    overspend: Decimal | None

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "ForecastRow":
        """The only row of the frame; ValueError where there is not exactly one."""
        if frame.height != 1:
            raise ValueError(f"one row expected, {frame.height} found")
        return cls(*frame.select("original_budget", "adjusted_budget", "forecast", "overspend").row(0))

    @property
    def share(self) -> float | None:
        """Overspend as a fraction of the adjusted budget; None without a budget or with one of zero."""
        if self.overspend is None or not self.adjusted_budget:
            return None
        return float(self.overspend / abs(self.adjusted_budget))


def sum_kr(frame: pl.DataFrame, name: str) -> Decimal:
    """The sum of a money column; zero where there is no row."""
    total: Decimal | None = frame.select(pl.col(name).sum()).item()
    return total or Decimal(0)


def _word(overspend: Decimal | None) -> str | None:
    return None if overspend is None else danish.deviation_word(overspend)


def ready(rows: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The rows with Danish `label`, and `deviation` (printed sign, kr.), `deviation_word` and `deviation_pct`
    (fraction of the adjusted budget, printed sign); null where the level has no budget."""
    budget = pl.col("adjusted_budget").cast(pl.Float64).abs()
    share = pl.col("overspend").cast(pl.Float64) * context.sign / pl.when(budget > 0).then(budget)
    return rows.with_columns(
        pl.when(pl.col("key") == NOT_ALLOCATED)
        .then(pl.lit(NOT_ALLOCATED_LABEL))
        .otherwise(pl.coalesce("label", "key"))
        .alias("label"),
        (pl.col("overspend") * context.sign).cast(MONEY).alias("deviation"),
        pl.Series("deviation_word", list(map(_word, rows["overspend"])), dtype=pl.String),
        share.alias("deviation_pct"),
    )


def figure_column(name: str, unit: MoneyKind) -> Column:
    """The column of a figure or component under its Danish title."""
    meaning = term(name)
    kind = _KIND.get(name, unit)
    if name not in BUDGETS:
        return Column(name, meaning.title, kind, meaning.definition)
    return Column(name, meaning.title, kind, meaning.definition, NO_BUDGET, missing_short=NO_BUDGET_SHORT)


def label_column(level: str) -> Column:
    """The column of the rows' names at a level."""
    return Column("label", LEVEL[level].title, "text", LEVEL[level].definition)
