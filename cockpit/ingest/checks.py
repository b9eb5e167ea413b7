"""The contract's own checks, row by row but whole columns at a time: what is missing, what contradicts itself."""

from decimal import Decimal

import polars as pl

from cockpit.contracts.dataset import MONEY, Dataset, DatasetField, FieldType
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.ingest.cast import Typed

DIMENSIONS = (FieldType.TEXT, FieldType.ACCOUNT)
SPANS = {
    "grants": ("start_date", "end_date", "end_before_start"),
    "prices": ("valid_from", "valid_to", "end_before_start"),
    "postings": ("service_from", "service_to", "service_period"),
}
BUDGET_PARTS = ("original", "reallocations", "supplementary", "carry_over")
MUST_BE_KNOWN = ("pipeline_id",)


def check_rows(typed: Typed, contract: Dataset) -> None:
    """Note every broken rule in `typed.problems`, and put `-` where a dimension is not said."""
    if contract.name == "budget":
        _budget_sums(typed)
    if "citizen_payment" in typed.columns:
        _payment(typed)
    if "unit_price" in typed.columns:
        typed.problems.add("negative_price", "unit_price", typed.columns["unit_price"] < 0, typed.said["unit_price"])
    for spec in contract.fields:
        if spec.required and spec.name in typed.columns:
            _required(typed, spec)
    _one_of(typed, contract)
    if contract.name in SPANS:
        _span(typed, *SPANS[contract.name])


def _missing(typed: Typed, name: str) -> pl.Series:
    value = typed.columns[name]
    return value.is_null() & typed.said[name].is_null() if name in typed.said else value.is_null()


def _required(typed: Typed, spec: DatasetField) -> None:
    missing = _missing(typed, spec.name)
    if not missing.any():
        return
    if spec.type is FieldType.PARAGRAPH:
        typed.problems.add("missing_paragraph", spec.name, missing)
        _fill(typed, spec.name, missing)
    elif spec.type in DIMENSIONS and spec.name not in MUST_BE_KNOWN:
        typed.problems.add("missing_dimension", spec.name, missing)
        _fill(typed, spec.name, missing)
    elif spec.type is FieldType.CODE:
        typed.problems.add("missing_dimension", spec.name, missing)
    else:
        typed.problems.add("missing", spec.name, missing)


def _fill(typed: Typed, name: str, where: pl.Series) -> None:
    typed.columns[name] = typed.columns[name].scatter(where.arg_true(), NOT_ALLOCATED)


def _one_of(typed: Typed, contract: Dataset) -> None:
    """A money row that names neither account, paragraph nor area stands under `-` of the first that the file has."""
    given = [name for name in contract.one_of if name in typed.columns]
    if not given:
        return
    nothing = pl.select(pl.all_horizontal(pl.lit(typed.columns[name]).is_null() for name in given)).to_series()
    typed.problems.add("missing_dimension", given[0], nothing)
    if nothing.any():
        _fill(typed, given[0], nothing)


def _payment(typed: Typed) -> None:
    """What the citizen pays is +; a system that writes it as the municipality's income writes it with a minus."""
    payment = typed.columns["citizen_payment"]
    typed.problems.add("payment_as_income", "citizen_payment", payment < 0)
    typed.columns["citizen_payment"] = payment.abs()


def _span(typed: Typed, first: str, last: str, code: str) -> None:
    if first not in typed.columns or last not in typed.columns:
        return
    backwards = (typed.columns[last] < typed.columns[first]).fill_null(value=False)
    typed.problems.add(code, last, backwards, typed.said.get(last))
    if code == "service_period" and backwards.any():
        for name in (first, last):
            typed.columns[name] = typed.columns[name].scatter(backwards.arg_true(), None)


def _budget_sums(typed: Typed) -> None:
    """An empty original beside other amounts is nought; an empty adjusted is the sum; another adjusted is a
    finding, where the file tells what moved it."""
    parts = [name for name in BUDGET_PARTS if name in typed.columns]
    others = [name for name in (*parts, "adjusted") if name != "original" and name in typed.columns]
    if "original" in typed.columns and others:
        stated = pl.select(pl.any_horizontal(pl.lit(typed.columns[name]).is_not_null() for name in others)).to_series()
        empty = _missing(typed, "original") & stated
        typed.problems.add("empty_original", "original", empty)
        if empty.any():
            typed.columns["original"] = typed.columns["original"].scatter(empty.arg_true(), Decimal(0))
            typed.said["original"] = typed.said["original"].scatter(empty.arg_true(), "0")
    if not parts:
        return
    frame = pl.DataFrame({name: typed.columns[name] for name in parts})
    total = frame.select(pl.sum_horizontal(pl.col(name).fill_null(0) for name in parts).cast(MONEY)).to_series()
    if "adjusted" not in typed.columns:
        typed.columns["adjusted"] = total
        return
    adjusted = typed.columns["adjusted"]
    if set(parts) - {"original"}:
        differs = (adjusted - total).abs() > Decimal("0.01")
        typed.problems.add("adjusted_differs", "adjusted", differs, typed.said["adjusted"])
    typed.columns["adjusted"] = pl.select(pl.coalesce(pl.lit(adjusted), pl.lit(total))).to_series()
