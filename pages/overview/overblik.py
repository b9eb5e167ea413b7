"""Overblik: the year on one screen."""

import streamlit as st

from cockpit import charts, ui
from cockpit.views import ProtectedOverviewView

reader = ui.guard(__file__)
moment = ui.heading("Overblik", reader)
view = ui.overview(reader, moment)

st.markdown(f"**{view.headline}**")
ui.kpis(view.kpis)

if isinstance(view, ProtectedOverviewView):
    ui.chart(charts.deviations(view.areas), view.areas.message, key="omraader", height=320)
    ui.table(view.areas.table, key="omraader-tabel")
    ui.notes(view.notes)
else:
    course, areas = st.columns([3, 2])
    with course:
        ui.chart(charts.development(view.development), view.development.message, key="udvikling", height=210)
    with areas:
        ui.chart(charts.deviations(view.areas), view.areas.message, key="omraader", height=210)
    moved, paragraphs = st.columns([3, 2])
    with moved:
        ui.table(view.movements, key="bevaegelser", height=270)
    with paragraphs:
        ui.chart(charts.deviations(view.paragraphs), view.paragraphs.message, key="paragraffer", height=250)
    ui.notes((view.range_sentence, *view.weaknesses), "Hvor sikkert er det?")

ui.downloads(view, "Overblik", moment)
ui.footer(view.context)
