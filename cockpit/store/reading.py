"""Reading a snapshot: one dataset as it was known at a date."""
# ruff: noqa: S608 - names in the SQL come from the contracts; values are always bound

import datetime as dt
from pathlib import Path

import duckdb
import polars as pl

from cockpit.contracts.data import KNOWLEDGE
from cockpit.contracts.dataset import dataset
from cockpit.store.snapshot import SHUT

CLOSED: dict[str, str | bool | int | float | list[str]] = {
    **SHUT,
    "enable_external_access": False,
    "lock_configuration": True,
}

NOW = """select {fields}, source, known_from, false as reconstructed, missing_since
         from "{table}" where known_to is null"""

THEN = """select {fields}, rows.source, known_from, date '{day}' < first_known as reconstructed, missing_since
          from "{table}" as rows
          join sources on sources.dataset = '{table}' and sources.source = rows.source
          where known_from <= greatest(date '{day}', first_known)
            and (known_to is null or known_to > greatest(date '{day}', first_known))"""
"""The date is written out: a bound value makes DuckDB hand the rows over one by one, twelve times slower."""


def empty(name: str) -> pl.DataFrame:
    """No rows, in the contract's schema and `KNOWLEDGE`."""
    return pl.DataFrame(schema={**dataset(name).polars_schema(), **KNOWLEDGE})


def read(path: Path, name: str, as_of: dt.date | None) -> pl.DataFrame:
    """The dataset's rows as known at `as_of` (None: by the newest imports), in the contract's schema and `KNOWLEDGE`,
    in the order in which they were taken in. Before a source's first import its first state is given, with
    `reconstructed` true."""
    contract = dataset(name)
    with duckdb.connect(str(path), read_only=True, config=CLOSED) as con:
        known = {column for (column,) in con.execute(f"select name from pragma_table_info('{name}')").fetchall()}
        fields = ", ".join(f'"{field.name}"' for field in contract.fields if field.name in known)
        query = NOW if as_of is None else THEN
        frame = con.sql(query.format(fields=fields, table=name, day=as_of)).pl()
    return pl.concat(
        [contract.conform(frame), frame.select(pl.col(k).cast(t) for k, t in KNOWLEDGE.items())], how="horizontal"
    )
