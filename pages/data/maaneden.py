"""Måneden: the close from open to locked, the checklist, the exports that are missing, and what is in the way."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
view = ui.month_heading(reader)

st.markdown(f"**{view.headline}**")
ui.month_track(view)
ui.month_locked(view)

way, steps = st.columns(2, gap="large")
with way:
    st.header("Næste trin", anchor=False)
    ui.month_moves(reader, view)
with steps:
    st.header("Tjekliste", anchor=False)
    ui.month_tasks(reader, view)

ui.month_course(view)
ui.watched_folder(reader)

st.header("Månedens udtræk", anchor=False)
ui.month_exports(view)
