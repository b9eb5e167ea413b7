"""Disponering: what the budget is bound to, what has moved since the last lock, and what last year came to add."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
moment = ui.heading("Disponering", reader)
view = ui.commitments(reader, moment)

st.markdown(f"**{view.headline}**")
for sentence in view.sentences:
    st.markdown(sentence)

level = ui.choose_commitments(view)
for tab, part in zip(st.tabs(view.parts), view.parts, strict=True):
    with tab:
        ui.table(view.part(level, part), key=f"disponering-{level}-{part}", title=False)

ui.closing(view, "Disponering", moment, view.notes)
