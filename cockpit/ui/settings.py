"""Data -> Indstillinger: one form for all of the municipality's choices, and who changed what."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.settings import SettingKind
from cockpit.ui.boundary import show_error
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.tables import table
from cockpit.views.settings import Field, SettingsView

_PLAIN = (SettingKind.TEXT, SettingKind.CHOICE)
"""Kinds whose field shows by itself what may stand there."""
_SEEN, _SAVE = "indstillinger-set", "indstillinger-gem"
"""The version whose values the form showed when the person pressed the button, though another saved meanwhile."""


def settings(reader: Reader) -> SettingsView:
    """Every setting, and every change."""
    return usecases.settings(reader.cockpit, reader.scope)


def edit_settings(reader: Reader, view: SettingsView) -> None:
    """The form."""
    if not st.session_state.get(_SAVE):
        st.session_state[_SEEN] = view.version
    seen = st.session_state[_SEEN]
    with st.form("indstillinger", border=False):
        texts = {}
        for group, fields in view.groups.items():
            st.header(group, anchor=False)
            for field in fields:
                texts[field.spec.name] = _ask(field, f"indstilling-{field.spec.name}-{seen}")
        reason = st.text_input("Hvorfor ændres det?", key=f"indstilling-hvorfor-{seen}", max_chars=300)
        if st.form_submit_button("Gem indstillingerne", type=main_button(), key=_SAVE):
            _save(reader, texts, reason, seen)


def _ask(field: Field, key: str) -> str:
    told, answer = st.columns([3, 2], vertical_alignment="center")
    spec = field.spec
    limits = f" *Kan være {field.allowed}*" if spec.kind not in _PLAIN else ""
    told.markdown(f"**{field.label}**  \n:small[{spec.help}{limits}]")
    with answer:
        if spec.kind is SettingKind.CHOICE:
            titles = list(spec.choices.values())
            return st.selectbox(
                field.label, titles, index=titles.index(field.value), key=key, label_visibility="collapsed"
            )
        return st.text_input(field.label, field.value, key=key, label_visibility="collapsed")


def _save(reader: Reader, texts: dict[str, str], reason: str, seen: int) -> None:
    try:
        saved = usecases.change_settings(reader.cockpit, reader.scope, texts, reason, seen)
    except CockpitError as error:
        show_error(error)
        return
    if reader.cockpit.store.snapshot():
        usecases.start_worker(reader.cockpit)
    leave_message(f"Gemt som version {saved.version}. Alle tal har fået nyt stempel og regnes igen.")
    st.rerun()


def settings_history(view: SettingsView) -> None:
    """Every change: who, when, from what, to what, and why."""
    st.header(view.history.title, anchor=False)
    if view.history.frame.is_empty():
        st.caption("Ingen har ændret en indstilling endnu.")
        return
    table(view.history, key="indstillinger-historik", title=False)
