"""The mapping screen: a person says once what an unknown layout means, and the file is read again at once."""

from dataclasses import replace
from typing import Literal

import streamlit as st

from cockpit import usecases
from cockpit.contracts.dataset import Dataset, datasets
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.finding import LAYOUT_CHANGED, UNUSED_BUT_LIKELY
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ingest import Profile, Proposal, Style
from cockpit.ui.boundary import show_error
from cockpit.ui.mapping_columns import choose_columns, constants, shared
from cockpit.ui.mapping_preview import classify, left_open, show_preview
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.uploads import Parcel, check_again

_DECIMAL = {"comma": "1.234,50 (komma)", "point": "1,234.50 (punktum)"}
_DATES = {True: "31-03-2026 (dag først)", False: "03-31-2026 (måned først)"}
_LISTS = {"all": "Alle, også afsluttede", "active": "Kun de aktive"}


def map_unknown(reader: Reader, parcel: Parcel) -> None:
    """One screen for each file that no profile knows, and on demand for one whose own layout has changed."""
    unknown = {reading.receipt.sha256: reading.receipt for reading in parcel.batch.of_status(Status.UNMAPPED)}
    for receipt in unknown.values():
        with st.container(border=True):
            _screen(reader, parcel, receipt)
    for reading in _changed(reader, parcel).values():
        receipt, layout = reading.receipt, hash(reading.profile_text)  # another key when it is saved: it closes
        asked = f"Hedder en kolonne i {receipt.file_name} noget nyt? Ret opstillingen «{receipt.profile_title}»"
        if st.toggle(asked, key=f"ret-opstilling-{receipt.sha256[:8]}-{layout}"):
            with st.container(border=True):
                _screen(reader, parcel, receipt)


def _changed(reader: Reader, parcel: Parcel) -> dict[str, Reading]:
    """Files that can be read, but in a layout that a person made and that has other columns than the last one had, or
    with columns left over that look like what the file lacks."""
    own = {profile.name for profile in usecases.saved_profiles(reader.cockpit, reader.scope)}
    asked = (
        (reading, {finding.code for finding in reading.receipt.findings} & {LAYOUT_CHANGED, UNUSED_BUT_LIKELY})
        for reading in parcel.batch.of_status(Status.READY)
    )
    return {
        reading.receipt.sha256: reading
        for reading, codes in asked
        if UNUSED_BUT_LIKELY in codes or (codes and reading.receipt.profile in own)
    }


def _screen(reader: Reader, parcel: Parcel, receipt: Receipt) -> None:
    st.header(f"Fortæl, hvad {receipt.file_name} er", anchor=False)
    st.caption("Det gøres én gang. Næste gang genkendes filen af sig selv.")
    upload = usecases.Upload(parcel.batch.paths[receipt.sha256], receipt.file_name)
    mark = receipt.sha256[:8]
    try:
        first = parcel.proposal(reader, upload, None)
        contract = _dataset(first, mark)
        proposal = parcel.proposal(reader, upload, contract.name)
        _say_changed(proposal)
        style, lists = _style(proposal, contract, mark)
        choices = choose_columns(proposal, contract, style, mark)
        also = shared(proposal, choices, contract, mark)
        fixed = constants(proposal, choices, also, contract, mark)
        title = st.text_input(
            "Profilens navn",
            value=proposal.changed_from.title if proposal.changed_from else "",
            placeholder="Takstliste fra Børnecentret",
            key=f"navn-{mark}",
        )
        answered = parcel.codes.setdefault(receipt.sha256, dict[str, dict[str, str]]())
        open_codes = left_open(parcel.previews.get(receipt.sha256), choices, contract)
        codes = classify(open_codes, contract, mark, answered)
        profile = usecases.make_profile(
            reader.scope,
            replace(proposal, also=also),
            choices,
            title or receipt.file_name,
            dataset=contract.name,
            codes=codes,
            style=style,
            lists=lists,
            constants=fixed,
        )
    except CockpitError as error:
        show_error(error)
        return
    with st.container(horizontal=True):
        if st.button("Vis, hvordan filen bliver læst", key=f"proev-{mark}"):
            parcel.previews[receipt.sha256] = usecases.preview(reader.cockpit, reader.scope, upload, profile)
            st.rerun()
        why = None if title else "Giv først profilen et navn."
        if st.button(
            "Gem profilen og læs filen igen", type=main_button(), disabled=not title, key=f"gem-{mark}", help=why
        ):
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


def _say_changed(proposal: Proposal) -> None:
    """What is new, lost or renamed since the saved profile was made."""
    if proposal.changed_from is None:
        return
    lines = usecases.layout_changes(proposal)
    if not lines:
        return
    st.warning(
        f"Filen ligner profilen «{proposal.changed_from.title}», men er ændret siden: {'; '.join(lines)}. "
        "Svarene fra profilen er taget med; se det nye igennem, og gem under samme navn.",
        icon=":material/difference:",
    )


def _style(proposal: Proposal, contract: Dataset, mark: str) -> tuple[Style, Literal["all", "active"]]:
    """How numbers and days are written, as the cells show it, to be confirmed by an example of the file itself."""
    found = proposal.style
    numbers, dates, lists = st.columns(3)
    with numbers:
        decimal = st.segmented_control(
            "Tal skrives", _DECIMAL, default=found.decimal, format_func=_DECIMAL.__getitem__, key=f"tal-{mark}",
            required=True,
        )  # fmt: skip
        st.caption(
            f"Filen skriver `{found.decimal_example}`" if found.decimal_example else "Filens tal afgør det ikke."
        )
    with dates:
        day_first = st.segmented_control(
            "Datoer skrives", _DATES, default=found.day_first, format_func=_DATES.__getitem__, key=f"dato-{mark}",
            required=True,
        )  # fmt: skip
        st.caption(f"Filen skriver `{found.day_example}`" if found.day_example else "Filens datoer afgør det ikke.")
    chosen = "all"
    if contract.ends:
        chosen = lists.segmented_control(
            "Listen viser", _LISTS, default="all", format_func=_LISTS.__getitem__, key=f"viser-{mark}", required=True
        )
    style = Style("point" if decimal == "point" else "comma", "", day_first=bool(day_first))
    return style, "active" if chosen == "active" else "all"


def _save(reader: Reader, profile: Profile, title: str) -> None:
    try:
        usecases.save_profile(reader.cockpit, reader.scope, profile)
    except CockpitError as error:
        show_error(error)
        return
    check_again()
    leave_message(f"Profilen {title} er gemt, og filen er læst igen.")
    st.rerun()
