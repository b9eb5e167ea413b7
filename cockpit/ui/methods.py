"""Metode pr. paragraf on the screen: the proposals, those that were approved, and the two forms."""

from collections.abc import Callable

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.ui.boundary import show_error
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.tables import table
from cockpit.views.accuracy import AccuracyView


def paragraph_methods(reader: Reader, view: AccuracyView) -> None:
    """Both tables; for the controller a proposal can be approved and an approved one dropped."""
    table(view.proposals, key="metode-forslag")
    if reader.scope.may_write and view.proposals.frame.height:
        _form(reader, "godkend", "Godkend forslaget", view.proposals.frame["paragraph"].to_list(), _approve)
    table(view.approved, key="metode-godkendt")
    mine = [row for row in view.approved.frame.iter_rows(named=True) if row["year"] == view.context.year]
    if reader.scope.may_write and mine:
        _form(reader, "drop", "Lad fremskrivningen gælde igen", [row["paragraph"] for row in mine], _drop)


def _form(
    reader: Reader, name: str, button: str, paragraphs: list[str], act: Callable[[Reader, str, str], str]
) -> None:
    with st.form(f"metode-{name}", border=False):
        choice, why = st.columns([1, 3])
        paragraph = choice.selectbox("Paragraf", paragraphs, key=f"metode-{name}-paragraf")
        reason = why.text_input("Hvorfor (står i historikken)", key=f"metode-{name}-hvorfor", max_chars=300)
        if st.form_submit_button(button, type=main_button(), key=f"metode-{name}-gem"):
            try:
                message = act(reader, str(paragraph), reason)
            except CockpitError as error:
                show_error(error)
                return
            leave_message(message)
            st.rerun()


def _approve(reader: Reader, paragraph: str, reason: str) -> str:
    choice = usecases.approve_method(reader.cockpit, reader.scope, paragraph, reason)
    name = usecases.method_title(choice.method)
    return f"{paragraph} følger nu «{name}» i {choice.year}. {usecases.effect_text(choice)}"


def _drop(reader: Reader, paragraph: str, reason: str) -> str:
    choice = usecases.drop_method(reader.cockpit, reader.scope, paragraph, reason)
    return f"{paragraph} følger igen fremskrivningens egen metode i {choice.year}."
