"""A budget is a source of its own for each year, so that each year has its own first day of being known."""

from dataclasses import replace
from typing import Any

import polars as pl

from cockpit.contracts.dataset import dataset
from cockpit.contracts.imports import Reading
from cockpit.ingest.sorting import kroner
from cockpit.ingest.summary import account_sums_of, sums_of

SPLIT = ("budget",)


def by_year(reading: Reading) -> tuple[Reading, ...]:
    """One reading a year, the source named after it. The first carries the rows set aside, the totals and the
    findings of the file; each receipt adds up by itself. Other datasets stay as they are."""
    if reading.receipt.dataset not in SPLIT or reading.frame.is_empty():
        return (reading,)
    years = reading.frame.get_column("year").unique().sort().to_list()
    several = len(years) > 1
    return tuple(_of_year(reading, year, first=year == years[0], several=several) for year in years)


def _of_year(reading: Reading, year: int, *, first: bool, several: bool) -> Reading:
    receipt, frame = reading.receipt, reading.frame.filter(pl.col("year") == year)
    update: dict[str, Any] = {"source": f"{receipt.source}/{year}"}
    if not several:
        return replace(reading, receipt=receipt.model_copy(update=update))
    elsewhere = receipt.rows_accepted - frame.height
    update |= {
        "sheet": f"{receipt.sheet} ({year})".strip(),
        "rows_in_file": receipt.rows_in_file - elsewhere if first else frame.height,
        "rows_accepted": frame.height,
        "amount_kr": kroner(frame.get_column("original").sum()),
        "sums": sums_of(frame, dataset(receipt.dataset)),
        "account_sums": account_sums_of(frame, dataset(receipt.dataset)),
    }
    if not first:
        update |= {"rows_set_aside": 0, "rows_total": 0, "rows_blank": 0, "set_aside_kr": None}
        update |= {"file_total_kr": None, "findings": ()}
    return replace(
        reading,
        receipt=receipt.model_copy(update=update),
        frame=frame,
        set_aside=reading.set_aside if first else reading.set_aside.clear(),
        coverage={**reading.coverage, "year": (str(year),)},
    )
