"""Hvorfor: from the budget to the forecast and from the last forecast to this one, each bar with what stands behind."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
moment = ui.heading("Hvorfor", reader)
selection = ui.choose_filters(reader, moment)
view = ui.why(reader, moment, selection)

budget, since = st.tabs(["Fra budget til forventet regnskab", "Siden sidste låste måned"])
with budget:
    ui.reasons(view, "bar", key="budget")
    ui.table(view.groups, key="slags")
    ui.closing(view, "Hvorfor", moment, view.notes)
with since:
    moved = ui.since_last(reader, moment, selection)
    ui.reasons(moved, "kind", key="siden")
    ui.closing(moved, "Siden sidst", moment, moved.notes, key="hent-siden")
