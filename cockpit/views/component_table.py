"""The table of the follow-up: every component of the forecast, both budgets, deviation and range, and a total line; and
the same month by month."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import COMPONENTS, ROW_SCHEMA
from cockpit.views.context import Context
from cockpit.views.levels import LEVEL
from cockpit.views.row import BUDGETS, figure_column, label_column, ready
from cockpit.views.table import Column, Table

ADDED = ("posted", "prior_years", *COMPONENTS[1:], "forecast")
_DEVIATION = ("original_budget", "adjusted_budget", "deviation", "deviation_word", "deviation_pct")
_RANGE = ("low80", "high80", "low95", "high95")
SHOWN = (*ADDED, *_DEVIATION, *_RANGE)
_SHORT = {
    "prior_years": "Heraf tidl. år",
    "accrued": "Leveret",
    "pipeline": "På vej ind",
    "inflow": "Tilgang",
    "other": "Øvrige",
    "refunds": "Refusion",
    "forecast": "Forventet",
    "original_budget": "Opr. budget",
    "adjusted_budget": "Korr. budget",
    "deviation_word": "Mer/mindre",
    "deviation_pct": "Afv. pct.",
}
"""Headings on the screen, so that the months stand side by side at 1440 pixels."""
_MONTHS = {"00": "Forsupp.", "13": "Supp."} | {
    f"{number:02}": name for number, name in enumerate(danish.MONTHS_SHORT, start=1)
}
BRIEF = (
    "label", "adjusted_budget", "posted", "forecast", "deviation", "deviation_word", "deviation_pct", "low80", "high80",
)  # fmt: skip
"""What a window has room for, in this order."""


def _figures(names: Iterable[str], context: Context) -> Iterator[Column]:
    for name in names:
        yield replace(figure_column(name, context.unit), short=_SHORT.get(name, ""))


def _total_line(rows: pl.DataFrame, here: pl.DataFrame) -> pl.DataFrame:
    """Components are the sum of the lines above; budgets, deviation and range are those of the level itself."""
    sums = rows.select(pl.col(ADDED).sum().cast(MONEY))
    return here.select(*ROW_SCHEMA).with_columns(*sums.get_columns(), label=pl.lit("I alt"))


def build(context: Context, level: str, rows: pl.DataFrame, here: pl.DataFrame) -> Table:
    """The rows of a level (`ROW_SCHEMA`), largest first, above their total line. `here`: the row that they are part
    of. The frame also holds `key`, to choose by."""
    ranked = rows.sort(pl.col("forecast").abs(), "key", descending=[True, False])
    body = pl.concat([ranked, _total_line(rows, here)]) if rows.height else ranked
    columns = (label_column(level), *_figures(SHOWN, context))
    title = f"Budgetopfølgning pr. {LEVEL[level].title.lower()}"
    return Table(title, columns, ready(body, context), totals=int(rows.height > 0))


def months(context: Context, rows: pl.DataFrame) -> Table:
    """Every component month by month (`forecast.month_rows`) above their sum. The budget of a line that names no month
    is spread in twelfths. The total's deviation is that of the year: a period without a budget counts in it too."""
    names = (*ADDED, *BUDGETS)
    rows = rows.with_columns(label=pl.col("key").replace_strict(_MONTHS, default=pl.col("label")))
    sums = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).cast(MONEY).alias(name) for name in names]
    total = rows.select(pl.lit("I alt").alias("key"), pl.lit("I alt").alias("label"), *sums).with_columns(
        overspend=(pl.col("forecast") - pl.col("adjusted_budget")).cast(MONEY)
    )
    body = ready(pl.concat([rows, total], how="diagonal") if rows.height else rows, context)
    label = Column("label", "Måned", "text", "Bogført i perioden, leveret og disponeret i den måned, hjælpen gives.")
    columns = (label, *_figures((*ADDED, "adjusted_budget", "deviation"), context))
    return Table(
        f"Alle led i forventet regnskab {context.year}, måned for måned", columns, body, totals=int(rows.height > 0)
    )


def brief(table: Table) -> Table:
    """The columns of `BRIEF` of a table of components: budget, posted, forecast with range, deviation."""
    known = {column.name: column for column in table.columns}
    return replace(table, columns=tuple(known[name] for name in BRIEF if name in known))
