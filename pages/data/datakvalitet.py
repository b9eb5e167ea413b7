"""Datakvalitet: what is not registered as it should be, what it weighs, how it develops, and the list to send back."""

import streamlit as st

from cockpit import charts, ui

reader = ui.guard(__file__)
moment = ui.heading("Datakvalitet", reader)
view = ui.health(reader, moment)

st.markdown(f"**{view.headline}**")
ui.table(view.summary, key="regler", title=False)

rule = ui.choose_rule(view)
st.header(view.lists[rule].title, anchor=False)
st.caption(ui.what_to_do(rule))
ui.chart(charts.lines, view.trends[rule], key="udvikling", height=220)
ui.health_list(reader, moment, view, rule)

ui.closing(view, "Datakvalitet", moment, ())
