"""Disponering: what the budget is bound to, what has moved since the last lock, and what last year came to add.

The table goes from this year's budget on the left over the movements since the last lock to last year on the right.
"""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
moment = ui.heading("Disponering", reader)
view = ui.commitments(reader, moment)

st.markdown(f"**{view.headline}**")
for sentence in view.sentences:
    st.markdown(sentence)
for level, table in view.levels.items():
    ui.table(table, key=f"disponering-{level}")

ui.closing(view, "Disponering", moment, view.notes)
