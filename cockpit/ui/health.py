"""Datakvalitet on the screen: the team and the rule that are looked at, and the list that goes back."""

from functools import partial

import streamlit as st

from cockpit import usecases
from cockpit.ui.downloads import excel, file_name
from cockpit.ui.figures import kept
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.tables import table, without
from cockpit.views import HealthView
from cockpit.views.health import RULES, team_title

_HIDDEN = ("to_do", "grant_id", "team", "months")
"""What the page says or is filtered by above the list, and what only the workbook needs."""


def health(reader: Reader, moment: Moment) -> HealthView:
    """The health at a close, of all teams or of the one chosen."""
    whole = kept(reader, usecases.health, moment.as_of, None)
    labels = {team_title(team): team for team in (None, *whole.teams)}
    chosen = st.selectbox(
        "Team", labels, key="team", placeholder="Vælg", bind="query-params", filter_mode="contains", width=360
    )
    team = labels.get(chosen or "")
    return whole if team is None else kept(reader, usecases.health, moment.as_of, team)


def choose_rule(view: HealthView) -> str:
    """The rule whose list is shown: the first that has lines unless another is chosen."""
    counted = dict(view.summary.frame.select("rule", "count").iter_rows())
    labels = {RULES[rule].title: rule for rule in RULES}
    first = next((place for place, rule in enumerate(labels.values()) if counted[rule]), 0)
    chosen = st.selectbox(
        "Regel", labels, index=first, key="regel", placeholder="Vælg", bind="query-params", filter_mode=None, width=360
    )
    return labels.get(chosen or "", next(iter(RULES)))


def what_to_do(rule: str) -> str:
    """What a caseworker is asked to do about the rule's lines."""
    return RULES[rule].to_do


def health_list(reader: Reader, moment: Moment, view: HealthView, rule: str) -> None:
    """The rule's lines, and the same as a workbook to send."""
    shown = view.lists[rule]
    if shown.frame.is_empty():
        st.success("Der er ingen linjer for denne regel.", icon=":material/check_circle:")
        return
    table(without(shown, *_HIDDEN), key="liste", title=False, height=360)
    excel(
        "Hent listen til sagsbehandlerne",
        partial(usecases.health_list, reader.cockpit, reader.scope, rule, moment.as_of, view.team),
        file_name(shown.title, team_title(view.team), moment.text),
        key="hent-liste",
    )
