"""Scenarier: what if? Kept scenarios side by side with the forecast, and the form that builds them."""

import streamlit as st

from cockpit import ui, usecases

reader = ui.guard(__file__)
moment = ui.heading("Scenarier", reader)
view = ui.kept(reader, usecases.scenarios, moment.as_of)

st.markdown(f"**{view.headline}**")

compare, build = st.tabs(["Sammenlign", "Byg et scenarie"])
with compare:
    ui.table(view.table, key="scenarier")
    ui.scenario_parts(view)
with build:
    ui.build_scenario(reader, moment, view)

ui.closing(view, "Scenarier", moment, view.notes, "Hvordan er det regnet?")
