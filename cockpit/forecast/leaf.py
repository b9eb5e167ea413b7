"""From a component's estimate to lines of the leaf table: dimensions filled, summed, and rounded once to the øre."""

from collections.abc import Iterable

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import DIMENSIONS, LEAF_SCHEMA, NOT_ALLOCATED, empty_leaves

LARGEST = 2**62
LINE = ("component", "prior_year", *DIMENSIONS, "month", "in_service_frame")


def money(column: pl.Expr) -> pl.Expr:
    """Kroner as Decimal, half a øre away from zero. Decimals pass unchanged. Rounded to a millionth first, so that the
    last bits of a float sum, which depend on the order of adding, do not decide an øre."""
    steady = column.cast(pl.Float64).round(6, mode="half_away_from_zero")
    return steady.round(2, mode="half_away_from_zero").cast(MONEY)


def lines(component: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Leaf lines of one component. `frame`: `month`, `amount_kr` (Decimal or float kr.) and whatever dimensions the
    component knows; the others become `-`. Sums first, rounds once, and leaves out lines of nothing."""
    if frame.is_empty():
        return empty_leaves()
    known = [name for name in LINE if name in frame.columns]
    filled = [pl.col(name).fill_null(NOT_ALLOCATED) if name in DIMENSIONS else pl.col(name) for name in known]
    summed = frame.select(*filled, "amount_kr").group_by(known).agg(pl.col("amount_kr").sum())
    amount = pl.col("amount_kr")
    told = {
        **_absent(component),
        **{name: pl.col(name) for name in known},
        "amount_kr": amount if summed.schema["amount_kr"].is_decimal() else money(amount),
    }
    typed = summed.select(told[name].cast(dtype).alias(name) for name, dtype in LEAF_SCHEMA.items())
    return typed.filter(pl.col("amount_kr") != 0)


def _absent(component: str) -> dict[str, pl.Expr]:
    """What a line says of what its component does not know."""
    return {
        "component": pl.lit(component),
        "prior_year": pl.lit(value=False),
        "in_service_frame": pl.lit(value=True),
        **{name: pl.lit(NOT_ALLOCATED) for name in DIMENSIONS},
    }


def stacked(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All components as one leaf table in a stable order."""
    whole = pl.concat([empty_leaves(), *parts])
    return whole.sort(_packed([whole[name] for name in LINE]))


def _packed(columns: Iterable[pl.Series]) -> list[pl.Series]:
    """As few whole numbers as hold the rows' places by all the columns, nulls first: they are put in order many times
    faster than texts."""
    packed: list[pl.Series] = []
    room = 0
    for column in columns:
        values = column.unique().drop_nulls().sort()
        place, size = _place(column, values), values.len() + 1
        if room < size:
            packed.append(place)
            room = LARGEST // size
        else:
            packed[-1] = packed[-1] * size + place
            room //= size
    return packed


def _place(column: pl.Series, values: pl.Series) -> pl.Series:
    """The rows' places among the sorted `values` of a column, from 1 on; 0 for none."""
    if column.dtype == pl.String:
        found = column.cast(pl.Enum(values)).to_physical()
    else:
        found = column.replace_strict(values, range(values.len()), return_dtype=pl.UInt32, default=None)
    return (found.cast(pl.Int64) + 1).fill_null(0)
