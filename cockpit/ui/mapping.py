"""The mapping screen: a person says once what an unknown layout means, and the file is read again at once."""

from collections.abc import Mapping

import streamlit as st

from cockpit import usecases
from cockpit.contracts.dataset import Dataset, datasets
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import ColumnGuess, Profile, Proposal
from cockpit.ui.boundary import show_error
from cockpit.ui.mapping_preview import classify, show_preview
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.ui.uploads import Parcel, check_again

_UNUSED = ""
_DECIMAL = {"comma": "1.234,50 (komma)", "point": "1,234.50 (punktum)"}
_DATES = {True: "31-03-2026 (dag først)", False: "03-31-2026 (måned først)"}
_LISTS = {"all": "Alle, også afsluttede", "active": "Kun de aktive"}


def map_unknown(reader: Reader, parcel: Parcel) -> None:
    """One screen for each file that no profile knows."""
    unknown = {reading.receipt.sha256: reading.receipt for reading in parcel.batch.of_status(Status.UNMAPPED)}
    for receipt in unknown.values():
        with st.container(border=True):
            _screen(reader, parcel, receipt)


def _screen(reader: Reader, parcel: Parcel, receipt: Receipt) -> None:
    st.header(f"Fortæl, hvad {receipt.file_name} er", anchor=False)
    st.caption("Det gøres én gang. Næste gang genkendes filen af sig selv.")
    upload = usecases.Upload(parcel.batch.paths[receipt.sha256], receipt.file_name)
    mark = receipt.sha256[:8]
    try:
        contract = _dataset(parcel.proposal(reader, upload, None), mark)
        proposal = parcel.proposal(reader, upload, contract.name)
        choices = _columns(proposal, contract, mark)
        options = _style(contract, mark)
        title = st.text_input("Profilens navn", placeholder="Takstliste fra Børnecentret", key=f"navn-{mark}")
        answered = parcel.codes.setdefault(receipt.sha256, {})
        codes = classify(parcel.previews.get(receipt.sha256), choices, contract, mark, answered)
        profile = _profile(reader, proposal, choices, title or receipt.file_name, contract, codes, options)
    except CockpitError as error:
        show_error(error)
        return
    with st.container(horizontal=True):
        if st.button("Vis, hvordan filen bliver læst", key=f"proev-{mark}"):
            parcel.previews[receipt.sha256] = usecases.preview(reader.cockpit, reader.scope, upload, profile)
            st.rerun()
        if st.button("Gem profilen og læs filen igen", type="primary", disabled=not title, key=f"gem-{mark}"):
            _save(reader, profile, title)
    show_preview(parcel.previews.get(receipt.sha256), mark)


def _dataset(first: Proposal, mark: str) -> Dataset:
    names = list(datasets())
    chosen = st.selectbox(
        "Hvad er listen?",
        names,
        index=names.index(first.dataset),
        format_func=lambda name: f"{datasets()[name].title}: {datasets()[name].meaning}",
        key=f"liste-{mark}",
    )
    return datasets()[chosen]


def _columns(proposal: Proposal, contract: Dataset, mark: str) -> dict[str, str]:
    st.markdown(
        f"**Kolonnerne** – {proposal.rows} rækker, overskrifterne står i række {proposal.header_row}. "
        "Bedste bud er valgt; ret det, der er forkert."
    )
    if proposal.missing:
        st.warning(f"Intet bud på: {', '.join(proposal.missing)}. Vælg en kolonne til hver.")
    choices = {}
    for number, column in enumerate(proposal.columns):
        choices[column.heading] = _column(column, contract, f"felt-{mark}-{contract.name}-{number}")
    return choices


def _column(column: ColumnGuess, contract: Dataset, key: str) -> str:
    fields = {field.name: field for field in contract.fields if not field.hidden}
    options = [_UNUSED, *fields]
    found, chosen, why = st.columns([3, 3, 4], vertical_alignment="center")
    found.markdown(f"**{column.heading}**  \n{_samples(column)}")
    field = chosen.selectbox(
        f"{column.heading} betyder",
        options,
        index=options.index(column.field) if column.field in fields else 0,
        format_func=lambda name: _field_title(name, contract),
        label_visibility="collapsed",
        key=key,
    )
    why.caption(column.reason)
    return field


def _samples(column: ColumnGuess) -> str:
    return ", ".join(f"`{sample}`" for sample in column.samples) or "*tom*"


def _field_title(name: str, contract: Dataset) -> str:
    if name == _UNUSED:
        return "(bruges ikke)"
    field = contract.field(name)
    return f"{field.heading} – skal være der" if field.required else field.heading


def _style(contract: Dataset, mark: str) -> dict[str, object]:
    numbers, dates, lists = st.columns(3)
    style: dict[str, object] = {
        "decimal": numbers.segmented_control(
            "Tal skrives", _DECIMAL, default="comma", format_func=_DECIMAL.__getitem__, key=f"tal-{mark}", required=True
        ),
        "day_first": dates.segmented_control(
            "Datoer skrives", _DATES, default=True, format_func=_DATES.__getitem__, key=f"dato-{mark}", required=True
        ),
    }
    if contract.ends:
        style["lists"] = lists.segmented_control(
            "Listen viser", _LISTS, default="all", format_func=_LISTS.__getitem__, key=f"viser-{mark}", required=True
        )
    return style


def _profile(
    reader: Reader,
    proposal: Proposal,
    choices: Mapping[str, str],
    title: str,
    contract: Dataset,
    codes: Mapping[str, Mapping[str, str]],
    options: Mapping[str, object],
) -> Profile:
    return usecases.make_profile(
        reader.scope, proposal, choices, title, dataset=contract.name, codes=codes, options=options
    )


def _save(reader: Reader, profile: Profile, title: str) -> None:
    try:
        usecases.save_profile(reader.cockpit, reader.scope, profile)
    except CockpitError as error:
        show_error(error)
        return
    check_again()
    leave_message(f"Profilen {title} er gemt, og filen er læst igen.")
    st.rerun()
