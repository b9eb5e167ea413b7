"""What a reader should know before trusting a table."""

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.views.levels import LEVEL
from cockpit.views.row import sum_kr
from cockpit.views.wording import money


def unallocated(level: str, rows: pl.DataFrame) -> tuple[str, ...]:
    """One sentence where kroner lie under *Ikke fordelt* at the level."""
    loose = sum_kr(rows.filter(pl.col("key") == NOT_ALLOCATED), "forecast")
    whole = sum_kr(rows, "forecast")
    if not loose:
        return ()
    share = f" ({danish.pct(abs(float(loose / whole)))} af forventet regnskab)" if whole else ""
    return (f"{money(loose)}{share} kan ikke henføres til {LEVEL[level].title.lower()} og står under Ikke fordelt.",)


def sum_difference(rows: pl.DataFrame, here: pl.DataFrame) -> tuple[str, ...]:
    """One sentence where the rows do not add up to the level that they stand under."""
    difference = sum_kr(rows, "forecast") - sum_kr(here, "forecast")
    if rows.is_empty() or not difference:
        return ()
    return (f"Linjerne summer ikke til niveauet ovenfor: forskellen er {danish.kr(difference, 2)}",)
