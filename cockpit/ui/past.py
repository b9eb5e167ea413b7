"""What was imported before: the list, any receipt again, and the undo that is seen to have worked."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.imports import ImportRecord
from cockpit.ui.boundary import show_error
from cockpit.ui.receipts import receipt
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.ui.tables import choosable, table
from cockpit.views import HistoryView
from cockpit.views import course as course_view
from cockpit.views import receipt as receipt_view

SHORT = 6
"""Up to this many lines a table stands in full."""


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
        together = st.checkbox("Fortryd også alt andet, der blev godkendt i samme omgang", key="fortryd-samlet")
        reason = st.text_input("Begrundelse", key="fortryd-begrundelse", max_chars=300)
        if st.form_submit_button("Fortryd indlæsningen", key="fortryd-udfoer"):
            _undo(reader, chosen, reason, together=together)


def _undo(reader: Reader, chosen: int | None, reason: str, *, together: bool) -> None:
    if chosen is None:
        st.error("Vælg den indlæsning, der skal fortrydes.")
        return
    try:
        with st.spinner("Fortryder og bygger øjebliksbilledet uden indlæsningen …"):
            done = usecases.undo(reader.cockpit, reader.scope, chosen, reason, together=together)
    except CockpitError as error:
        show_error(error)
        return
    numbers = ", ".join(str(record.id) for record in done.records)
    leave_message(f"Fortrudt: indlæsning {numbers}. {done.proof}")
    st.rerun()


def course(reader: Reader) -> None:
    """Every change of the data with the fingerprint before and after it."""
    view = course_view.build(usecases.course(reader.cockpit, reader.scope))
    st.header(view.table.title, anchor=False)
    if view.proof:
        st.markdown(f"**{view.proof}**")
    table(view.table, key="gang", title=False, height=250 if view.table.frame.height > SHORT else None)
