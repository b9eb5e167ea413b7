"""What Streamlit starts: who is reading, and which pages are theirs. Nothing else."""

import streamlit as st

from cockpit import ui

st.set_page_config(page_title="Styringscockpit", page_icon=str(ui.ICON), layout="wide")
with ui.boundary():
    reader = ui.sign_in()
    page = ui.navigate(reader)
    ui.banner(reader)
    page.run()
    ui.sidebar_notice()
