"""The other half of the mapping screen: how the file reads with the choices so far, and which codes it leaves open."""

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from cockpit import law, usecases
from cockpit.contracts.dataset import Dataset, FieldType, dataset
from cockpit.contracts.imports import Reading
from cockpit.ui.receipts import receipt
from cockpit.ui.tables import table
from cockpit.ui.uploads import Codes
from cockpit.views import Column, Table
from cockpit.views import receipt as receipt_view
from cockpit.views.table import Kind

Preview = tuple[Reading, ...]
_KIND: dict[FieldType, Kind] = {
    FieldType.DATE: "date",
    FieldType.MONEY: "kr_exact",
    FieldType.NUMBER: "number",
}
MOST_CODES = 40
"""Codes asked for on one screen; the rest follow when these are answered."""


def left_open(preview: Preview | None, choices: Mapping[str, str], contract: Dataset) -> tuple[usecases.OpenCode, ...]:
    """The codes that the preview did not know. `choices`: heading -> field."""
    findings = (finding for reading in preview or () for finding in reading.receipt.findings)
    return usecases.open_codes(findings, choices, contract)


def classify(open_codes: Sequence[usecases.OpenCode], contract: Dataset, mark: str, known: Codes) -> Codes:
    """Ask for every open code: field -> text in the file -> code. *dag* is asked here too, for only a person knows
    whether it means døgn, åbningsdag or fremmødedag. `known`: what was answered already."""
    if open_codes:
        st.markdown(
            "**Koder, som programmet ikke kender** – vælg, hvad de betyder. Uden svar tæller de som *Ikke fordelt*."
        )
    for number, one in enumerate(open_codes[:MOST_CODES]):
        code = _ask(contract, one, f"kode-{mark}-{number}-{one.text}")
        if code:
            known.setdefault(one.field, {})[one.text] = code
    return known


def _ask(contract: Dataset, asked: usecases.OpenCode, key: str) -> str | None:
    spec = contract.field(asked.field)
    known = list(spec.codes) if spec.type is FieldType.CODE else law.paragraphs()["code"].to_list()
    code: str | None = st.selectbox(
        f"{spec.heading} «{asked.text}» betyder",
        known,
        index=None,
        placeholder="Vælg",
        key=key,
        filter_mode="contains",
        width=420,
    )
    st.caption(asked.worth)
    return code


def show_preview(preview: Preview | None, mark: str) -> None:
    """The receipt that the file would get, and its first rows. Nothing is saved."""
    for number, reading in enumerate(preview or ()):
        receipt(receipt_view.preview(reading.receipt), key=f"proeve-{mark}-{number}")
        rows = usecases.preview_rows(reading)
        if not rows.is_empty():
            table(_as_read(rows, dataset(reading.receipt.dataset)), key=f"raekker-{mark}-{number}")


def _as_read(rows: pl.DataFrame, contract: Dataset) -> Table:
    fields = [contract.field(name) for name in rows.columns]
    columns = tuple(Column(field.name, field.heading, _KIND.get(field.type, "text")) for field in fields)
    plain = rows.with_columns(pl.col(pl.Boolean).replace_strict({True: "ja", False: "nej"}, return_dtype=pl.String))
    return Table("De første rækker, som de bliver læst", columns, plain)
