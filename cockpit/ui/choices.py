"""What a reader can choose on *Paragraffer*, kept in the address."""

from typing import get_args

import streamlit as st

from cockpit.ui.figures import paragraphs
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.views.price_volume import ComparedWith

_ALL = "Alle paragraffer"
_COMPARED: dict[ComparedWith, str] = {"budget": "Budgettet", "last_year": "Sidste år"}


def choose_paragraph(reader: Reader, moment: Moment) -> tuple[str | None, ComparedWith]:
    """The paragraph of the charts (None: all together), and what the year is compared with."""
    options = paragraphs(reader, moment).options
    labels = {_ALL: None} | {option.label: option.paragraph for option in options}
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    label = left.selectbox("Paragraf", labels, key="paragraf-valg", bind="query-params", filter_mode="contains")
    compared = right.segmented_control(
        "Sammenlign med",
        get_args(ComparedWith),
        default="budget",
        format_func=lambda name: _COMPARED[name],
        key="sammenlign",
        bind="query-params",
        required=True,
    )
    return labels.get(label or _ALL), compared or "budget"
