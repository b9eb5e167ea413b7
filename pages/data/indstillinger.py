"""Indstillinger: what the municipality has chosen once and for all, changed with a reason, and every change kept."""

import streamlit as st

from cockpit import ui
from cockpit.views import settings

reader = ui.guard(__file__)
view = ui.settings(reader)

ui.title("Indstillinger", reader)
st.caption(
    "Kommunens egne valg. Det, der ændres tit, bor ved siden af tallene: tjeklisten under Måneden, koder under Koder, "
    "lovens grænser under Dyre sager og refusion."
)
st.markdown(f"**{view.headline}**")
ui.edit_settings(reader, view)
st.caption(settings.EFFECT)

ui.settings_history(view)
ui.stamp_line(reader)
