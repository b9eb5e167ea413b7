"""Længere frem: what today's interventions cost next year, and where the next three years are heading."""

import streamlit as st

from cockpit import charts, ui, usecases

reader = ui.guard(__file__)
moment = ui.heading("Længere frem", reader)
view = ui.kept(reader, usecases.outlook, moment.as_of)

st.markdown(f"**{view.headline}**")
figures, course = st.columns(2)
with figures:
    ui.kpis(view.kpis, per_row=1)
with course:
    ui.charts_in_a_row(charts.years, view.course, key="aarene", height=300)

effect, years, areas, birthdays = st.tabs(["Helårsvirkning", "De næste år", "Pr. politikområde", "18, 23 og 67 år"])
with effect:
    ui.table(view.effect, key="helaar", title=False)
with years:
    ui.table(view.years, key="aar-tabel", title=False)
with areas:
    ui.table(view.areas, key="omraader", title=False)
with birthdays:
    ui.table(view.birthdays, key="foedselsdage", title=False)

ui.closing(view, "Længere frem", moment, view.notes, "Hvad er med, og hvad er ikke?")
