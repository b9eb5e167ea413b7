"""A home of its own for every test, and readings made of a handful of literal rows."""

import datetime as dt
import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from cockpit.contracts.dataset import dataset
from cockpit.contracts.imports import ImportRecord, Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.contracts.scope import Scope
from cockpit.store import Store

JANUARY, FEBRUARY, MARCH, APRIL = (dt.date(2026, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30)))
ENGINE = Scope.engine()
_numbers = itertools.count()


def posting(
    voucher: str, amount: int | str, period: str = "2026-01", account: str = "5381", **more: Any
) -> dict[str, Any]:
    """A line of the ledger."""
    year, month = int(period[:4]), int(period[5:])
    fixed = {"voucher": voucher, "account": account, "period": period, "amount": Decimal(amount)}
    return {"posting_date": dt.date(year, month, 15), **fixed, **more}


def grant(grant_id: str, price: int = 100, **more: Any) -> dict[str, Any]:
    """An intervention for the citizen b1."""
    fixed = {"grant_id": grant_id, "citizen": "b1", "paragraph": "SEL § 107", "service": "Botilbud"}
    return {**fixed, "start_date": dt.date(2025, 1, 1), "unit_price": Decimal(price), "price_unit": "døgn", **more}


def frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Typed rows of a dataset."""
    schema = dataset(name).polars_schema()
    return pl.DataFrame([{field: row.get(field) for field in schema} for row in rows], schema=schema)


def reading(
    name: str,
    rows: Sequence[Mapping[str, Any]],
    effective: dt.date,
    coverage: Mapping[str, tuple[str, ...]] | None = None,
    *,
    content: bytes | None = None,
    **receipt: Any,
) -> tuple[bytes, Reading]:
    """A file and its reading. Files differ from each other unless `content` says otherwise."""
    content = json.dumps([next(_numbers), repr(rows)]).encode() if content is None else content
    fixed = {
        "file_name": f"{name}.csv",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        "status": Status.READY,
        "reason": "",
        "dataset": name,
        "dataset_title": dataset(name).title,
        "source": "s",
        "effective_date": effective,
    }
    rows_ = frame(name, rows)
    return content, Reading(Receipt(**{**fixed, **receipt}), rows_, pl.DataFrame(), dict(coverage or {}))


def accept(store: Store, folder: Path, *pairs: tuple[bytes, Reading], user: str = "kim") -> tuple[ImportRecord, ...]:
    """Accept files as one batch."""
    files = {}
    for content, made in pairs:
        path = folder / f"{made.receipt.sha256}.upload"
        path.write_bytes(content)
        files[made.receipt.sha256] = path
    return store.accept(user, files, [made for _, made in pairs])


def amounts(store: Store, as_of: dt.date | None = None) -> list[tuple[str, int]]:
    """(voucher, kroner) of the postings known at the date."""
    rows = store.read("postings", ENGINE, as_of)
    return sorted(rows.select("voucher", pl.col("amount").cast(pl.Int64)).rows())


def content_hash(store: Store) -> str:
    """The content hash as the stamp prints it."""
    return store.stamp().content_hash
