"""The month's checklist on the screen: steps ticked as they are done, and the list itself, which is a setting."""

from typing import Any

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.month import MONTH_STATE_TITLE
from cockpit.ui.boundary import show_error
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.views import MonthView
from cockpit.views.month import checklist_rows, state_of
from cockpit.views.month_steps import Task


def month_tasks(reader: Reader, view: MonthView) -> None:
    """The steps by the state that they must be done before, each with its day and its owner; ticked with a click
    until the month is locked."""
    before = ""
    for task in view.tasks:
        if task.before != before:
            st.markdown(f"**Før måneden bliver «{task.before}»**")
            before = task.before
        late = ":orange-badge[:material/schedule: overskredet] " if task.late else ""
        with st.container(gap=None):
            ticked = st.checkbox(
                task.title, value=task.done, key=f"{view.period}-{task.id}-{task.done}", disabled=view.following is None
            )
            # a caption is faded, and a badge within it too faint to read
            st.markdown(f"{late}:small[{task.note.removesuffix(' · overskredet')}]")
        if ticked != task.done:
            _tick(reader, view, task, done=ticked)
    with st.expander("Ret tjeklisten", icon=":material/edit:"):
        _edit(reader)


def _tick(reader: Reader, view: MonthView, task: Task, *, done: bool) -> None:
    try:
        usecases.tick(reader.cockpit, reader.scope, view.period, task.id, done=done)
    except CockpitError as error:
        show_error(error)
        return
    st.rerun()


def _edit(reader: Reader) -> None:
    rows = checklist_rows(usecases.checklist(reader.cockpit, reader.scope))
    states = [title for title in MONTH_STATE_TITLE.values() if title != "Åben"]
    with st.form("tjekliste", border=False):
        edited = st.data_editor(
            rows,
            num_rows="dynamic",
            hide_index=True,
            key="tjekliste-rettet",
            column_order=("title", "owner", "working_day", "before"),
            column_config={
                "title": st.column_config.TextColumn("Trin", required=True, max_chars=200, width="large"),
                "owner": st.column_config.TextColumn("Ansvarlig", max_chars=100),
                "working_day": st.column_config.NumberColumn("Arbejdsdag", min_value=1, max_value=23, required=True),
                "before": st.column_config.SelectboxColumn("Før måneden bliver", options=states, required=True),
            },
        )
        reason = st.text_input("Hvorfor ændres tjeklisten?", key="tjekliste-hvorfor", max_chars=300)
        if st.form_submit_button("Gem tjeklisten", key="tjekliste-gem"):
            _save(reader, list(edited), reason)


def _save(reader: Reader, rows: list[dict[str, Any]], reason: str) -> None:
    steps = [{**row, "before": state_of(row["before"]) if row.get("before") else None} for row in rows]
    try:
        usecases.save_checklist(reader.cockpit, reader.scope, steps, reason)
    except CockpitError as error:
        show_error(error)
        return
    leave_message("Tjeklisten er gemt.")
    st.rerun()
