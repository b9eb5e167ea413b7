"""Kontrol af trykte tabeller: a published follow-up calculated again, with every difference beside the print."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
ui.title("Kontrol af trykte tabeller", reader)

st.markdown(
    "Regn en offentliggjort opfølgning efter: afvigelser, korrektioner, overførsler og summer. "
    "Kolonner, enhed, fortegn og sumlinjer findes af tabellen selv, og hver forskel står ved siden af det trykte tal. "
    "Intet bliver gemt."
)


found = ui.printed_table(reader)
ui.calculated_tables(found)

st.caption("Tekster, der ligner CPR-numre, skjules, når filen læses. En trykt tabel rummer ellers ingen borgere.")
