"""Dyre sager og refusion: what the expensive cases cost, what the state refunds, and what is requested of it."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
ONLY_IN_EXCEL = ("low_kr", "months", "team")
moment = ui.heading("Dyre sager og refusion", reader)
view = ui.expensive_cases(reader, moment)

st.markdown(f"**{view.headline}**")
ui.kpis(view.kpis, per_row=4)

by_kind, by_category = st.columns(2)
with by_kind:
    ui.chart(charts.bars, view.by_kind, key="refusion", height=270)
with by_category:
    ui.chart(charts.bars, view.by_category, key="udgift", height=270)

cases, top, refund, final, others = st.tabs(
    ["Over grænsen", "De 20 dyreste", "Refusion og anmodninger", "Endelig opgørelse", "Mellemkommunalt"]
)
with cases:
    ui.table(view.categories, key="slags")
    ui.table(ui.without(ui.largest(view.over), *ONLY_IN_EXCEL), key="over-graensen", title=False, height=420)
with top:
    ui.table(ui.without(view.top, *ONLY_IN_EXCEL), key="dyreste", title=False, height=420)
with refund:
    ui.table(view.kinds, key="refusion-slags")
    ui.table(view.quarters, key="anmodninger")
    ui.table(view.limits, key="graenser")
    ui.table(view.shares, key="andele")
    ui.refund_forms(reader, moment)
with final:
    ui.table(ui.without(ui.largest(view.final), *ONLY_IN_EXCEL), key="endelig", title=False, height=420)
with others:
    ui.table(view.by_municipality, key="kommuner")
    ui.table(view.between, key="mellemkommunalt")

ui.closing(view, "Dyre sager og refusion", moment, view.notes)
