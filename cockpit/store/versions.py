"""The fold: how the exports of one source become rows with the time in which they were known.

A dataset's table holds every version of every row: `known_from` inclusive, `known_to` exclusive (null = still known),
so that the state at D is `known_from <= D and (known_to is null or known_to > D)`. Imports are folded by effective date
and then number. An import takes over what its coverage names; a row it repeats stays open, a row it lacks is closed, a
row it brings is opened. Rows are the same when their whole content is (two equal lines are told apart by `occurrence`).
Imports of the same date replace each other: the later is folded upon the state before that date.
"""
# ruff: noqa: S608 - names in the SQL come from the contracts; values are always bound

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cockpit.contracts.dataset import Dataset, FieldType

DUCKDB_TYPE: dict[FieldType, str] = {
    FieldType.DATE: "DATE",
    FieldType.MONEY: "DECIMAL(18,2)",
    FieldType.NUMBER: "DECIMAL(18,4)",
    FieldType.INTEGER: "BIGINT",
    FieldType.BOOLEAN: "BOOLEAN",
}
VERSION_COLUMNS = {
    "row_hash": "UHUGEINT",
    "occurrence": "INTEGER",
    "source": "VARCHAR",
    "known_from": "DATE",
    "known_to": "DATE",
    "missing_since": "DATE",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One import as the fold needs it: its typed rows in a Parquet file, and what it takes over from when."""

    dataset: Dataset
    source: str
    number: int
    effective_date: dt.date
    coverage: Mapping[str, tuple[str, ...]]
    path: Path


def make_table(con: duckdb.DuckDBPyConnection, dataset: Dataset) -> None:
    """The dataset's table, or the columns that its contract has got since the table was made."""
    fields = {field.name: DUCKDB_TYPE.get(field.type, "VARCHAR") for field in dataset.fields}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in {**fields, **VERSION_COLUMNS}.items())
    con.execute(f'create table if not exists "{dataset.name}" ({columns})')
    known = con.execute(f"select name from pragma_table_info('{dataset.name}')").fetchall()
    for name in fields.keys() - {column for (column,) in known}:
        con.execute(f'alter table "{dataset.name}" add column "{name}" {fields[name]}')


def take_back(con: duckdb.DuckDBPyConnection, dataset: Dataset, source: str, since: str) -> None:
    """The source as it was known before the date `since` (ISO): what was learned on it or later is forgotten. Imports
    from that date on can then be folded again, exactly as if they had come in order."""
    bound = {"source": source, "since": since}
    con.execute(f'delete from "{dataset.name}" where source = $source and known_from >= $since::date', bound)
    con.execute(
        f'update "{dataset.name}" set known_to = null where source = $source and known_to >= $since::date', bound
    )


