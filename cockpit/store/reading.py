"""Reading a snapshot: one dataset as it was known at a date."""
# ruff: noqa: S608 - names in the SQL come from the contracts; values are always bound

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import duckdb
import polars as pl

from cockpit.contracts.data import KNOWLEDGE, SUM
from cockpit.contracts.dataset import MONEY, Dataset, FieldType, dataset
from cockpit.store.snapshot import SHUT

CLOSED: dict[str, str | bool | int | float | list[str]] = {
    **SHUT,
    "enable_external_access": False,
    "lock_configuration": True,
}

NOW = """select {fields}, source, known_from, false as reconstructed, missing_since{summed}
         from (select *, rowid as place from "{table}") where known_to is null and {years}{grouped}"""

THEN = """select {fields}, source, known_from, date '{day}' < told_on as reconstructed, missing_since{summed}
          from (select rows.*, rows.rowid as place,
                       greatest(date '{day}', sources.first_known, coalesce(years.first_known, date '{day}')) as told_on
                from "{table}" as rows
                join sources on sources.dataset = '{table}' and sources.source = rows.source
                left join years on years.dataset = '{table}' and years.source = rows.source
                               and years.year = {year} and years.year <= '{day:%Y}') as told
          where known_from <= told_on and (known_to is null or known_to > told_on) and {years}{grouped}"""
"""The date is written out: a bound value makes DuckDB hand the rows over one by one, twelve times slower."""

SUMMED = f", sum(amount) as {SUM}, min(place) as place"


def opened(path: Path) -> duckdb.DuckDBPyConnection:
    """The snapshot, for reading alone. Opening costs more than a small read; while one connection is open, further ones
    to the same file share its instance and cost next to nothing."""
    return duckdb.connect(str(path), read_only=True, config=CLOSED)


def empty(name: str) -> pl.DataFrame:
    """No rows, in the contract's schema and `KNOWLEDGE`."""
    return pl.DataFrame(schema={**dataset(name).polars_schema(), **KNOWLEDGE})


def _year(contract: Dataset) -> str:
    """A row's year, where exports of the dataset cover years or periods."""
    return f'left(rows."{contract.replaces[0]}"::varchar, 4)' if contract.replaces else "null"


def _years(contract: Dataset, since: int | None) -> str:
    """The condition that a row of a dataset by period lies in the year `since` or later; a row without one stays."""
    period = contract.replaces[0] if contract.replaces else None
    if since is None or period is None or contract.field(period).type is not FieldType.PERIOD:
        return "true"
    return f"coalesce(\"{period}\" >= '{since}', true)"


@lru_cache(maxsize=256)
def turning_days(path: Path, name: str) -> tuple[dt.date, ...]:
    """The days from which the dataset reads otherwise than the day before, oldest first. Years that exports cover also
    turn at New Year. A snapshot never changes."""
    told = "select first_known as day from {} where dataset = $name"
    parts = [f'select unnest([known_from, known_to]) as day from "{name}"', *map(told.format, ("sources", "years"))]
    with opened(path) as con:
        query = f"select distinct day from ({' union all '.join(parts)}) where day is not null order by day"
        return tuple(day for (day,) in con.execute(query, {"name": name}).fetchall())


def read(
    path: Path,
    name: str,
    as_of: dt.date | None,
    *,
    since: int | None = None,
    without: Collection[str] = (),
    alike: bool = False,
) -> pl.DataFrame:
    """The dataset's rows as known at `as_of` (None: by the newest imports), in the contract's schema and `KNOWLEDGE`,
    in the order in which they were taken in.

    Before a source's first import its first state is given, with `reconstructed` true. So is the first state of a year
    that has begun and of which no export had told yet (a ledger or budget drawn at the year's end). A year that was
    told of is given as it was told, whatever came later.

    `since`: no periods of earlier years. `without`: fields that the caller has no use for; they are given as null.
    `alike`: postings that are alike in what is left come as one row in the first one's place, with `SUM`. Millions of
    lines are mostly repetitions (one bill in many lines), and adding them up here costs no more than handing them
    over."""
    contract = dataset(name)
    with opened(path) as con:
        known = {column for (column,) in con.execute(f"select name from pragma_table_info('{name}')").fetchall()}
        fields = ", ".join(f'"{field.name}"' for field in contract.fields if field.name in known - {*without})
        query = (NOW if as_of is None else THEN).format(
            fields=fields,
            table=name,
            day=as_of,
            year=_year(contract),
            years=_years(contract, since),
            summed=SUMMED if alike else "",
            grouped=" group by all" if alike else "",
        )
        frame = con.sql(query).pl()
    parts = [contract.conform(frame), frame.select(pl.col(k).cast(t) for k, t in KNOWLEDGE.items())]
    if not alike:
        return pl.concat(parts, how="horizontal")
    places = frame.select(pl.col(SUM).cast(MONEY), "place")
    return pl.concat([*parts, places], how="horizontal").sort("place").drop("place")
