"""Overblik: the year on one screen."""

import streamlit as st

from cockpit import charts, ui
from cockpit.views import ProtectedOverviewView

reader = ui.guard(__file__)
moment = ui.heading("Overblik", reader)
view = ui.overview(reader, moment)

st.markdown(f"**{view.headline}**")

if isinstance(view, ProtectedOverviewView):
    ui.kpis(view.kpis, per_row=4)
    ui.chart(charts.deviations, view.areas, key="omraader", height=300)
    ui.table(view.areas.table, key="omraader-tabel")
    notes = view.notes
else:
    figures, course = st.columns(2)
    with figures:
        ui.kpis(view.kpis, per_row=2)
    with course:
        ui.chart(charts.development, view.development, key="udvikling", height=292)
    where, moved = st.columns(2)
    with where:
        areas, paragraphs = st.tabs(["Afvigelse pr. politikområde", "Afvigelse pr. paragraf"])
        with areas:
            ui.chart(charts.deviations, view.areas, key="omraader", height=262)
        with paragraphs:
            ui.chart(charts.deviations, view.paragraphs, key="paragraffer", height=262)
    with moved:
        ui.table(ui.first_columns(view.movements, 2), key="bevaegelser", height=287, row_height=25)
    notes = (view.range_sentence, *view.differences, *view.weaknesses)

ui.closing(view, "Overblik", moment, notes, "Hvor sikkert er det?")
