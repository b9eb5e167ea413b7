"""From leaves to the rows that every reader sees: one level, budgets beside, persons and unit price, and a range."""

from dataclasses import replace

import polars as pl

from cockpit import finance
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import ACCOUNT_LEVELS, COMPONENTS, LEVELS, NOT_ALLOCATED, ROW_SCHEMA
from cockpit.forecast import ranges, spread
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.leaf import money
from cockpit.forecast.persons import TOTAL, level_column, persons_of

KNOWN = ("posted", "accrued", "committed")
EXPECTED = ("outflow", "pipeline", "inflow")
ZERO = pl.lit(0).cast(MONEY)


def keyed(leaves: pl.DataFrame, level: str) -> pl.DataFrame:
    """The leaves with the level's `key`."""
    return leaves.with_columns(key=pl.lit(TOTAL) if level == TOTAL else pl.col(level_column(level)))


def _sums(result: ForecastResult, leaves: pl.DataFrame, level: str) -> pl.DataFrame:
    """Per key: each component, the prior years' part, and service cost known and expected (float)."""
    amount = pl.col("amount_kr")
    service = pl.col("account").is_in(result.service_accounts.implode()) & ~pl.col("prior_year")
    parts = [amount.filter(pl.col("component") == name).sum().alias(name) for name in COMPONENTS]
    return keyed(leaves, level).group_by("key").agg(
        *parts,
        amount.filter((pl.col("component") == "posted") & pl.col("prior_year")).sum().alias("prior_years"),
        amount.filter(service & pl.col("component").is_in(KNOWN)).sum().cast(pl.Float64).alias("known_kr"),
        amount.filter(service & pl.col("component").is_in(EXPECTED)).sum().cast(pl.Float64).alias("expected_kr"),
    )  # fmt: skip


def in_frame(data: MunicipalityData, year: int) -> MunicipalityData:
    """The data with the accounts outside the service frame left out of the steering."""
    listed = finance.chart(data.accounts, [year])
    outside = listed.filter(~pl.col("in_service_frame"))["account"].implode()
    steered = pl.col("steered").fill_null(value=True) & ~pl.col("account").is_in(outside)
    return replace(data, accounts=data.accounts.with_columns(steered=steered))


def _persons(result: ForecastResult, data: MunicipalityData, by: str) -> pl.DataFrame:
    """The persons of a level; those of an account's levels are counted anew, for the grants hold no such column."""
    if by not in ACCOUNT_LEVELS:
        return result.persons(by)
    grants = result.allocated.grants
    return persons_of(finance.placed(grants, by, data.accounts, result.year), by, result.year)


def _with_persons(frame: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Full-year persons of known grants, raised as the model raises their cost; unit price of the known."""
    has_cost = (pl.col("steered_persons") > 0) & (pl.col("known_kr") > 0)
    growth = pl.when(has_cost).then(pl.col("expected_kr") / pl.col("known_kr")).otherwise(0.0)
    return frame.join(persons, on="key", how="left").with_columns(
        full_year_persons=(pl.col("persons") + pl.col("steered_persons") * growth.clip(-1, 1)).round(4),
        unit_price=pl.when(has_cost).then(money(pl.col("known_kr") / pl.col("steered_persons"))),
    )


def _labelled(frame: pl.DataFrame, result: ForecastResult, data: MunicipalityData, by: str) -> pl.DataFrame:
    """The rows with the label of their key; a grant's says its paragraph and provider too."""
    named = finance.with_labels(frame, by, data.accounts, result.year)
    if by != "grant":
        return named
    known = [pl.when(pl.col(name) != NOT_ALLOCATED).then(name) for name in ("paragraph", "provider")]
    told = pl.concat_str("grant_id", pl.concat_str(known, separator=" · ", ignore_nulls=True), separator=" ")
    grants = result.allocated.grants.unique("grant_id", keep="first", maintain_order=True)
    words = named.join(grants.select(key="grant_id", words=told.str.strip_chars_end()), on="key", how="left")
    return words.with_columns(label=pl.coalesce("words", "label")).drop("words")


def _with_sums(frame: pl.DataFrame) -> pl.DataFrame:
    filled = frame.with_columns(pl.col(name).fill_null(ZERO) for name in (*COMPONENTS, "prior_years"))
    summed = filled.with_columns(forecast=pl.sum_horizontal(COMPONENTS).cast(MONEY))
    return summed.with_columns(overspend=(pl.col("forecast") - pl.col("adjusted_budget")).cast(MONEY))


def rows(
    result: ForecastResult,
    data: MunicipalityData,
    by: str,
    *,
    errors: pl.DataFrame | None = None,
    stamp: str = "",
    frame_only: bool = False,
) -> pl.DataFrame:
    """The forecast per key of a level (`LEVELS` or `ACCOUNT_LEVELS`): `ROW_SCHEMA`, sorted by key with *Ikke fordelt*
    last, kr. The total has its one row also where there is nothing (zeros).

    `errors`: the back-test of this municipality (`backtest`); without it the range is wider, see `ranges`.
    `frame_only`: leaves and budgets inside the service frame. ValueError for an unknown level.
    """
    if by not in (*LEVELS, *ACCOUNT_LEVELS):
        raise ValueError(f"level {by}; one of {', '.join((*LEVELS, *ACCOUNT_LEVELS))} was expected")
    chosen = result.leaves.filter("in_service_frame") if frame_only else result.leaves
    leaves = finance.placed(chosen, by, data.accounts, result.year)
    budgets = finance.budget_rows(in_frame(data, result.year) if frame_only else data, result.year, by)
    joined = _sums(result, leaves, by).join(budgets.drop("label"), on="key", how="full", coalesce=True)
    if by == TOTAL and joined.is_empty():
        joined = pl.concat([joined, pl.DataFrame({"key": [TOTAL]})], how="diagonal")
    filled = _with_persons(_with_sums(joined), _persons(result, data, by))
    named = _labelled(filled, result, data, by).with_columns(
        as_of=pl.lit(result.as_of), year=pl.lit(result.year), level=pl.lit(by), stamp=pl.lit(stamp)
    )
    swings = result.spread.filter("in_service_frame") if frame_only else result.spread
    chance = spread.sd(keyed(finance.placed(swings, by, data.accounts, result.year), by))
    ranged = ranges.with_range(named, chance, errors, result.as_of)
    shown = ranged.select(pl.col(name).cast(dtype) for name, dtype in ROW_SCHEMA.items())
    return shown.sort(pl.col("key") == NOT_ALLOCATED, "key")
