"""Paragraffer: spend, full-year persons and unit price over the years, and what is price and what volume."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
moment = ui.heading("Paragraffer", reader)
selected = ui.choose_paragraph(reader, moment)
view = ui.paragraphs(reader, moment, selected)

st.markdown(f"**{view.headline}**")
ui.charts_in_a_row(charts.years, view.years, key="aar", height=220)
ui.chart(charts.waterfall, view.price_volume, key="pris-maengde", height=260)
st.caption(view.comparison)

per_paragraph, per_kind, per_year = st.tabs(["Pr. paragraf", "Pr. slags indsats", "Tallene bag figurerne"])
with per_paragraph:
    ui.table(view.table, key="paragraffer", title=False)
with per_kind:
    ui.table(view.kinds, key="slags", title=False)
with per_year:
    ui.table(view.years_table, key="aar-tabel")
    ui.table(view.price_volume_table, key="pris-maengde-tabel")

ui.closing(view, "Paragraffer", moment, view.notes)
