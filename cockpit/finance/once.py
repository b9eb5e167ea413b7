"""What follows from a frame alone is worked once for as long as that frame lives: frames are never changed in place."""

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVarTuple

import polars as pl

Rest = TypeVarTuple("Rest")


def once_a_frame(make: Callable[[pl.DataFrame, *Rest], pl.DataFrame]) -> Callable[[pl.DataFrame, *Rest], pl.DataFrame]:
    """`make`, asked once for each frame (the same one, not an equal one) and further arguments, which are hashable."""
    kept: dict[tuple[object, ...], pl.DataFrame] = {}

    @wraps(make)
    def asked(frame: pl.DataFrame, *rest: *Rest) -> pl.DataFrame:
        key = (id(frame), *rest)
        if key not in kept:
            kept[key] = make(frame, *rest)
            weakref.finalize(frame, kept.pop, key, None)
        return kept[key]

    return asked
