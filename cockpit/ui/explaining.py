"""Explanations on the screen: a deviation is clicked or chosen by name, and why it is there is written below."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.figures import kept
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.tables import plain
from cockpit.views.actions import ActionsView, Ask

EVERY_CLOSE = "hver-lukning"
"""Session key: the reader has asked for the gap of closes that were not forecast yet."""


def actions(reader: Reader, moment: Moment) -> ActionsView:
    """Explanations and action plans at a close."""
    every = bool(st.session_state.get(EVERY_CLOSE))
    return kept(reader, usecases.actions, moment.as_of, moment.year, compute=every)


def explain(reader: Reader, moment: Moment, view: ActionsView, clicked: int | None) -> None:
    """The form for one deviation; last close's text stands there to be confirmed or changed. In a locked month
    the explanation of the clicked line, to be read alone."""
    if view.fixed:
        if clicked is not None and view.asks[clicked].seen:
            st.markdown(f"**{plain(view.asks[clicked].label)}:** {plain(view.asks[clicked].text)}")
        st.info(view.fixed, icon=":material/lock:")
    if view.fixed or not view.asks:
        return
    ask: Ask | None = st.selectbox(
        "Forklar",
        view.asks,
        index=clicked,
        format_func=lambda one: one.label,
        placeholder="Klik på en række, eller vælg en afvigelse",
        key=f"forklar-{clicked}",
        filter_mode="contains",
    )
    if ask is None:
        return
    with st.form(f"forklaring-{ask.area}-{ask.paragraph}", border=False):
        text = st.text_area(
            "Forklaring – forrige lukning foreslås" if ask.proposed else "Forklaring",
            value=ask.text,
            max_chars=2000,
            key=f"forklaring-tekst-{ask.area}-{ask.paragraph}",
            help="Skriv aldrig navne eller CPR-numre: forklaringen følger med i rapporterne.",
        )
        label = "Bekræft forklaringen" if ask.proposed else "Gem forklaringen"
        if st.form_submit_button(label, type=main_button(), key="forklaring-gem"):
            _save(reader, moment, ask, text)


def _save(reader: Reader, moment: Moment, ask: Ask, text: str) -> None:
    try:
        usecases.explain(
            reader.cockpit, reader.scope, ask.area, ask.paragraph, text, moment.as_of, moment.year, seen=ask.seen
        )
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"Forklaringen på {ask.label} er gemt.")
    st.rerun()
