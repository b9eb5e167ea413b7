"""Scenario changes of commitments: named grants that end or step down, citizens who go to another kind of help.

A grant's month is cut by its own cost: `1 - cost(ended the day before) / cost`, days and units as in the commitments.
Who moves is not known, so that change stands on the paragraph and account, never on a single grant: `n` of the month's
`N` citizens take `n / N` of the commitments along, and cost what a citizen costs there, `n / N` of the other's.
"""

import datetime as dt

import polars as pl

from cockpit.contracts.danish import date
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.contracts.scenario import GrantChange, MoveChange
from cockpit.finance.commitments import grant_months
from cockpit.finance.timeline import granted
from cockpit.forecast.leaf import money
from cockpit.forecast.scenario_parts import UNNAMED, from_day


def of_grants(
    grants: pl.DataFrame, prices: pl.DataFrame, ahead: pl.DataFrame, change: GrantChange, as_of: dt.date
) -> tuple[pl.DataFrame, list[str]]:
    """The changed committed lines, and a Danish sentence for each grant that is gone or has ended."""
    mine = granted(grants, pl.col("grant_id").is_in(change.grant_ids))
    lines = ahead.filter((pl.col("component") == "committed") & pl.col("grant_id").is_in(change.grant_ids))
    if lines.is_empty():
        return lines, _missing(mine, lines, change)
    share = _share_after(mine, prices, change.starts, as_of)
    joined = lines.join(share, on=["grant_id", "year", "month"])
    part = pl.col("amount_kr").cast(pl.Float64) * pl.col("after") * (change.pct / 100)
    moved = joined.with_columns(amount_kr=money(part)).filter(pl.col("amount_kr") != 0)
    return moved.select(lines.columns), _missing(mine, lines, change)


def _missing(mine: pl.DataFrame, lines: pl.DataFrame, change: GrantChange) -> list[str]:
    known, ahead = set(mine["grant_id"]), set(lines["grant_id"])
    gone = [f"Indsatsen {name} findes ikke længere i data." for name in change.grant_ids if name not in known]
    over = [
        f"Indsatsen {name} har intet disponeret fremover: den er slut, eller dens pris er ukendt."
        for name in change.grant_ids
        if name in known and name not in ahead
    ]
    return gone + over


def _share_after(grants: pl.DataFrame, prices: pl.DataFrame, day: dt.date, as_of: dt.date) -> pl.DataFrame:
    """`grant_id`, `year`, `month`, `after`: the part of the month's net cost that falls on or after the day."""
    first, last = as_of.replace(day=1), dt.date(as_of.year + 1, 12, 31)
    cut = grants.with_columns(ends_on=pl.min_horizontal("ends_on", pl.lit(day - dt.timedelta(days=1))))
    net = (pl.col("cost_kr") - pl.col("citizen_payment_kr")).cast(pl.Float64)
    whole, before = (
        grant_months(rows, first, last, prices).select("grant_id", pl.col("month").alias("day"), net.alias(name))
        for rows, name in ((grants, "whole"), (cut, "before"))
    )
    both = whole.join(before, on=["grant_id", "day"], how="left").filter(pl.col("whole") != 0)
    after = (1 - pl.col("before").fill_null(0.0) / pl.col("whole")).clip(0, 1)
    return both.select(
        "grant_id", year=pl.col("day").dt.year(), month=pl.col("day").dt.month().cast(pl.Int8), after=after
    )


def of_moved(grants: pl.DataFrame, ahead: pl.DataFrame, change: MoveChange) -> tuple[pl.DataFrame, list[str]]:
    """The commitments that `n` citizens leave, and those that they take up. Where fewer are left than would move, those
    that are left move; where nobody has the new help in a month, nothing moves."""
    citizens = grants.select("grant_id", "citizen").unique("grant_id", keep="first", maintain_order=True)
    wanted = [change.from_paragraph, change.to_paragraph]
    chosen = (pl.col("component") == "committed") & pl.col("paragraph").is_in(wanted)
    lines = ahead.filter(chosen & (from_day(change.starts) > 0)).join(citizens, on="grant_id", how="left")
    counts = lines.group_by("year", "month").agg(
        there=pl.col("citizen").filter(pl.col("paragraph") == change.from_paragraph).n_unique().cast(pl.Int64),
        other=pl.col("citizen").filter(pl.col("paragraph") == change.to_paragraph).n_unique().cast(pl.Int64),
    )
    able = counts.filter((pl.col("there") > 0) & (pl.col("other") > 0))
    moving = pl.min_horizontal(pl.lit(change.citizens), "there")
    joined = lines.join(able, on=["year", "month"]).with_columns(moving=moving)
    leaves = pl.col("paragraph") == change.from_paragraph
    share = pl.when(leaves).then(-pl.col("moving") / pl.col("there")).otherwise(pl.col("moving") / pl.col("other"))
    exact = joined.with_columns(kr=pl.col("amount_kr").cast(pl.Float64) * share * from_day(change.starts))
    keys = [name for name in ahead.columns if name not in (*UNNAMED, "amount_kr")]
    sums = exact.group_by(keys).agg(amount_kr=money(pl.col("kr").sum()))
    whole = sums.with_columns(pl.lit(NOT_ALLOCATED).alias(name) for name in UNNAMED)
    return whole.filter(pl.col("amount_kr") != 0).select(ahead.columns), _unable(change, able)


def _unable(change: MoveChange, able: pl.DataFrame) -> list[str]:
    if able.is_empty():
        day = date(change.starts)
        return [f"Ingen kan flyttes: der skal være borgere på både {change.from_paragraph} og {change.to_paragraph} "
                f"efter {day}, så prisen kendes."]  # fmt: skip
    fewest = int(str(able["there"].min()))
    if fewest < change.citizens:
        return [
            f"{change.from_paragraph} har i nogle måneder færre end {change.citizens} borgere; da flyttes de, der er."
        ]
    return []
