"""What a reader can choose on *Paragraffer*, kept in the address."""

import streamlit as st

from cockpit.ui.figures import paragraphs
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader

_ALL = "Alle paragraffer"


def choose_paragraph(reader: Reader, moment: Moment) -> str | None:
    """The paragraph of the charts; None: all together."""
    options = paragraphs(reader, moment).options
    labels = {_ALL: None} | {option.label: option.paragraph for option in options}
    label = st.selectbox(
        "Paragraf", labels, key="valgt", placeholder="Vælg", bind="query-params", filter_mode="contains", width=480
    )
    return labels.get(label or _ALL)
