"""Kommende sager: who is on the way in, what that costs this year, and how well the list has held."""

import streamlit as st

from cockpit import ui, usecases

reader = ui.guard(__file__)
ONLY_IN_EXCEL = ("unit_price", "price_unit", "origin", "kept", "note")
moment = ui.heading("Kommende sager", reader)
view = ui.kept(reader, usecases.pipeline, moment.as_of)

st.markdown(f"**{view.headline}**")
ui.kpis(view.kpis, per_row=4)

waiting, closed = st.tabs(["Sager på vej ind", "Hvad blev der af sagerne?"])
with waiting:
    ui.table(ui.without(view.table, *ONLY_IN_EXCEL), key="sager", title=False, widths={"case": 110, "service": 210})
with closed:
    ui.table(view.fates, key="afgjorte", title=False)

st.header("Før listen", anchor=False)
ui.edit_cases(reader, moment, view)

ui.closing(view, "Kommende sager", moment, view.notes)
