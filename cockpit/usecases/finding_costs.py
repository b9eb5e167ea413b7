"""What the findings of a list of grants are worth: the list has prices, and the cost of the year follows from them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl

from cockpit import finance
from cockpit.contracts.dataset import dataset
from cockpit.contracts.finding import Finding
from cockpit.contracts.imports import Reading
from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit

_FINDING = ("code", "column", "value")
_CENT = Decimal("0.01")


def with_costs(cockpit: Cockpit, readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings, each finding about grants with what these cost in the year that the list is of, net of what the
    citizens pay; None where no price is known, as of a unit that nobody has classified."""
    known = tuple(readings)
    if not any(map(_asks, known)):
        return known
    prices = _prices(cockpit, known)
    return tuple(_with_cost(reading, prices) if _asks(reading) else reading for reading in known)


def _asks(reading: Reading) -> bool:
    dated = reading.receipt.effective_date is not None
    return reading.receipt.dataset == "grants" and dated and not reading.marks.is_empty()


def _prices(cockpit: Cockpit, readings: Sequence[Reading]) -> pl.DataFrame:
    """The price list in force, and what the batch itself brings."""
    contract = dataset("prices")
    brought = [one.frame for one in readings if one.receipt.dataset == contract.name]
    return pl.concat([contract.conform(cockpit.store.read(contract.name, Scope.engine())), *brought])


def _with_cost(reading: Reading, prices: pl.DataFrame) -> Reading:
    costs = _costs_of(reading, prices)
    findings = tuple(_told(finding, costs) for finding in reading.receipt.findings)
    return replace(reading, receipt=reading.receipt.model_copy(update={"findings": findings}))


def _told(finding: Finding, costs: dict[tuple[str, ...], Decimal | None]) -> Finding:
    key = (finding.code, finding.column, finding.value)
    return (
        finding.model_copy(update={"amount_kr": costs[key]}) if finding.amount_kr is None and key in costs else finding
    )


def _costs_of(reading: Reading, prices: pl.DataFrame) -> dict[tuple[str, ...], Decimal | None]:
    """Code, column and value of a finding -> the cost of the grants that it is about, each once."""
    ids = reading.frame.get_column("grant_id").gather(reading.marks.get_column("place"))
    marked = reading.marks.select(*_FINDING).with_columns(ids.alias("grant_id")).unique()
    grants = finance.granted(reading.frame).join(marked, on="grant_id", how="semi")
    year = reading.receipt.effective_date.year if reading.receipt.effective_date else 0
    months = finance.grant_months(grants, dt.date(year, 1, 1), dt.date(year, 12, 31), prices)
    net = pl.col("cost_kr") - pl.col("citizen_payment_kr")
    each = months.group_by("grant_id").agg(cost=net.sum(), priced=pl.col("priced").any())
    sums = (
        marked.join(each, on="grant_id", how="left")
        .group_by(_FINDING)
        .agg(pl.col("cost").sum(), known=pl.col("priced").fill_null(value=True).any())
    )
    return {
        tuple(row[name] for name in _FINDING): Decimal(str(row["cost"])).quantize(_CENT) if row["known"] else None
        for row in sums.to_dicts()
    }
