"""Koder: what the texts of the exports mean, and the layouts that people have mapped. Seen, put right, taken away."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
ui.title("Koder", reader)

st.caption(
    "En kode knytter en tekst i et udtræk til en paragraf eller en kendt kode. Den fastlægges én gang og bruges hver "
    "måned for samme opstilling. En tekst uden kode koster aldrig en krone: den tæller under Ikke fordelt."
)
ui.kept_codes(reader)
ui.saved_profiles(reader)
st.caption(
    "Rettes en kode, kan de samme filer lægges ind igen under Indlæsning: de læses da med den nye kode og afløser de "
    "gamle rækker for samme dato."
)
ui.stamp_line(reader)
