"""Paragraffer: spend, full-year persons and unit price over the years, and what is price and what volume."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
moment = ui.heading("Paragraffer", reader)
which, prices = st.columns([2, 1], vertical_alignment="bottom")
with which:
    selected = ui.choose_paragraph(reader, moment)
with prices:
    level = ui.choose_prices(moment)
view = ui.paragraphs(reader, moment, selected, level)

st.markdown(f"**{view.headline}**")
if view.price_note:
    st.caption(view.price_note)
ui.charts_in_a_row(charts.years, view.years, key="aar", height=220)
ui.chart(charts.waterfall, view.price_volume, key="pris-maengde", height=260)
st.caption(view.comparison)

per_paragraph, per_year, spans, per_kind, per_function, months, rises = st.tabs(
    ["Pr. paragraf", "År for år", "Flere år", "Pr. slags indsats", "Pr. funktion", "Måned for måned", "Pris og løn"]
)
with per_paragraph:
    ui.table(ui.without(view.table, "kind"), key="paragraffer", title=False)
with per_year:
    ui.table(view.years_table, key="aar-tabel")
    ui.table(view.price_volume_table, key="pris-maengde-tabel")
with spans:
    ui.table(view.spans, key="flere-aar")
with per_kind:
    ui.table(view.kinds, key="slags")
with per_function:
    ui.table(view.functions, key="funktioner")
with months:
    ui.table(view.months, key="maaneder")
with rises:
    ui.table(view.rises, key="pris-loen-tabel")
    ui.price_rise_form(reader, moment)

ui.closing(view, "Paragraffer", moment, view.notes)
