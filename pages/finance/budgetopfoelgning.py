"""Budgetopfølgning: every component of the forecast, from the whole down to the single grant."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
moment = ui.heading("Budgetopfølgning", reader)
view = ui.followup(reader, moment, ui.current_path())

ui.breadcrumbs(view)
st.markdown(f"**{view.headline}**")

every = st.toggle("Vis alle led i forventet regnskab", value=True, key="led", bind="query-params")
clicked = ui.choosable(ui.result_first(view.table, every_column=every), key=f"linjer-{view.path}")
ui.open_row(view)
ui.open_clicked(view, clicked)

bridge, deviations = st.columns(2)
with bridge:
    ui.chart(charts.waterfall, view.bridge, key="bro", height=300)
with deviations:
    ui.chart(charts.deviations, view.deviations, key="afvigelser", height=300)

st.header("Skøn", anchor=False)
ui.skoen(reader, moment, view.adjustments)

ui.closing(view, "Budgetopfølgning", moment, view.notes)
