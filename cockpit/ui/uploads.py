"""The files that a person has laid on the page: checked once, accepted once, whatever is clicked how often."""

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import streamlit as st
from streamlit.typing import UploadedFile

from cockpit import ingest, usecases
from cockpit.contracts.imports import Reading
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ui.session import Reader

_PARCEL = "parti"
_ROUND = "parti-runde"

Codes = dict[str, dict[str, str]]
"""Field -> text in the file -> code of the contract."""


@dataclass
class Parcel:
    """One upload of this session: what was laid there, what it was found to be, and whether it has taken effect."""

    signature: tuple[object, ...]
    checked: usecases.Batch
    """As the files were read."""
    uploads: tuple[usecases.Upload, ...]
    accepted: usecases.Accepted | None = None
    proposals: dict[tuple[Path, str | None], ingest.Proposal] = field(default_factory=dict)
    previews: dict[str, tuple[Reading, ...]] = field(default_factory=dict)
    """SHA-256 of an unknown file -> how it reads with the choices so far."""
    totals: dict[str, Decimal] = field(default_factory=dict)
    """SHA-256 -> the control total that a person has entered."""
    codes: dict[str, Codes] = field(default_factory=dict)
    """SHA-256 of an unknown file -> field -> text in the file -> code: what a person has answered."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def batch(self) -> usecases.Batch:
        """The files as read, held against the control totals entered."""
        return usecases.controlled(self.checked, self.totals)

    def hold_against(self, totals: dict[str, Decimal]) -> None:
        """The control totals as they stand in the fields."""
        self.totals = totals

    def proposal(self, reader: Reader, upload: usecases.Upload, dataset: str | None) -> ingest.Proposal:
        """What an unknown file may be; read once for each dataset that a person tries."""
        place = (upload.path, dataset)
        if place not in self.proposals:
            self.proposals[place] = usecases.propose(reader.cockpit, reader.scope, upload, dataset)
        return self.proposals[place]

    @property
    def blocked(self) -> tuple[Receipt, ...]:
        """What cannot take effect as it is: its files are left out."""
        return tuple(one for one in self.batch.receipts if one.status not in (Status.READY, Status.KNOWN))

    def accept(self, reader: Reader, *, confirmed: bool) -> usecases.Accepted:
        """Put the files that can into effect. A second click, or a rerun in the middle, gets the first one's answer.

        Nothing of Streamlit is called underneath: a rerun could otherwise break off the transaction half-way."""
        with self.lock:
            if self.accepted is None:
                chosen = {one.sha256 for one in self.batch.receipts} - {one.sha256 for one in self.blocked}
                self.accepted = usecases.accept(
                    reader.cockpit, reader.scope, self.batch, confirmed=confirmed, chosen=chosen
                )
            return self.accepted


def uploader_key() -> str:
    """The uploader's key of this round: a new round is an empty uploader."""
    return f"filer-{st.session_state.setdefault(_ROUND, 0)}"


def start_over() -> None:
    """Empty the uploader and forget what lay in it."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(_PARCEL, None)


def check_again() -> None:
    """Read the same files once more, because a profile was saved or a code kept."""
    st.session_state.pop(_PARCEL, None)


def parcel(reader: Reader, files: Sequence[UploadedFile], as_of: dt.date | None) -> Parcel:
    """What the files were found to be; read only where files or date are others than last time."""
    signature = (as_of, *sorted(file.file_id for file in files))
    found = st.session_state.get(_PARCEL)
    if not isinstance(found, Parcel) or found.signature != signature:
        found = _read(reader, files, as_of, signature)
        st.session_state[_PARCEL] = found
    return found


def _read(
    reader: Reader, files: Sequence[UploadedFile], as_of: dt.date | None, signature: tuple[object, ...]
) -> Parcel:
    count = f"{len(files)} filer" if len(files) > 1 else "1 fil"
    with st.status(f"Læser {count} …", expanded=True) as status:
        uploads, folder = usecases.stage((file.name, file.getvalue()) for file in files)
        for file in files:
            status.write(f"Læser {file.name}")
        batch = usecases.check(reader.cockpit, reader.scope, uploads, ingest.Hints(as_of=as_of), keep=folder)
        status.update(label=f"{count} er læst. Intet er ændret endnu.", state="complete", expanded=False)
    return Parcel(signature, batch, tuple(uploads))
