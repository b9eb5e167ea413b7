"""Where the deviation sits: the rows of one level, sorted, with a total line and a message."""

from decimal import Decimal

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import MONEY
from cockpit.views.context import Context
from cockpit.views.figures import Deviations
from cockpit.views.levels import LEVEL
from cockpit.views.row import figure_column, label_column, ready
from cockpit.views.table import MoneyKind, Table
from cockpit.views.wording import money, signed

_MONEY_COLUMNS = ("original_budget", "adjusted_budget", "forecast")
_COLUMNS = (*_MONEY_COLUMNS, "deviation", "deviation_word", "deviation_pct")
_INPUT = ("key", "label", *_MONEY_COLUMNS, "overspend")
REST = "Øvrige"
REST_WITHOUT_BUDGET = "Øvrige uden budget"
_REST_KEY = ""


def _rest(rows: pl.DataFrame, words: str) -> pl.DataFrame:
    """One line for the rows that are not shown; a budget only where every one of them has one."""
    sums = [
        pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).cast(MONEY).alias(name)
        for name in (*_MONEY_COLUMNS, "overspend")
    ]
    label = f"{words} ({danish.number(rows.height)})"
    return rows.select(pl.lit(_REST_KEY).alias("key"), pl.lit(label).alias("label"), *sums)


def _largest(rows: pl.DataFrame, top: int | None) -> pl.DataFrame:
    """The `top` rows by size, and the others as one line with a budget and one without."""
    ranked = rows.sort(pl.col("overspend").abs(), "key", descending=[True, False], nulls_last=True)
    if top is None or ranked.height <= top + 1:
        return ranked
    rest = ranked.slice(top)
    budgeted = pl.col("overspend").is_not_null()
    parts = {REST: rest.filter(budgeted), REST_WITHOUT_BUDGET: rest.filter(~budgeted)}
    return pl.concat([ranked.head(top), *(_rest(part, words) for words, part in parts.items() if part.height)])


def _message(shown: pl.DataFrame, level: str) -> str:
    known = shown.filter(pl.col("overspend").is_not_null() & (pl.col("key") != _REST_KEY))
    if known.filter(pl.col("overspend") != 0).is_empty():
        word = "Intet budget" if known.is_empty() else "Ingen afvigelse"
        return f"{word} pr. {LEVEL[level].title.lower()}"
    label, overspend = known.sort(pl.col("overspend").abs(), descending=True).select("label", "overspend").row(0)
    return f"Størst afvigelse: {label} – {danish.deviation_word(overspend)} {money(abs(overspend))}"


def _text(deviation: Decimal, word: str, unit: MoneyKind | None) -> str:
    return f"{signed(deviation, unit)} {word}"


def _figure_frame(shown: pl.DataFrame, unit: MoneyKind | None) -> pl.DataFrame:
    known = shown.filter(pl.col("overspend").is_not_null()).rename({"deviation_word": "word"})
    texts = [_text(deviation, word, unit) for deviation, word in known.select("deviation", "word").iter_rows()]
    return known.select(
        "key",
        "label",
        pl.col("overspend").alias("overspend_kr"),
        pl.col("deviation").alias("deviation_kr"),
        "word",
        pl.Series("text", texts, dtype=pl.String),
    )


def build(
    context: Context, level: str, rows: pl.DataFrame, total: pl.DataFrame, *, title: str, top: int | None = None
) -> Deviations:
    """The deviations of `rows` (`ROW_SCHEMA`, one level), from the largest overspend to the largest underspend.

    With `top` the smaller ones are last lines *Øvrige*. `total`: the row that the last line of the table prints:
    budgets are those of that level, not the sum of the rows.
    """
    largest = _largest(rows.select(_INPUT), top).sort(
        pl.col("key") == _REST_KEY, "overspend", "label", descending=[False, True, False], nulls_last=True
    )
    shown = ready(largest, context)
    last = ready(total.select(_INPUT).with_columns(label=pl.lit("I alt")), context)
    columns = (label_column(level), *(figure_column(name, context.unit) for name in _COLUMNS))
    table = Table(title, columns, pl.concat([shown, last]), totals=last.height)
    unit = None if context.unit == "kr" else context.unit
    frame = _figure_frame(shown, unit)
    return Deviations(_message(shown, level), frame, table, context.deviation_sign, context.unit)
