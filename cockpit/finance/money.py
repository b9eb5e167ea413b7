"""Kroner and øre as exact expressions. A sum of decimals widens to 38 digits in polars, so every sum is cast back."""

from collections.abc import Iterable
from functools import reduce
from operator import add

import polars as pl

from cockpit.contracts.dataset import MONEY


def ore(amount: pl.Expr) -> pl.Expr:
    """Kroner as whole øre (Int64)."""
    return amount.cast(MONEY).to_physical().cast(pl.Int64)


def kroner(amount_ore: pl.Expr) -> pl.Expr:
    """Whole øre as kroner."""
    return amount_ore.cast(pl.Int128).reinterpret(dtype=MONEY)


def half_up(parts: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """`parts / whole` to the nearest whole number, halves up."""
    return (parts * 2 + whole) // (whole * 2)


def between(amount: pl.Expr, before: pl.Expr, until: pl.Expr) -> pl.Expr:
    """What lies between two shares of an amount: each is rounded and then parted, so that parts in a row, from 0 to 1,
    are the amount to the øre."""
    whole = amount.cast(pl.Float64)
    return ((whole * until).round(2).cast(MONEY) - (whole * before).round(2).cast(MONEY)).cast(MONEY)


def total(name: str) -> pl.Expr:
    """The sum of a column of kroner, as kroner, under the same name."""
    return pl.col(name).sum().cast(MONEY)


def added(names: Iterable[str]) -> pl.Expr:
    """The columns added up row by row; null counts 0. (`sum_horizontal` loses the cast back to 18 digits.)"""
    return reduce(add, (pl.col(name).fill_null(0) for name in names)).cast(MONEY)
