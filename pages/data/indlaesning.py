"""Indlæsning: files in, a receipt for each, a yes, and the updated forecast."""

import streamlit as st

from cockpit import ui

reader = ui.guard(__file__)
ui.title("Indlæsning", reader)

laid, dated = st.columns([3, 1])
files = laid.file_uploader(
    "Læg månedens udtræk her – træk gerne alle filer ind på én gang (Excel, CSV eller zip)",
    type=["xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "zip"],
    accept_multiple_files=True,
    key=ui.uploader_key(),
)
as_of = dated.date_input(
    "Gælder pr. (kun hvis filen ikke selv siger det)", value=None, format="DD-MM-YYYY", key="gaelder-pr"
)

if not files:
    ui.upload_help()
    st.stop()

parcel = ui.parcel(reader, files, as_of)
ui.control_totals(parcel)
view = ui.receipts_of(parcel)
ui.map_unknown(reader, parcel)
ui.classify_codes(reader, parcel)
ui.approve(reader, parcel, view)
