"""Budgetopfølgning: budgets, posted, forecast and deviation, cut and opened down to the single grant."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
ui.follow_click()
moment = ui.heading("Budgetopfølgning", reader)
selection = ui.choose_selection(reader, moment)
view = ui.followup(reader, moment, selection, ui.choose_preset())

ui.breadcrumbs(view)
st.markdown(f"**{view.headline}**")

clicked = ui.choosable(view.table, key=f"linjer-{view.selection}-{view.table.title}")
ui.open_row(view)
ui.open_clicked(view, clicked)
ui.grant_recomputed(reader, moment, view, clicked)

bridge, deviations = st.columns(2)
with bridge:
    ui.chart(charts.waterfall, view.bridge, key="bro", height=300)
with deviations:
    ui.chart(charts.deviations, view.deviations, key="afvigelser", height=300)

with st.expander("Alle led, måned for måned"):
    ui.table(view.months, key="led-maaneder", title=False, widths={"label": 58})

st.header("Skøn", anchor=False)
ui.skoen(reader, moment, view)

ui.closing(view, "Budgetopfølgning", moment, view.notes)
