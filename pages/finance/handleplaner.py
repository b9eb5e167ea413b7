"""Handleplaner: which deviations must be explained, what is done about them, and the forecast before and after."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
moment = ui.heading("Handleplaner", reader)
view = ui.actions(reader, moment)

st.markdown(f"**{view.headline}**")
ui.kpis(view.kpis, per_row=4)

explaining, planning, effect = st.tabs(["Forklaringer", "Handleplaner", "Før og efter"])
with explaining:
    listed = ui.without(view.explained, "user", "deviation_pct")
    chosen = ui.choosable(listed, key="afvigelser", height=260, widths={"text": 250})
    ui.explain(reader, moment, view, chosen)
    if view.loose.frame.height:
        ui.table(view.loose, key="loese")
with planning:
    picked = ui.choosable(view.plans_table, key="handleplaner", height=260)
    ui.action_plan(reader, moment, view, picked)
with effect:
    bridge, gaps = st.columns(2)
    with bridge:
        ui.chart(charts.waterfall, view.bridge, key="foer-efter", height=300)
    with gaps:
        ui.chart(charts.bars, view.gap_bars, key="hul", height=300)
    ui.table(view.gaps, key="hul-tabel")
    ui.compute_gaps(view)

ui.closing(view, "Handleplaner", moment, view.notes)
