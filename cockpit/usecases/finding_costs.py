"""What the findings of a list of grants are worth: the list has prices, and the cost of the year follows from them."""

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
    marked = reading.marks.select(*_FINDING).with_columns(ids.alias("grant_id"))
    year = reading.receipt.effective_date.year if reading.receipt.effective_date else 0
    costs = finance.marked_costs(reading.frame, marked, _FINDING, year, prices)
    return {(code, column, value): cost_kr for code, column, value, cost_kr in costs.iter_rows()}
