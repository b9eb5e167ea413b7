"""A list that has no key, as far as the next export of it is held against it: a number for each row and sums.

A ledger of a million rows is not handed over for that: the database hashes and sums its rows where they lie, and the
rows of a new export the same way.
"""
# ruff: noqa: S608 - names in the SQL come from the contracts

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from cockpit.contracts.dataset import MONEY, Dataset
from cockpit.contracts.imports import Held
from cockpit.store.reading import CLOSED, opened
from cockpit.store.versions import DUCKDB_TYPE

BY = ("period", "account")


@dataclass(frozen=True, slots=True)
class _Stream:
    """A frame as DuckDB takes it without a copy: a frame itself would be written out as Arrow once more."""

    frame: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


def held_in(path: Path, contract: Dataset, source: str, coverage: Mapping[str, tuple[str, ...]]) -> Held | None:
    """The source's rows by the newest imports that an export of that coverage takes over; None where it has none."""
    tests = {"source": (source,), **coverage}
    with opened(path) as con:
        groups = con.sql(
            f"""select source, {_listed(BY)} max(known_from) as since, sum("{contract.amount}") as "{contract.amount}"
                from "{contract.name}" where known_to is null group by all"""
        ).pl()
        mine = groups.filter(pl.col("source") == source)
        if mine.is_empty():
            return None
        sums = _covered(groups, tests)
        tested = [] if sums.height == groups.height else list(tests)
        names = con.execute(f"select name from pragma_table_info('{contract.name}')").fetchall()
        digest = _digest(contract, {name for (name,) in names})
        rows = con.sql(f'select {_listed([*tested])} {digest} from "{contract.name}" where known_to is null').pl()
    since = mine.get_column("since").max()
    digests = _covered(rows, {name: tests[name] for name in tested}).get_column("digest")
    return Held(digests, _sums(contract, sums), since if isinstance(since, dt.date) else None)


def held_of(contract: Dataset, frame: pl.DataFrame) -> Held:
    """Of rows that are not stored."""
    rows = contract.conform(frame)
    sums = _sums(contract, rows)
    if rows.is_empty():
        return Held(pl.Series(dtype=pl.UInt64()), sums)
    with duckdb.connect(config=CLOSED) as con:
        con.register("rows", _Stream(rows))
        digests = con.sql(f"select {_digest(contract, set(rows.columns))} from rows").pl().to_series()
    return Held(digests, sums)


def _sums(contract: Dataset, rows: pl.DataFrame) -> pl.DataFrame:
    amount = pl.col(contract.amount or "").sum().cast(MONEY)
    return rows.group_by(BY).agg(amount)


def _covered(rows: pl.DataFrame, tests: Mapping[str, tuple[str, ...]]) -> pl.DataFrame:
    for name, values in tests.items():
        rows = rows.filter(pl.col(name).cast(pl.String).is_in(list(values)))
    return rows


def _listed(names: Iterable[str]) -> str:
    return "".join(f'"{name}", ' for name in names)


def _digest(contract: Dataset, known: set[str]) -> str:
    types = {field.name: DUCKDB_TYPE.get(field.type, "VARCHAR") for field in contract.fields}
    cells = (f'"{name}"::{kind}' if name in known else f"null::{kind}" for name, kind in types.items())
    return f"hash({', '.join(cells)}) as digest"
