"""What a reader can choose to see on a page of figures."""

from collections.abc import Sequence

import streamlit as st

from cockpit import usecases
from cockpit.ui.address import lost, tell_lost
from cockpit.ui.figures import paragraphs
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.views.disposal import CommitmentsView
from cockpit.views.levels import level_title

_ALL = "Alle paragraffer"


def choose_paragraph(reader: Reader, moment: Moment) -> str | None:
    """The paragraph of the charts; None: all together."""
    options = paragraphs(reader, moment).options
    labels = {_ALL: None} | {option.label: option.paragraph for option in options}
    titles = lost({"valgt": ("Paragraf", labels)})
    label = st.selectbox(
        "Paragraf", labels, key="valgt", placeholder="Vælg", bind="query-params", filter_mode="contains", width=480
    )
    tell_lost("paragraf", titles, label)
    return labels.get(label or _ALL)


def choose_level(levels: Sequence[str]) -> str:
    """The level that a page of figures stands on, kept in the address."""
    titles = {level_title(level): level for level in levels}
    chosen = st.segmented_control("Niveau", titles, default=level_title(levels[0]), key="niveau", required=True)
    return titles[chosen or level_title(levels[0])]


def choose_commitments(view: CommitmentsView) -> str:
    """The level that the tables of Disponering stand on: area, paragraph, or kind of help."""
    titles = {table.columns[0].heading: level for level, table in view.levels.items()}
    first = next(iter(titles))
    chosen = st.segmented_control("Vis pr.", titles, default=first, key="vis-pr", required=True)
    return titles[chosen or first]


def start_test(reader: Reader) -> None:
    """Try the forecast on earlier years now, in a process of its own; for the controller alone."""
    if not reader.scope.may_write:
        st.caption("Økonomi kan starte prøven her på siden.")
    elif st.button("Prøv fremskrivningen på tidligere år nu", key="start-proeve", icon=":material/play_arrow:"):
        usecases.start_worker(reader.cockpit)
        leave_message("Prøven er sat i gang. Genindlæs siden om et par minutter, så viser den prøven.")
        st.rerun()
