"""Månedsrapport: what the report will say, and the report itself as Word, PDF or Excel."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
moment = ui.heading("Månedsrapport", reader)

kind = ui.choose_report()
view = ui.report(reader, moment, kind)

st.markdown(f"**{view.headline}**")
st.caption(
    "Word, PDF og Excel dannes af de samme tal som skærmen, når du henter dem, og bærer talstempel, tidspunkt og navn. "
    "Til udvalget er kun det med, som en politiker må se: ingen enkeltsager og ingen små antal."
)
ui.report_downloads(reader, moment, kind, view)
ui.report_preview(view)

ui.footer(view.context)
