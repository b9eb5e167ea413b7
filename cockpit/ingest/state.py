"""What a reading replaces, and the days its rows speak of."""

import datetime as dt

import polars as pl

from cockpit.contracts.calendar import period
from cockpit.contracts.dataset import Dataset
from cockpit.ingest import dates, values
from cockpit.ingest.collect import Collected
from cockpit.ingest.headings import normal

LAST_PERIOD = 13


def content_days(collected: Collected, frame: pl.DataFrame, contract: Dataset) -> list[dt.date]:
    """The state column's days where the profile names one; years and first days of lists that hold from a day on."""
    if collected.profile.effective:
        return _state_column(collected)
    if contract.name in ("accounts", "budget"):
        years = frame.get_column("year").drop_nulls().unique().sort()
        return [dt.date(year, 1, 1) for year in years if 1990 <= year <= 2199]
    return frame.get_column("valid_from").drop_nulls().unique().sort().to_list() if contract.name == "prices" else []


def _state_column(collected: Collected) -> list[dt.date]:
    found: set[dt.date] = set()
    for part in collected.parts:
        for heading in collected.profile.effective:
            column = part.table.normal_headings.get(normal(heading))
            if column is not None:
                text = values.cleaned(part.table.frame.get_column(column).unique())
                found.update(dates.date(text, day_first=collected.profile.day_first).drop_nulls())
    return sorted(found)


def coverage_of(frame: pl.DataFrame, contract: Dataset, stated: tuple[str, str] | None) -> dict[str, tuple[str, ...]]:
    """Field -> values that the reading takes over. A ledger covers the periods it states or spans and the accounts in
    it; a list without such a field covers everything of its source."""
    covered: dict[str, tuple[str, ...]] = {}
    for name in contract.replaces:
        column = frame.get_column(name)
        if column.null_count():
            return {}
        present = column.cast(pl.String).unique().sort().to_list()
        covered[name] = _spanned(present, stated) if name == "period" else tuple(present)
    return covered


def _spanned(present: list[str], stated: tuple[str, str] | None) -> tuple[str, ...]:
    edges = sorted([*present, *(stated or ())])
    if not edges:
        return ()
    years = range(int(edges[0][:4]), int(edges[-1][:4]) + 1)
    every = (period(year, number) for year in years for number in range(LAST_PERIOD + 1))
    return tuple(one for one in every if edges[0] <= one <= edges[-1])
