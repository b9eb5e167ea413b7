"""What is new since the last export of the same source: counts, and the largest changes by kroner."""

from decimal import Decimal

import numpy as np
import polars as pl

from cockpit.contracts.dataset import MONEY, Dataset
from cockpit.contracts.dataset import dataset as contract_of
from cockpit.contracts.imports import Held
from cockpit.contracts.receipt import Change, Changes

LARGEST = 10
MAY_REPEAT = ("postings",)
VALUE_OF = {"grants": "unit_price", "prices": "unit_price", "pipeline": "unit_price"}
LABELS = ("year", "period", "area", "account", "paragraph", "provider", "name", "valid_from")
"""What a change is called by: never a person, a case or a service that tells of one."""


def compare(dataset: str, before: pl.DataFrame, after: pl.DataFrame) -> Changes:
    """Rows new, changed, gone and unchanged from `before` to `after`, both in the contract's schema. By the contract's
    key; postings, which have none, as multisets, with the largest changes per period and account. Amounts in kr."""
    contract = contract_of(dataset)
    left, right = contract.conform(before), contract.conform(after)
    if dataset not in MAY_REPEAT:
        return _of_keys(contract, left, right)
    return compare_held(*(Held(frame.hash_rows(seed=0), frame) for frame in (left, right)))


def _of_keys(contract: Dataset, before: pl.DataFrame, after: pl.DataFrame) -> Changes:
    value = contract.amount or VALUE_OF.get(contract.name)
    both = _line(contract, before, value).join(
        _line(contract, after, value), on="key", how="full", suffix="_after", coalesce=True
    )
    kind = (
        pl.when(pl.col("content").is_null())
        .then(pl.lit("new"))
        .when(pl.col("content_after").is_null())
        .then(pl.lit("gone"))
        .when(pl.col("content") != pl.col("content_after"))
        .then(pl.lit("changed"))
        .otherwise(pl.lit("same"))
    )
    step = pl.col("value_after").fill_null(0) - pl.col("value").fill_null(0)
    lines = both.select(
        kind.alias("kind"), "key", pl.coalesce("label_after", "label").alias("label"), step.alias("step")
    )
    counts = dict(lines.group_by("kind").len().rows())
    return _changes(counts, lines.filter(pl.col("kind") != "same"))


def _line(contract: Dataset, frame: pl.DataFrame, value: str | None) -> pl.DataFrame:
    """One line a key. Rows that share a key are one line: their content together, their values summed."""
    key = _joined(contract.key)
    label = _joined([name for name in LABELS if name in frame.columns])
    amount = pl.col(value) if value else pl.lit(None, dtype=MONEY)
    rows = frame.select(key.alias("key"), label.alias("label"), amount.cast(MONEY).alias("value")).with_columns(
        frame.hash_rows(seed=0).alias("content")
    )
    return rows.group_by("key").agg(
        pl.col("label").min(), pl.col("value").sum(), pl.col("content").sort().hash(seed=0).sum().alias("content")
    )


def _joined(names: tuple[str, ...] | list[str]) -> pl.Expr:
    if not names:
        return pl.lit("")
    return pl.concat_str([pl.col(name).cast(pl.String) for name in names], separator=" · ", ignore_nulls=True)


def _changes(counts: dict[str, int], lines: pl.DataFrame) -> Changes:
    top = lines.sort(pl.col("step").abs(), "key", descending=[True, False]).head(LARGEST)
    return Changes(
        since=None,
        new=counts.get("new", 0),
        changed=counts.get("changed", 0),
        gone=counts.get("gone", 0),
        unchanged=counts.get("same", 0),
        largest=tuple(
            Change(kind=kind, key=key, label=label, amount_kr=Decimal(str(step or 0)))
            for kind, key, label, step in top.select("kind", "key", "label", "step").rows()
        ),
    )


def compare_held(before: Held, after: Held) -> Changes:
    """The same of postings of which each row's number and the sums are known. Two equal postings are two postings: a
    line is new where `after` holds it more often than `before`."""
    same = _in_both(before.digests, after.digests)
    counts = {"new": after.rows - same, "gone": before.rows - same, "same": same}
    return _changes(counts, _by_period_and_account(before.sums, after.sums))


def _in_both(before: pl.Series, after: pl.Series) -> int:
    """How many rows the two share. The lowest bit of each number says whose it is; sorted, equal ones lie together."""
    if before.is_empty() or after.is_empty():
        return 0
    side = np.uint64(1)
    numbers = np.sort(np.concatenate([before.to_numpy() & ~side, after.to_numpy() | side]))
    starts = np.flatnonzero(np.diff(numbers | side, prepend=np.uint64(0)))
    late = np.add.reduceat(numbers & side, starts).astype(np.int64)
    whole = np.diff(starts, append=len(numbers))
    return int(np.minimum(late, whole - late).sum())


def _by_period_and_account(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    by = ["period", "account"]
    left, right = (frame.group_by(by).agg(pl.col("amount").sum()) for frame in (before, after))
    both = left.join(right, on=by, how="full", suffix="_after", coalesce=True, nulls_equal=True)
    kind = (
        pl.when(pl.col("amount").is_null())
        .then(pl.lit("new"))
        .when(pl.col("amount_after").is_null())
        .then(pl.lit("gone"))
        .otherwise(pl.lit("changed"))
    )
    step = (pl.col("amount_after").fill_null(0) - pl.col("amount").fill_null(0)).alias("step")
    lines = both.select(kind.alias("kind"), _joined(by).alias("key"), _joined(by).alias("label"), step)
    return lines.filter(pl.col("step") != 0)
