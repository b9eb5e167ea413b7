"""What a reader should know before trusting a table."""

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.views.levels import LEVEL
from cockpit.views.row import sum_kr
from cockpit.views.wording import money


def unallocated(level: str, rows: pl.DataFrame) -> tuple[str, ...]:
    """What lies under *Ikke fordelt* at the level, and how much of it is skøn of several keys together."""
    line = rows.filter(pl.col("key") == NOT_ALLOCATED)
    loose, laid, whole = sum_kr(line, "forecast"), sum_kr(line, "adjustment"), sum_kr(rows, "forecast")
    title = LEVEL[level].title.lower()
    told = []
    if loose:
        share = f" ({danish.pct(abs(float(loose / whole)))} af forventet regnskab)" if whole else ""
        told.append(f"{money(loose)}{share} kan ikke henføres til {title} og står under Ikke fordelt.")
    if laid:
        told.append(
            f"Under Ikke fordelt er {money(laid)} skøn, der gælder flere under ét. Læg dem pr. {title}, hvis de skal "
            "stå på linjerne."
        )
    return tuple(told)


def sum_difference(rows: pl.DataFrame, here: pl.DataFrame) -> tuple[str, ...]:
    """One sentence where the rows do not add up to the level that they stand under."""
    difference = sum_kr(rows, "forecast") - sum_kr(here, "forecast")
    if rows.is_empty() or not difference:
        return ()
    return (f"Linjerne summer ikke til niveauet ovenfor: forskellen er {danish.kr(difference, 2)}",)
