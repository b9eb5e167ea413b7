"""The receipt on the screen: what a file was found to be, to the row and the øre, before anybody says yes."""

from collections.abc import Callable, Sequence

import streamlit as st

from cockpit.contracts.receipt import Status
from cockpit.ui.downloads import excel, file_name
from cockpit.ui.tables import plain, table, text_table
from cockpit.views import BatchView, ReceiptView
from cockpit.views.table import NO_VALUE, Table

READ_IN_FULL = 12
_UNREAD = (Status.UNMAPPED, Status.REFUSED)
"""Nothing was read, so there are no rows and sums to show."""
_ICON: dict[Status, str] = {
    Status.READY: ":material/task_alt:",
    Status.KNOWN: ":material/done_all:",
    Status.UNMAPPED: ":material/help:",
    Status.STOPPED: ":material/front_hand:",
    Status.REFUSED: ":material/block:",
}
_CALLOUT: dict[Status, Callable[..., object]] = {
    Status.READY: st.success,
    Status.KNOWN: st.info,
    Status.UNMAPPED: st.warning,
    Status.STOPPED: st.error,
    Status.REFUSED: st.error,
}


_UNCONFIRMED = ":material/pending_actions:"


def _icon(view: ReceiptView) -> str:
    return _UNCONFIRMED if _waits(view) else _ICON[view.status]


def _waits(view: ReceiptView) -> bool:
    """Whether the file can be read, and somebody must say yes to what it holds first."""
    return view.status is Status.READY and view.needs_confirmation


def receipt(view: ReceiptView, *, key: str, workbook: Callable[[], bytes] | None = None) -> None:
    """One receipt in full. `workbook`: the rows that were set aside as a file, where there are any."""
    callout = st.warning if _waits(view) else _CALLOUT[view.status]
    callout(view.explanation, title=view.status_text, icon=_icon(view))
    if view.what_to_do:
        st.markdown(f"**Det skal du gøre:** {view.what_to_do}")
    if view.status in _UNREAD:
        return
    for line in (view.reconciliation, view.control):
        if line:
            st.markdown(line)
    _sums(view, key)
    _findings(view, key)
    if view.changes_sentence:
        st.markdown(view.changes_sentence)
    if not view.changes.frame.is_empty():
        table(view.changes, key=f"{key}-nyt")
    if workbook is not None:
        excel("Hent rækkerne, der er lagt til side", workbook, file_name("lagt til side", view.title), key=f"{key}-x")


def _sums(view: ReceiptView, key: str) -> None:
    """What the file is; the file's sums beside what takes effect, and the same per account."""
    text_table(view.facts)
    table(view.sums, key=f"{key}-summer")
    if not view.account_sums.frame.is_empty():
        with st.expander(f"Kontrolsummer pr. konto ({view.account_sums.frame.height - 1})"):
            table(view.account_sums, key=f"{key}-konti", title=False)


def _findings(view: ReceiptView, key: str) -> None:
    """Few findings in full, so that nobody must guess the end of a sentence; many as a list to scroll and search."""
    found = view.findings
    if found.frame.height > READ_IN_FULL:
        table(found, key=f"{key}-fund")
        return
    if not found.frame.is_empty():
        st.markdown(f"**{found.title}**")
    for finding in found.danish().iter_rows(named=True):
        _finding(finding, found)
    if found.note:
        st.caption(found.note)


def _finding(said: dict[str, str], shown: Table) -> None:
    """One finding as lines that wrap, since a table of eight columns is cut off on a narrow screen."""
    severity, message, *rest = (column.heading for column in shown.columns)
    st.markdown(f"**{plain(said[severity])}:** {plain(said[message])}")
    details = " · ".join(
        f"{heading}: {plain(said[heading])}" for heading in rest if said[heading] not in ("", NO_VALUE)
    )
    if details:
        st.caption(details)


def receipts(batch: BatchView, workbooks: Sequence[Callable[[], bytes] | None]) -> None:
    """Every receipt of an upload, those that need a person unfolded."""
    st.markdown(f"**{batch.headline}**")
    table(batch.table, key="parti", title=False)
    for number, (view, workbook) in enumerate(zip(batch.receipts, workbooks, strict=True)):
        needs_a_person = view.needs_confirmation or view.status not in (Status.READY, Status.KNOWN)
        with st.expander(f"{view.title} – {view.status_text}", expanded=needs_a_person, icon=_icon(view)):
            receipt(view, key=f"kvittering-{number}", workbook=workbook)
