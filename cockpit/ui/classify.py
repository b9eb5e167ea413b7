"""Codes that a known layout leaves open: a person says what they mean once, and it is kept for the months to come."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.dataset import dataset
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.receipt import Status
from cockpit.ingest import Profile
from cockpit.ui.boundary import show_error
from cockpit.ui.mapping_preview import classify
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.ui.uploads import Codes, Parcel, check_again


def classify_codes(reader: Reader, parcel: Parcel) -> None:
    """The open codes of the files that can be read. Nobody has to answer: an open code costs no krone, it counts under
    *Ikke fordelt*."""
    asked = [(reading, usecases.open_codes_of(reading)) for reading in parcel.batch.of_status(Status.READY)]
    waiting = [(reading, codes) for reading, codes in asked if codes]
    if not waiting:
        return
    answers: list[tuple[Profile, Codes]] = []
    with st.expander(f"Ukendte koder i {len(waiting)} liste(r)", icon=":material/help:", expanded=True):
        for number, (reading, codes) in enumerate(waiting):
            st.markdown(f"**{reading.receipt.file_name}**")
            found = classify(codes, dataset(reading.receipt.dataset), f"kendt-{number}", {})
            answers += [(usecases.read_profile(reading), found)] if found else []
        st.caption("Svarene gemmes og bruges også de næste måneder. De kan ses og rettes under Data → Koder.")
        if st.button("Gem koderne og læs filerne igen", disabled=not answers, key="laes-igen"):
            _keep(reader, answers)


def _keep(reader: Reader, answers: list[tuple[Profile, Codes]]) -> None:
    try:
        count = sum(usecases.keep_codes(reader.cockpit, reader.scope, profile, codes) for profile, codes in answers)
    except CockpitError as error:
        show_error(error)
        return
    check_again()
    leave_message(f"{'1 kode er' if count == 1 else f'{count} koder er'} gemt, og filerne er læst igen.")
    st.rerun()
