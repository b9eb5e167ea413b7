"""Codes that a known layout leaves open: a person says what they mean, and the files are read again with the answer."""

import streamlit as st

from cockpit.contracts.dataset import Dataset, dataset
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Status
from cockpit.ingest import Profile
from cockpit.ui.mapping_preview import OPEN, classify
from cockpit.ui.uploads import Codes, Parcel, check_again, remember_codes


def classify_codes(parcel: Parcel) -> None:
    """The open codes of the files that can be read. Nobody has to answer: an open code costs no krone, it counts under
    *Ikke fordelt*."""
    answers: Codes = {}
    readings = parcel.batch.of_status(Status.READY)
    waiting = [reading for reading in readings if any(finding.code in OPEN for finding in reading.receipt.findings)]
    if not waiting:
        return
    with st.expander(f"Ukendte koder i {len(waiting)} liste(r)", icon=":material/help:"):
        for number, reading in enumerate(waiting):
            st.markdown(f"**{reading.receipt.file_name}**")
            contract = dataset(reading.receipt.dataset)
            classify((reading,), _fields(reading, contract), contract, f"kendt-{number}", answers)
        if st.button("Læs filerne igen med disse svar", disabled=not answers, key="laes-igen"):
            remember_codes(answers)
            check_again()
            st.rerun()


def _fields(reading: Reading, contract: Dataset) -> dict[str, str]:
    """Heading in the file -> field, the way the profile and the contract read it."""
    own = Profile.from_yaml(reading.profile_text).columns
    return {
        heading: field.name
        for field in contract.fields
        for heading in (field.heading, *field.aliases, *own.get(field.name, ()))
    }
