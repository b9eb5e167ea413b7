"""From receipt to forecast: the receipts of an upload, the knowing yes, and the way to the updated forecast."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from cockpit import reports, usecases
from cockpit.contracts.dataset import datasets
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.imports import Reading
from cockpit.ui.boundary import show_error
from cockpit.ui.downloads import excel, file_name
from cockpit.ui.receipts import receipts
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.uploads import Parcel, start_over
from cockpit.views import BatchView
from cockpit.views import receipt as receipt_view

_FORECAST = "pages/overview/overblik.py"


def _workbook(reading: Reading) -> Callable[[], bytes] | None:
    return partial(reports.set_aside_workbook, reading.set_aside) if reading.receipt.rows_set_aside else None


def receipts_of(parcel: Parcel) -> BatchView:
    """Every receipt of the upload."""
    view = receipt_view.batch(parcel.batch.receipts)
    receipts(view, [_workbook(reading) for reading in parcel.batch.readings])
    return view


def approve(reader: Reader, parcel: Parcel, view: BatchView) -> None:
    """The knowing yes and the button. Nothing is changed before it; a second click changes nothing more."""
    blocked = parcel.blocked
    if not view.can_accept:
        nothing = (
            "Ingen af filerne kan indlæses, som de er." if blocked else "Der er intet nyt at indlæse i disse filer."
        )
        st.info(nothing, icon=":material/info:")
        _empty_button()
        return
    if blocked:
        names = ", ".join(sorted({receipt.file_name for receipt in blocked}))
        st.warning(f"Disse filer springes over, indtil du har taget stilling til dem: {names}.")
    agreed = _confirm(view)
    with st.container(horizontal=True):
        if st.button("Godkend", type=main_button(), disabled=not agreed, icon=":material/check:", key="godkend"):
            _accept(reader, parcel, confirmed=agreed)
        _empty_button()


def _empty_button() -> None:
    st.button("Ryd og begynd forfra", on_click=start_over, key="forfra")


def _confirm(view: BatchView) -> bool:
    if not view.confirmations:
        return True
    st.markdown("**Før du godkender, skal du tage stilling til:**")
    st.markdown("\n".join(f"- {line}" for line in view.confirmations))
    return st.checkbox("Jeg har læst det og godkender det med den viden", key="med-viden")


def _accept(reader: Reader, parcel: Parcel, *, confirmed: bool) -> None:
    try:
        with st.spinner("Indlæser og bygger et nyt øjebliksbillede af data …"):
            done = parcel.accept(reader, confirmed=confirmed)
    except CockpitError as error:
        show_error(error)
        return
    usecases.start_worker(reader.cockpit)
    start_over()
    count = len(done.records)
    lists = "1 liste er indlæst" if count == 1 else f"{count} lister er indlæst"
    leave_message(f"{lists}. Her er det opdaterede forventede regnskab.")
    st.switch_page(_FORECAST)


def upload_help() -> None:
    """What is shown before anything is laid on the page: what is expected, and empty templates."""
    st.caption(
        "Intet ændres, før du godkender. Hver fil får en kvittering: hvad den er og hvorfor, antal rækker, "
        "kontrolsummer, fund, og hvad der er nyt siden sidst. CPR-numre erstattes, før noget gemmes."
    )
    with st.expander("Standardskabeloner til hentning", icon=":material/table:"):
        st.caption("Brug dem, hvis et fagsystem ikke kan levere udtrækket. Overskrifterne genkendes altid.")
        for contract in datasets().values():
            excel(
                contract.title,
                partial(usecases.template, contract.name),
                file_name("skabelon", contract.title),
                key=f"skabelon-{contract.name}",
            )
