"""Afstemning: where the ledger is not what the grants say, by how much, how old, and probably why."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
moment = ui.heading("Afstemning", reader)
view = ui.choose_differences(reader, moment)

st.markdown(f"**{view.headline}**")
if view.apart:
    st.markdown(view.apart)
ui.kpis(view.kpis, per_row=4)
if view.swing:
    st.markdown(view.swing)

by_kind, by_age = st.columns(2)
with by_kind:
    ui.chart(charts.bars, view.by_kind, key="slags", height=270)
with by_age:
    ui.chart(charts.bars, view.by_age, key="alder", height=270)

lines, providers, kinds = st.tabs(["Linje for linje", "Pr. leverandør", "Pr. slags"])
with lines:
    ui.explain_differences(reader, moment, view)
with providers:
    ui.table(view.providers, key="leverandoerer", title=False)
with kinds:
    ui.table(view.kinds, key="slags-tabel", title=False)

ui.closing(view, "Afstemning", moment, view.notes, "Sådan er der afstemt")
