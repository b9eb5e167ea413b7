"""Venter: what the watcher of a folder took by itself, and the receipts of what it left to a person."""

import streamlit as st

from cockpit import usecases
from cockpit.ui.receipts import receipt
from cockpit.ui.session import Reader
from cockpit.ui.tables import table
from cockpit.views import receipt as receipt_view
from cockpit.views import watched as watched_view


def watched_folder(reader: Reader) -> None:
    """The files of the watched folders; nothing where no folder is watched."""
    files = usecases.watched(reader.cockpit, reader.scope)
    if not files:
        return
    waiting = [one for one in files if one.waits]
    st.header("Overvåget mappe", anchor=False)
    for number, one in enumerate(waiting):
        with st.expander(f"{one.file_name} venter", icon=":material/hourglass_top:"):
            for place, read in enumerate(one.receipts):
                receipt(receipt_view.build(read), key=f"venter-{number}-{place}")
    if waiting:
        st.page_link("pages/data/indlaesning.py", label="Indlæs det, der venter", icon=":material/upload_file:")
    with st.expander(f"Alt i mappen ({len(files)})", icon=":material/folder_open:"):
        table(watched_view.table(files), key="overvaaget", title=False)
