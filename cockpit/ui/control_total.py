"""A control total from the source system: typed in beside the file, held against its rows at once."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts import danish
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.receipt import Receipt, Status
from cockpit.ui.boundary import show_error
from cockpit.ui.uploads import Parcel


def control_totals(parcel: Parcel) -> None:
    """One field for each file with kroner; nobody has to fill it in, but a difference stops the file."""
    files = _with_kroner(parcel)
    if not files:
        return
    entered = {}
    with st.expander("Kontroltotaler fra kildesystemet", icon=":material/balance:", expanded=bool(parcel.totals)):
        st.caption(
            "Skriv det beløb, kildesystemet selv viser for udtrækket. En forskel standser filen og siger, hvor meget."
        )
        for receipt in files:
            text = st.text_input(
                f"Kontroltotal for {receipt.file_name}",
                placeholder=f"filens rækker giver {danish.number(receipt.amount_kr, 2)}",
                key=f"kontrol-{receipt.sha256[:12]}",
                width=420,
            )
            if text.strip():
                try:
                    entered[receipt.sha256] = usecases.parse_total(text)
                except CockpitError as error:
                    show_error(error)
    parcel.hold_against(entered)


def _with_kroner(parcel: Parcel) -> list[Receipt]:
    """One receipt a file, of those that can be read and have kroner."""
    found: dict[str, Receipt] = {}
    for receipt in parcel.checked.receipts:
        if receipt.amount_kr is not None and receipt.status in (Status.READY, Status.STOPPED):
            found.setdefault(receipt.sha256, receipt)
    return list(found.values())
