"""The chart of accounts by year: what an account is in a given accounting year.

A row with a year counts in that year, a row without one in all years. Where a year's chart does not name an account,
the nearest earlier edition does, else the nearest later one; an account that no edition names is *Ikke fordelt*.
"""

from collections.abc import Iterable

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.finance.once import once_a_frame

DIMENSIONS = ("function", "area", "committee", "dranst", "steering")
_KEPT = ("account", "name", *DIMENSIONS, "authority", "paragraph", "in_service_frame", "steered")
OPERATION = "1"
"""dranst 1, drift."""


def chart(accounts: pl.DataFrame, years: Iterable[int]) -> pl.DataFrame:
    """One row an account and year: `account, chart_year` (Int32)`, name, function, area, committee, dranst, steering,
    authority` (`-` where the chart is silent)`, paragraph` (null where it is)`, in_service_frame, steered` (never
    null).

    `steered` is true unless the chart says no. An unstated service frame holds dranst 1 that is no transfer.
    """
    return _of_years(accounts, tuple(sorted(set(years))))


@once_a_frame
def _of_years(accounts: pl.DataFrame, years: tuple[int, ...]) -> pl.DataFrame:
    wanted = pl.DataFrame({"chart_year": years}, schema={"chart_year": pl.Int32()})
    editions = accounts.join(wanted, how="cross").with_columns(rank=_distance())
    best = editions.sort("account", "chart_year", "rank").unique(["account", "chart_year"], keep="first")
    told = best.rename({"authority_or_provider": "authority"})
    filled = told.with_columns(pl.col(name).fill_null(NOT_ALLOCATED) for name in (*DIMENSIONS, "authority"))
    return (
        filled.with_columns(
            in_service_frame=pl.col("in_service_frame").fill_null(frame_default()),
            steered=pl.col("steered").fill_null(value=True),
        )
        .select("chart_year", *_KEPT)
        .sort("account", "chart_year")
    )


def _distance() -> pl.Expr:
    """0 this year's row, 1 the row for all years, then earlier years before later ones, nearest first."""
    behind = pl.col("chart_year").cast(pl.Int64) - pl.col("year")
    far = 10_000
    return (
        pl.when(behind == 0).then(0).when(behind.is_null()).then(1)
        .when(behind > 0).then(1 + behind).otherwise(far - behind)
    )  # fmt: skip


def frame_default() -> pl.Expr:
    """Whether an account is in the service frame where the chart does not say: dranst 1 (or none) and no transfer."""
    operation = pl.col("dranst").is_in([OPERATION, NOT_ALLOCATED])
    return operation & (pl.col("steering") != "overførsel")


def with_chart(frame: pl.DataFrame, listed: pl.DataFrame, year: str) -> pl.DataFrame:
    """The frame with its accounts' dimensions; `-` and the default frame for accounts unknown to the chart.

    Adds `account_paragraph` (null where unknown) and `steered`; replaces columns of the same names.
    """
    facts = listed.rename({"paragraph": "account_paragraph"}).drop("name", "authority")
    added = [name for name in facts.columns if name not in ("account", "chart_year")]
    found = frame.drop(added, strict=False).join(
        facts, left_on=["account", year], right_on=["account", "chart_year"], how="left", maintain_order="left"
    )
    return found.with_columns(
        *(pl.col(name).fill_null(NOT_ALLOCATED) for name in DIMENSIONS),
        pl.col("in_service_frame", "steered").fill_null(value=True),
    )
