"""What was imported before: the list, any receipt again, and the undo that is seen to have worked."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.imports import ImportRecord
from cockpit.ui.boundary import show_error
from cockpit.ui.receipts import receipt
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.ui.tables import choosable
from cockpit.views import HistoryView
from cockpit.views import receipt as receipt_view


def history(reader: Reader) -> tuple[tuple[ImportRecord, ...], HistoryView]:
    """Every import, newest first, and how the list is shown."""
    records = usecases.history(reader.cockpit, reader.scope)
    return records, receipt_view.history(records)


def imports_table(records: tuple[ImportRecord, ...], view: HistoryView) -> None:
    """The list; a click on a line shows its receipt again."""
    position = choosable(view.table, key="indlaesninger", height=360)
    if position is None:
        st.caption("Klik på en linje for at se dens kvittering.")
        return
    number = int(view.table.frame["id"][position])
    record = next(record for record in records if record.id == number)
    with st.container(border=True):
        receipt(receipt_view.build(record.receipt), key=f"gammel-{number}")


def undo(reader: Reader, view: HistoryView) -> None:
    """Take an import back with a reason. For the controller alone."""
    if not reader.scope.may_write or not view.undoable:
        return
    st.header("Fortryd en indlæsning", anchor=False)
    labels = dict(view.undoable)
    with st.form("fortryd", border=True):
        chosen = st.selectbox(
            "Indlæsning",
            labels,
            index=None,
            format_func=lambda number: labels[number],
            placeholder="Vælg",
            key="fortryd-valgt",
        )
        reason = st.text_input("Begrundelse", key="fortryd-begrundelse", max_chars=300)
        if st.form_submit_button("Fortryd indlæsningen", key="fortryd-udfoer"):
            _undo(reader, chosen, reason)


def _undo(reader: Reader, chosen: int | None, reason: str) -> None:
    if chosen is None:
        st.error("Vælg den indlæsning, der skal fortrydes.")
        return
    try:
        with st.spinner("Fortryder og bygger øjebliksbilledet uden indlæsningen …"):
            record = usecases.undo(reader.cockpit, reader.scope, chosen, reason)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Indlæsning {record.id} ({record.receipt.file_name}) er fortrudt. Tallene er regnet uden den.")
    st.rerun()
