"""The skøn in force: what a person has added to the model's figures, why, and until when; and those of last month,
which are to be renewed or dropped."""

import datetime as dt

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.calendar import month_end
from cockpit.views.context import Context
from cockpit.views.levels import LEVEL, key_label
from cockpit.views.row import sum_kr
from cockpit.views.table import Column, Table
from cockpit.views.wording import signed

EXPIRED = "Udløbet: tæller ikke mere"
PASSED = "Månederne er gået: tæller stadig"
ENDING = "Udløber før næste lukning"
COUNTS = "Tæller stadig"
NOTHING_EARLIER = "Der er ingen skøn fra tidligere måneder, der venter på at blive fornyet eller faldet."
ASKS = "Forny dem, der stadig gælder, og lad resten falde. Gør ingen noget, tæller et skøn til sin udløbsdato."


def _months(first: int, last: int) -> str:
    names = danish.MONTHS_SHORT
    return names[first - 1] if first == last else f"{names[first - 1]}–{names[last - 1]}"


def _key(level: str, key: str) -> str:
    return LEVEL[level].title if level == "total" else key_label(key)


def _texts(adjustments: pl.DataFrame) -> pl.DataFrame:
    spans = [_months(first, last) for first, last in adjustments.select("month_from", "month_to").iter_rows()]
    return adjustments.with_columns(
        pl.Series("level_title", [LEVEL[level].title for level in adjustments["level"]], dtype=pl.String),
        pl.Series("key_label", list(map(_key, adjustments["level"], adjustments["key"])), dtype=pl.String),
        pl.Series("months", spans, dtype=pl.String),
    )


def adjustments_table(context: Context, adjustments: pl.DataFrame) -> Table:
    """The adjustments (`ADJUSTMENT_SCHEMA`), largest first. The frame also holds `id`, to withdraw by."""
    frame = _texts(adjustments.sort(pl.col("amount_kr").abs(), "id", descending=[True, False]))
    total = sum_kr(frame, "amount_kr")
    note = f"I alt {signed(total)}" if frame.height else "Der er ingen aktive skøn."
    return Table("Aktive skøn", _columns(context), frame, note=note)


def _columns(context: Context) -> tuple[Column, ...]:
    return (
        Column("level_title", "Niveau", "text"),
        Column("key_label", "Gælder", "text"),
        Column("months", "Måneder", "text"),
        Column("amount_kr", "Beløb", context.unit, "Plus er en merudgift i forhold til fremskrivningen."),
        Column("expires_on", "Udløber", "date"),
        Column("reason", "Begrundelse", "text"),
        Column("author", "Lagt af", "text"),
        Column("made_on", "Lagt den", "date"),
    )


def earlier_table(context: Context, earlier: pl.DataFrame) -> Table:
    """The skøn of earlier closes (`ADJUSTMENT_SCHEMA`, expired ones included) with what has become of them at this
    close; those that ask most for a decision first. The frame also holds `id`."""
    state = (
        pl.when(pl.col("expires_on") < context.as_of).then(pl.lit(EXPIRED))
        .when(pl.col("month_to") <= _closed_months(context)).then(pl.lit(PASSED))
        .when(pl.col("expires_on") < _next_close(context)).then(pl.lit(ENDING))
        .otherwise(pl.lit(COUNTS))
    )  # fmt: skip
    order = pl.col("state").cast(pl.Enum([EXPIRED, PASSED, ENDING, COUNTS]))
    frame = _texts(earlier.with_columns(state=state)).sort(order, pl.col("amount_kr").abs(), "id")
    columns = (Column("state", "Nu", "text"), *_columns(context))
    return Table("Skøn fra tidligere måneder", columns, frame, note=ASKS if frame.height else NOTHING_EARLIER)


def undecided(context: Context, earlier: pl.DataFrame) -> pl.DataFrame:
    """Of the skøn of earlier closes those that no longer say what they were laid to say: expired, or their months are
    over."""
    return earlier_table(context, earlier).frame.filter(pl.col("state").is_in([EXPIRED, PASSED]))


def _closed_months(context: Context) -> int:
    return (context.as_of.year - context.year) * 12 + context.as_of.month


def _next_close(context: Context) -> dt.date:
    first = context.as_of + dt.timedelta(days=1)
    return month_end(first.year, first.month)
