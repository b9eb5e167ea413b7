"""What Streamlit starts: who is reading, and which pages are theirs. Nothing else."""

import streamlit as st

from cockpit import ui

st.set_page_config(page_title="Styringscockpit", page_icon=str(ui.ICON), layout="wide", initial_sidebar_state=220)
with ui.boundary():
    reader = ui.sign_in()
    page = ui.navigate(reader)
    ui.sidebar_notice()
    ui.show_message()
    page.run()
