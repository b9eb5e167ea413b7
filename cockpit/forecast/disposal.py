"""Disponeringsregnskab: what the adjusted budget is already bound to, what has moved, and what last year came to add.

Only the accounts that grants steer, and their budgets: on a frame account nothing is bound before it is booked.
"""

import polars as pl

from cockpit import finance
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.rows import KNOWN

LEVELS = ("area", "paragraph")
MOVES: dict[str, tuple[str, ...]] = {
    "inflow": ("new",),
    "outflow": ("removed", "ended"),
    "changes": ("extended", "shortened", "repriced"),
}
"""Tilgang, afgang and ændringer, of the kinds of `finance.movements`."""
_AMOUNT = pl.col("amount_kr")


def accounts_of(*results: ForecastResult) -> pl.Series:
    """The accounts that grants steer in any of the states: compared states have to be of the same accounts."""
    return pl.concat([one.service_accounts for one in results]).unique().sort()


def committed(result: ForecastResult, by: str, accounts: pl.Series) -> pl.DataFrame:
    """`key, posted_kr, ahead_kr, committed_kr, prior_years_kr` per key of a level, kr.: booked, delivered or granted to
    year end and not booked, both together (disponeret), and what of it is bills of earlier years. Sorted by key."""
    known = result.leaves.filter(pl.col("component").is_in(KNOWN), pl.col("account").is_in(accounts.implode()))
    booked = pl.col("component") == "posted"
    return (
        known.group_by(key=by)
        .agg(
            posted_kr=_AMOUNT.filter(booked).sum().cast(MONEY),
            ahead_kr=_AMOUNT.filter(~booked).sum().cast(MONEY),
            committed_kr=_AMOUNT.sum().cast(MONEY),
            prior_years_kr=_AMOUNT.filter(pl.col("prior_year")).sum().cast(MONEY),
        )
        .sort("key")
    )


def budgets(data: MunicipalityData, year: int, by: str, accounts: pl.Series) -> pl.DataFrame:
    """`key, adjusted_budget` on these accounts, and of lines that name no account; `-` where a line does not reach the
    level. Sorted by key."""
    lines = finance.budget_lines(data, year)
    mine = lines.filter(pl.col("account").is_null() | pl.col("account").is_in(accounts.implode()))
    keyed = mine.group_by(key=pl.col(by).fill_null(NOT_ALLOCATED))
    return keyed.agg(pl.col("adjusted_budget").sum().cast(MONEY)).sort("key")


def moved(before: ForecastResult, after: ForecastResult, by: str, accounts: pl.Series) -> pl.DataFrame:
    """Per key: `inflow_count, inflow_kr, outflow_count, outflow_kr, changes_count, changes_kr, bills_kr`. The counts
    are grants; `bills_kr` is the rest, bills against what the same grants were expected to cost. The four amounts sum
    to the change of `committed_kr`. Sorted by key."""
    moves = after.movements(before)
    parts = [
        part
        for name, kinds in MOVES.items()
        for part in (
            pl.col("grant_id").filter(pl.col("kind").is_in(kinds)).n_unique().cast(pl.Int64).alias(f"{name}_count"),
            _AMOUNT.filter(pl.col("kind").is_in(kinds)).sum().cast(MONEY).alias(f"{name}_kr"),
        )
    ]
    sums = moves.group_by(key=pl.col(by).fill_null(NOT_ALLOCATED)).agg(parts)
    now, then = (committed(one, by, accounts).select("key", "committed_kr") for one in (after, before))
    both = now.join(then, on="key", how="full", coalesce=True, suffix="_then")
    joined = both.join(sums, on="key", how="full", coalesce=True).with_columns(pl.exclude("key").fill_null(0))
    told = pl.sum_horizontal(f"{name}_kr" for name in MOVES)
    rest = (pl.col("committed_kr") - pl.col("committed_kr_then") - told).cast(MONEY)
    return joined.with_columns(bills_kr=rest).drop("committed_kr", "committed_kr_then").sort("key")


def came_after(then: ForecastResult, now: ForecastResult, by: str, accounts: pl.Series) -> pl.DataFrame:
    """`key, then_kr, later_kr, later_prior_kr`: what `then` (the year before, at the same date) had disponeret, what
    its final accounts came to beyond that, and what of it is bills of earlier years. Sorted by key."""
    final = now.earlier.filter(pl.col("year") == then.year, pl.col("account").is_in(accounts.implode()))
    spent = final.group_by(key=by).agg(
        final_kr=_AMOUNT.sum().cast(MONEY), final_prior=_AMOUNT.filter(pl.col("prior_year")).sum().cast(MONEY)
    )
    known = committed(then, by, accounts).select("key", "committed_kr", "prior_years_kr")
    both = known.join(spent, on="key", how="full", coalesce=True).with_columns(pl.exclude("key").fill_null(0))
    return both.select(
        "key",
        then_kr="committed_kr",
        later_kr=(pl.col("final_kr") - pl.col("committed_kr")).cast(MONEY),
        later_prior_kr=(pl.col("final_prior") - pl.col("prior_years_kr")).cast(MONEY),
    ).sort("key")
