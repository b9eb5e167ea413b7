"""Egne tilbud: frame, spend, occupancy, places sold, and what later tariffs must make up for."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
ONLY_IN_EXCEL = ("posted_kr", "sale_budget_kr", "billed_kr", "unbilled_kr", "vacancy_kr", "cost_part_kr", "area")
moment = ui.heading("Egne tilbud", reader)
view = ui.own_providers(reader, moment)

st.markdown(f"**{view.headline}**")
ui.kpis(view.kpis, per_row=4)

deviations, occupancy = st.columns(2)
with deviations:
    ui.chart(charts.bars, view.deviations, key="afvigelser", height=270)
with occupancy:
    ui.chart(charts.lines, view.occupancy, key="belaegning", height=270)

providers, months, accounts = st.tabs(["Pr. tilbud", "Belægning", "Konti"])
with providers:
    ui.table(ui.without(view.providers, *ONLY_IN_EXCEL), key="tilbud", title=False)
with months:
    ui.table(view.months, key="belaegning-tabel", title=False)
with accounts:
    ui.table(ui.without(view.accounts, "original_kr"), key="konti", title=False)

ui.closing(view, "Egne tilbud", moment, view.notes)
