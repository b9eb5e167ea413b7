"""Afstemning on the screen: which differences are asked for, and the form that explains them."""

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.ui.address import lost, tell_lost
from cockpit.ui.boundary import show_error
from cockpit.ui.figures import kept
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message
from cockpit.ui.tables import TWO_LINES, many_choosable, without
from cockpit.views import ReconciliationView
from cockpit.views.reconciliation_tables import KIND_TITLE
from cockpit.views.wording import plural

_ALL = "Alle"
_FILTERS = {"area": "Politikområde", "team": "Team", "provider": "Leverandør", "kind": "Slags"}
_HELP = "Sæt hak ved én eller flere linjer i tabellen, og skriv, hvad forskellen skyldes."
_NONE = "valgte"
_HIDDEN = ("granted_kr", "booked_kr", "area", "team", "user")
"""Columns that the workbook holds and that a screen has no room for; an explanation takes the paragraph's place."""
_WIDTHS = {"kind_title": 120, "provider": 150, "reason": 250, "text": 150, "state": 80}


def choose_differences(reader: Reader, moment: Moment) -> ReconciliationView:
    """The view behind the filters, which are kept in the address."""
    every = kept(reader, usecases.reconciliation, moment.as_of)
    places = st.columns([*[1] * len(_FILTERS), 1], vertical_alignment="bottom")
    labels = {name: {_ALL: "", **{_label(name, value): value for value in every.options[name]}} for name in _FILTERS}
    titles = lost({f"filter-{name}": (title, labels[name]) for name, title in _FILTERS.items()})
    chosen: dict[str, str] = {}
    for place, (name, title) in zip(places, _FILTERS.items(), strict=False):
        with place:
            label = st.selectbox(title, labels[name], key=f"filter-{name}", bind="query-params", placeholder="Vælg")
        chosen[name] = labels[name].get(label or _ALL, "")
    with places[-1]:
        only_open = st.toggle("Kun åbne", value=True, key="kun-aabne", bind="query-params")
    tell_lost("afstemning", titles, chosen)
    return kept(reader, usecases.reconciliation, moment.as_of, **chosen, only_open=only_open)


def _label(name: str, value: str) -> str:
    if name == "kind":
        return KIND_TITLE.get(value, value)
    return NOT_ALLOCATED_LABEL if value == NOT_ALLOCATED else value


def explain_differences(reader: Reader, moment: Moment, view: ReconciliationView) -> None:
    """The lines with a tick at each, and the form that explains or opens those that are ticked."""
    if view.lines.frame.is_empty():
        st.caption("Ingen linjer.")
        return
    explained = view.lines.frame["text"].null_count() < view.lines.frame.height
    rows = many_choosable(
        without(view.lines, *_HIDDEN, *(("paragraph",) if explained else ("text",))),
        key=f"forskelle-{view.lines.frame.height}-{view.lines.frame['key'][0]}",
        height=500,
        row_height=TWO_LINES,
        widths=_WIDTHS,
    )
    keys = view.lines.frame["key"].gather(rows).to_list()
    with st.form("forklar-forskelle", border=False):
        text = st.text_input("Forklaring", key="forskel-tekst", max_chars=300, help=_HELP)
        mark, back = st.columns(2)
        marked = mark.form_submit_button(
            f"Markér {len(keys) or _NONE} som forklaret", key="forskel-marker", width="stretch"
        )
        opened = back.form_submit_button(f"Åbn {len(keys) or _NONE} igen", key="forskel-aabn", width="stretch")
    if marked or opened:
        _write(reader, moment, keys, text, explain=marked)


def _write(reader: Reader, moment: Moment, keys: list[str], text: str, *, explain: bool) -> None:
    try:
        if explain:
            count = usecases.mark_reconciled(reader.cockpit, reader.scope, keys, text, moment.as_of)
        else:
            count = usecases.open_again(reader.cockpit, reader.scope, keys)
    except CockpitError as error:
        show_error(error)
        return
    leave_message(f"{plural(count, 'linje', 'linjer')} er {'forklaret' if explain else 'åbnet igen'}.")
    st.rerun()