def fold(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Fold one import upon the state that the imports before it left. It must be the newest of its source so far."""
    _name_covered(con, part)
    if _meets_nothing(con, part):
        _open_all(con, part)
    else:
        _read_part(con, part)
        _take_back_the_day(con, part)
        _match(con, part)
        if part.dataset.ends is not None:
            _keep_missing(con, part)
        _close_and_open(con, part)
    for name in ("fresh", "target", "gone", *(f"covered_{field}" for field in part.coverage)):
        con.execute(f'drop table if exists "{name}"')


def _name_covered(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """`covered_…`: the values of each field that the import takes over, those of its own rows included."""
    for field, values in part.coverage.items():
        con.execute(f'create temp table "covered_{field}" (value varchar)')
        con.execute(f'insert into "covered_{field}" select unnest($values)', {"values": list(values)})
        con.execute(
            f"""insert into "covered_{field}" select distinct coalesce("{field}"::varchar, '')
                from read_parquet($path)""",
            {"path": str(part.path)},
        )


def _meets_nothing(con: duckdb.DuckDBPyConnection, part: Part) -> bool:
    """Whether the table has no version, open or closed, of anything that the import takes over: a source's first
    import, or a ledger's next year."""
    met = f'select 1 from "{part.dataset.name}" where {_covered(part)} limit 1'
    return con.execute(met, {"source": part.source}).fetchone() is None


def _open_all(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Every row opens: the same outcome as the fold, in one pass over the file."""
    names, table = _present(con, part), f'"{part.dataset.name}"'
    # Rows of this transaction have higher row ids than all that was there before it.
    last = con.execute(f"select coalesce(max(rowid), -1) from {table}").fetchall()[0][0]
    con.execute(
        f"""insert into {table} by name
            select {_listed(names)}, {_hash(names)} as row_hash, 0 as occurrence, $source as source,
                   $day::date as known_from
            from read_parquet($path)""",
        {"source": part.source, "day": part.effective_date, "path": str(part.path)},
    )
    _number_repeats(con, table, "rowid", "rowid > $last", {"last": last})


def _number_repeats(con: duckdb.DuckDBPyConnection, table: str, order: str, where: str, bound: dict[str, int]) -> None:
    """Tell equal rows apart: 0, 1, 2 … in the order in which they stand."""
    repeated = f"select row_hash from {table} where {where} group by row_hash having count(*) > 1"
    if con.execute(f"{repeated} limit 1", bound).fetchone() is None:
        return
    con.execute(
        f"""update {table} set occurrence = numbered.occurrence
            from (select {order} as line,
                         (row_number() over (partition by row_hash order by {order}) - 1)::integer as occurrence
                  from {table} where {where} and row_hash in ({repeated})) as numbered
            where {table}.{order} = numbered.line""",
        bound,
    )


def _present(con: duckdb.DuckDBPyConnection, part: Part) -> list[str]:
    found = con.execute("select name from parquet_schema($path)", {"path": str(part.path)}).fetchall()
    names = {name for (name,) in found}
    return [field.name for field in part.dataset.fields if field.name in names]


def _content(names: list[str]) -> str:
    """`name=value` of what is not empty: a column that is added to a contract later changes no row's hash."""
    return "concat_ws(chr(31), " + ", ".join(f"'{name}=' || \"{name}\"::varchar" for name in names) + ")"


def _hash(names: list[str]) -> str:
    return f"md5_number({_content(names)})"


def _listed(names: list[str], table: str = "") -> str:
    return ", ".join(f'{table}"{name}"' for name in names)


def _key(part: Part) -> str:
    if part.dataset.ends is None:
        return "null"
    return _content(list(part.dataset.key))


def _read_part(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """`fresh`: place in the file, hash, occurrence and key of every row."""
    names = _present(con, part)
    con.execute(
        f"""create temp table fresh as
            select file_row_number as place, {_hash(names)} as row_hash, 0 as occurrence,
                   {_key(part)} as row_key
            from read_parquet($path, file_row_number=true)""",
        {"path": str(part.path)},
    )
    _number_repeats(con, "fresh", "place", "true", {})


def _covered(part: Part) -> str:
    """What the import takes over. Its own rows always belong to it, whatever the coverage says."""
    tests = [f"coalesce(\"{field}\"::varchar, '') in (select value from covered_{field})" for field in part.coverage]
    return " and ".join(["source = $source", *tests])


def _take_back_the_day(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    bound = {"source": part.source, "day": part.effective_date}
    table = f'"{part.dataset.name}"'
    con.execute(f"delete from {table} where {_covered(part)} and known_from = $day", bound)
    con.execute(f"update {table} set known_to = null where {_covered(part)} and known_to = $day", bound)


def _match(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """`target`: the open rows that the import takes over. `gone`: those of them that it does not repeat."""
    con.execute(
        f"""create temp table target as
            select rowid as line, row_hash, occurrence, missing_since, {_key(part)} as row_key
            from "{part.dataset.name}" where {_covered(part)} and known_to is null""",
        {"source": part.source},
    )
    con.execute(
        """create temp table gone as
           select line, missing_since, row_key from target
           where missing_since is not null
              or not exists (select 1 from fresh
                             where fresh.row_hash = target.row_hash and fresh.occurrence = target.occurrence)"""
    )


def _keep_missing(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    """A row whose key the list no longer has is kept as missing from this date; one already missing stays so."""
    con.execute(
        """delete from gone
           where missing_since is not null and row_key not in (select row_key from fresh)"""
    )
    table = f'"{part.dataset.name}"'
    fields = _listed([field.name for field in part.dataset.fields])
    con.execute(
        f"""insert into {table} by name
            select {fields}, row_hash, occurrence, source, $day::date as known_from, $day::date as missing_since
            from {table}
            where rowid in (select line from gone where row_key not in (select row_key from fresh))
            order by rowid""",
        {"day": part.effective_date},
    )


def _close_and_open(con: duckdb.DuckDBPyConnection, part: Part) -> None:
    table = f'"{part.dataset.name}"'
    con.execute(
        f"update {table} set known_to = $day where rowid in (select line from gone)", {"day": part.effective_date}
    )
    fields = _listed(_present(con, part), "rows.")
    con.execute(
        f"""insert into {table} by name
            select {fields}, fresh.row_hash, fresh.occurrence, $source as source, $day::date as known_from
            from read_parquet($path, file_row_number=true) as rows
            join fresh on fresh.place = rows.file_row_number
            where not exists (select 1 from target
                              where target.row_hash = fresh.row_hash and target.occurrence = fresh.occurrence
                                and target.missing_since is null)""",
        {"source": part.source, "day": part.effective_date, "path": str(part.path)},
    )
