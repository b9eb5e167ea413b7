"""Historik: who imported what and when, each receipt again, and how an import is taken back."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
ui.title("Historik", reader)

records, view = ui.history(reader)
st.markdown(f"**{view.headline}**")
st.caption(
    "En indlæsning slettes aldrig. Fortrydes den, regnes alle tal, som om den ikke fandtes, og både indlæsning og "
    "fortrydelse bliver stående her med navn, tidspunkt og begrundelse."
)
if records:
    ui.imports_table(records, view)
    ui.course(reader)
    ui.undo(reader, view)
else:
    st.info("Der er ikke indlæst noget endnu.", icon=":material/inbox:")
ui.stamp_line(reader)
