"""The skøn in force: what a person has added to the model's figures, why, and until when."""

import polars as pl

from cockpit.contracts import danish
from cockpit.views.context import Context
from cockpit.views.levels import LEVEL, key_label
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import signed


def _months(first: int, last: int) -> str:
    names = danish.MONTHS_SHORT
    return names[first - 1] if first == last else f"{names[first - 1]}–{names[last - 1]}"


def _texts(adjustments: pl.DataFrame) -> pl.DataFrame:
    spans = [_months(first, last) for first, last in adjustments.select("month_from", "month_to").iter_rows()]
    return adjustments.with_columns(
        pl.Series("level_title", [LEVEL[level].title for level in adjustments["level"]], dtype=pl.String),
        pl.Series("key_label", list(map(key_label, adjustments["key"])), dtype=pl.String),
        pl.Series("months", spans, dtype=pl.String),
    )


def adjustments_table(context: Context, adjustments: pl.DataFrame) -> Table:
    """The adjustments (`ADJUSTMENT_SCHEMA`), largest first. The frame also holds `id`, to withdraw by."""
    columns = (
        Column("level_title", "Niveau", "text"),
        Column("key_label", "Gælder", "text"),
        Column("months", "Måneder", "text"),
        Column("amount_kr", "Beløb", context.unit, "Plus er en merudgift i forhold til fremskrivningen."),
        Column("reason", "Begrundelse", "text"),
        Column("author", "Lagt af", "text"),
        Column("made_on", "Lagt den", "date"),
        Column("expires_on", "Udløber", "date"),
    )
    frame = _texts(adjustments.sort(pl.col("amount_kr").abs(), "id", descending=[True, False]))
    total = sum_kr(frame, "amount_kr")
    note = f"I alt {signed(total)}" if frame.height else "Der er ingen aktive skøn."
    return Table("Aktive skøn", columns, frame, note=note)
