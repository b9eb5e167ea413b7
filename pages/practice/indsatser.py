"""Indsatser: how many are in which intervention, and how many come and go."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
moment = ui.heading("Indsatser", reader)
view = ui.interventions(reader, moment)

st.markdown(f"**{view.headline}**")
ui.kpis(view.kpis)

active, flow = st.columns(2)
with active:
    ui.chart(charts.lines, view.active, key="aktive", height=260)
with flow:
    ui.chart(charts.lines, view.flow, key="til-og-afgang", height=260)

per_paragraph, per_kind, per_month = st.tabs(["Pr. paragraf", "Pr. slags indsats", "Til- og afgang"])
with per_paragraph:
    ui.table(view.table, key="indsatser", title=False)
with per_kind:
    ui.table(view.kinds, key="slags", title=False)
with per_month:
    ui.table(view.flow_table, key="til-og-afgang-tabel", title=False)

ui.closing(view, "Indsatser", moment, view.notes)
