"""Om tallene: what every figure means, how it is computed, and where it comes from."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
ui.title("Om tallene", reader)

terms, handbook, examples, sources, dictionary = st.tabs(
    ["Ord og led", "Sådan regnes der", "Regneeksempler", "Lovens tal", "Dataordbog"]
)
with terms:
    st.markdown(
        "**Forventet regnskab** = bogført + leveret, ikke bogført + disponeret + afgang + kendte på vej ind + "
        "ventet tilgang + øvrige konti + refusion + skøn. Det passer til øren i hver linje og på hvert niveau."
    )
    for table in (ui.about.components(), ui.about.figures(), ui.about.levels()):
        ui.text_table(table)
with handbook:
    st.markdown(ui.about.handbook())
with examples:
    ui.worked_examples()
with sources:
    ui.table(ui.about.law_values(), key="lov")
with dictionary:
    for contract in ui.about.dictionaries():
        with st.expander(contract.title):
            ui.text_table(contract)

ui.stamp_line(reader)
