"""Does an export lose what was stored? A silently lost row is a wrong forecast, so a person must say yes."""

import polars as pl

from cockpit.contracts import danish
from cockpit.contracts.dataset import Dataset
from cockpit.contracts.finding import Finding, Severity
from cockpit.contracts.settings import Settings


def loss_finding(
    contract: Dataset,
    before: pl.DataFrame,
    after: pl.DataFrame,
    settings: Settings,
    rows: tuple[int, int] | None = None,
) -> tuple[Finding, ...]:
    """One finding where the new export holds under `few_rows_confirm_share` of the rows that it replaces, and one per
    period that loses more than `loss_confirm_share` of its sum; none otherwise. `rows`: how many
    before and after, where the frames hold sums of them."""
    was, now = rows or (before.height, after.height)
    return _few_rows(was, now, settings) + _lost_periods(contract, before, after, settings)


def _few_rows(before: int, after: int, settings: Settings) -> tuple[Finding, ...]:
    if after >= before * settings.few_rows_confirm_share:
        return ()
    message = (
        f"Filen har {danish.number(after)} rækker, men afløser {danish.number(before)}. "
        "Er det hele udtrækket? Bekræft kun, hvis resten virkelig er væk."
    )
    return (Finding(severity=Severity.CONFIRM, code="few_rows", message=message),)


def _lost_periods(
    contract: Dataset, before: pl.DataFrame, after: pl.DataFrame, settings: Settings
) -> tuple[Finding, ...]:
    if contract.amount is None or "period" not in before.columns:
        return ()
    amount = pl.col(contract.amount).sum()
    sums = (
        before.group_by("period")
        .agg(amount.alias("before"))
        .join(after.group_by("period").agg(amount.alias("after")), on="period", how="left")
    )
    lost = sums.with_columns(pl.col("after").fill_null(0)).filter(
        (pl.col("before") - pl.col("after")).cast(pl.Float64)
        > pl.col("before").cast(pl.Float64) * settings.loss_confirm_share,
        pl.col("before") > 0,
    )
    return tuple(
        Finding(
            severity=Severity.CONFIRM,
            code="period_loses_sum",
            column="Periode",
            value=row["period"],
            amount_kr=row["before"] - row["after"],
            message=(
                f"Periode {row['period']} falder fra {danish.kr(row['before'])} til {danish.kr(row['after'])} "
                "Kontrollér, at udtrækket dækker alle konti, og bekræft, hvis det er rigtigt."
            ),
        )
        for row in lost.sort("period").iter_rows(named=True)
    )
