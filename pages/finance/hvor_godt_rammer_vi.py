"""Hvor godt rammer vi?: earlier years forecast again from what was known then, against the final accounts."""

import streamlit as st

from cockpit import charts, ui, usecases

reader = ui.guard(__file__)
moment = ui.heading("Hvor godt rammer vi?", reader)
level = ui.choose_level(usecases.levels_of(reader.scope))
view = ui.kept(reader, usecases.accuracy, level, moment.as_of)

st.markdown(f"**{view.headline}**")
if view.kpis:
    ui.kpis(view.kpis, per_row=4)
    ui.chart(charts.method_errors, view.months, key="metoder", height=300)
    ui.table(view.methods, key="metode-tabel")
    keys, ways, tests = st.tabs(["Hvor rammer vi bedst?", "Metode pr. paragraf", "Hver eneste prøve"])
    with keys:
        ui.table(view.keys, key="noegler", title=False)
    with ways:
        ui.paragraph_methods(reader, view)
    with tests:
        ui.table(view.tests, key="proever", title=False)
else:
    ui.start_test(reader)

ui.closing(view, "Hvor godt rammer vi", moment, view.notes, "Hvad bygger prøven på?")
