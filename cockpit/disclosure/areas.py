"""What a politician sees before anything is published: the total and the areas in 1,000 kr., and nothing smaller.

Areas with few citizens are merged, never hidden alone: a single hidden area would follow from the total by subtraction.
"""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED

TOTAL_KEY, MERGED_KEY, ROUNDING_KEY = "total", "øvrige", "afrunding"
TOTAL_LABEL, MERGED_LABEL, ROUNDING_LABEL = "I alt", "Øvrige områder", "Afrunding"
PROTECTED_MONEY = ("original_budget", "adjusted_budget", "posted", "forecast", "overspend")
"""The only amounts that leave, as far as the given rows have them."""
THOUSAND = 1000


def protect_areas(area_rows: pl.DataFrame, citizens_per_area: pl.DataFrame, smallest: int) -> pl.DataFrame:
    """`level, key, label` and the amounts of `PROTECTED_MONEY`, in kr. rounded to whole thousands; no counts.

    `area_rows`: `key, label` and amounts, one row an area. `citizens_per_area`: `area, citizens`; an area without a
    line has none. Areas with fewer than `smallest` citizens become *Øvrige områder*, which takes in the next smallest
    until it is at least two areas with `smallest` citizens together, and *Ikke fordelt* as well. Areas with no citizen
    at all hold no one's cost and stay. With fewer citizens than `smallest` in all there is nothing that may be shown:
    the frame is empty.

    Each figure is rounded by itself; where the rounded areas do not sum to the rounded total, the row *Afrunding*
    says by how much. Order: total, areas by key, merged, rounding.
    """
    money = [name for name in PROTECTED_MONEY if name in area_rows.columns]
    merged = _merged_keys(area_rows, citizens_per_area, smallest)
    if merged is None:
        return _rows(area_rows.clear(), "area", money, 0).drop("order")
    kept = area_rows.filter(~pl.col("key").is_in(merged))
    rest = area_rows.filter(pl.col("key").is_in(merged))
    total = _rows(_one(area_rows, TOTAL_KEY, TOTAL_LABEL, money), "total", money, 0)
    parts = [_rows(kept, "area", money, 1)]
    if not rest.is_empty():
        parts.append(_rows(_one(rest, MERGED_KEY, MERGED_LABEL, money), "area", money, 2))
    areas = pl.concat(parts)
    return pl.concat([total, areas, _rounding(total, areas, money)]).sort("order", "key").drop("order")


def _merged_keys(rows: pl.DataFrame, citizens: pl.DataFrame, smallest: int) -> list[str] | None:
    """The areas to merge, or None where all of them together are too few."""
    counts = citizens.select(key="area", count=pl.col("citizens").cast(pl.Int64))
    known = rows.select("key").join(counts, on="key", how="left").with_columns(pl.col("count").fill_null(0))
    if known["count"].sum() < smallest:
        return None
    merged = _enough(known.filter(pl.col("count") > 0).sort("count", "key"), smallest)
    return [*merged, NOT_ALLOCATED] if merged else []


def _enough(peopled: pl.DataFrame, smallest: int) -> list[str]:
    """The small areas and, in order of size, as many more as it takes."""
    merged: list[str] = []
    together = 0
    for key, count in peopled.iter_rows():
        if count >= smallest and (not merged or (together >= smallest and len(merged) >= 2)):
            break
        merged.append(key)
        together += count
    return merged


def _one(rows: pl.DataFrame, key: str, label: str, money: list[str]) -> pl.DataFrame:
    """One row of sums; null where no row knows the amount."""
    sums = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum().cast(MONEY)).alias(name) for name in money]
    return rows.select(pl.lit(key).alias("key"), pl.lit(label).alias("label"), *sums)


def _rows(rows: pl.DataFrame, level: str, money: list[str], order: int) -> pl.DataFrame:
    thousands = [(half_up_thousands(pl.col(name)) * THOUSAND).cast(MONEY).alias(name) for name in money]
    return rows.select(pl.lit(level).alias("level"), "key", "label", *thousands, order=pl.lit(order))


def half_up_thousands(amount: pl.Expr) -> pl.Expr:
    """Whole thousands of kroner, halves away from zero."""
    ore = amount.cast(MONEY).to_physical().cast(pl.Int64)
    return ore.sign() * ((ore.abs() + 50_000) // 100_000)


def _rounding(total: pl.DataFrame, areas: pl.DataFrame, money: list[str]) -> pl.DataFrame:
    signed = pl.concat([total.select(money), areas.select(-pl.col(name) for name in money)])
    stated = signed.select(pl.col(money).sum().cast(MONEY)).with_columns(
        key=pl.lit(ROUNDING_KEY), label=pl.lit(ROUNDING_LABEL)
    )
    return _rows(stated, "rounding", money, 3).filter(pl.any_horizontal(pl.col(money) != 0))
