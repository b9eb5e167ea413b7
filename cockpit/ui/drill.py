"""What the follow-up looks at, kept in the address so that a view can be sent to a colleague."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from cockpit import usecases
from cockpit.contracts.forecast_table import NOT_ALLOCATED
from cockpit.ui.address import lost, tell_lost
from cockpit.ui.figures import filter_options, kept
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.tables import table
from cockpit.views import FollowupView, Option, Selection
from cockpit.views.followup_tables import PRESETS, REPORTING, REST_KEY, STANDARD
from cockpit.views.levels import level_title
from cockpit.views.selection import GRANT, LEVELS_SHOWN

PARAMETERS = {
    "frame": "ramme",
    "block": "blok",
    "committee": "udvalg",
    "area": "omraade",
    "authority": "side",
    "steering": "styring",
    "function": "funktion",
    "team": "team",
    "paragraph": "paragraf",
    "provider": "leverandoer",
}
"""Level -> the name of its filter in the address."""
BY, PRESET = "niveau", "visning"
_PER_ROW = 5
_PANEL = "filtre"
"""The panel of filters, whose heading counts them: without a name of its own it would be another one, and closed, after
each choice."""


def choose_selection(reader: Reader, moment: Moment) -> Selection:
    """The level of the rows, and the keys that they are cut to: by the address, by filters, by a click on a row."""
    options = filter_options(reader, moment)
    titles = (*lost({BY: ("Vis linjer pr.", tuple(map(level_title, LEVELS_SHOWN)))}), *_lost(options))
    level, filters = st.columns([1, 3], vertical_alignment="bottom")
    with filters.expander(_filters_label(options), icon=":material/filter_alt:", key=_PANEL):
        keys = _filters(options)
    _name_what_is_shown(keys)
    by = level.selectbox(
        "Vis linjer pr.",
        LEVELS_SHOWN,
        index=LEVELS_SHOWN.index("area"),
        format_func=level_title,
        key=BY,
        bind="query-params",
        filter_mode=None,
    )
    tell_lost("filtre", titles, (by, keys))
    return Selection.of(by, keys)


def _name_what_is_shown(keys: Mapping[str, str | None]) -> None:
    """A level that is cut to one key gives way to the next below: the choice of level says so as the rows do. It comes
    after the filters, and before the choice is made a widget."""
    levels = {level_title(level): level for level in LEVELS_SHOWN}
    asked = st.session_state.get(BY) or levels.get(st.query_params.get(BY, ""), "area")
    shown = Selection.of(asked, dict(keys)).by
    if shown != asked:
        st.session_state[BY] = shown


def choose_filters(reader: Reader, moment: Moment) -> Selection:
    """The keys that the page's figures are cut to; the same ones as on Budgetopfølgning."""
    options = filter_options(reader, moment)
    titles = _lost(options)
    with st.expander(_filters_label(options), icon=":material/filter_alt:", key=_PANEL):
        keys = _filters(options)
    tell_lost("filtre", titles, keys)
    return Selection.of("area", keys)


def _lost(options: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    known = {name: (level_title(level), options.get(level, {}).values()) for level, name in PARAMETERS.items()}
    return lost(known)


def _filters_label(options: Mapping[str, Mapping[str, str]]) -> str:
    """Says how many filters are on. On the first run of a page that an address opened, only the address knows; what it
    asks for, or what was chosen in another role, may be nothing that this reader can choose."""
    active = sum(_is_on(name, options.get(level, {})) for level, name in PARAMETERS.items())
    return f"Filtre ({active} valgt)" if active else "Filtre"


def _is_on(name: str, named: Mapping[str, str]) -> bool:
    if name in st.session_state:
        return st.session_state[name] in named
    return st.query_params.get(name) in named.values()


def _filters(options: Mapping[str, Mapping[str, str]]) -> dict[str, str | None]:
    places = st.columns(_PER_ROW) + st.columns(_PER_ROW)
    return {
        level: _filter(place, level, options.get(level, {})) for place, level in zip(places, PARAMETERS, strict=True)
    }


def _filter(place: Any, level: str, named: Mapping[str, str]) -> str | None:
    chosen: str | None = place.selectbox(
        level_title(level),
        list(named),
        index=None,
        format_func=lambda key: named[key],
        placeholder="Alle",
        key=PARAMETERS[level],
        bind="query-params",
        filter_mode="contains",
        disabled=len(named) < 2,
    )
    return chosen


def choose_preset() -> str:
    """Which columns: the standard ones, every component, or one of the published ways of saying it."""
    titles = lost({PRESET: ("Visning", tuple(PRESETS.values()))})
    chosen = st.segmented_control(
        "Visning",
        PRESETS,
        default=STANDARD,
        format_func=lambda name: PRESETS[name],
        key=PRESET,
        bind="query-params",
        required=True,
        on_change=_blocks_first,
    )
    tell_lost("visning", titles, chosen)
    return chosen or STANDARD


def _blocks_first() -> None:
    """The council's own dates are followed up in blocks."""
    if st.session_state.get(PRESET) == REPORTING:
        st.session_state[BY] = "block"


def go_to(selection: Selection) -> None:
    """Set level and filters; a callback, so before the widgets are made again."""
    chosen = dict(selection.chosen)
    st.session_state[BY] = selection.by
    for level, name in PARAMETERS.items():
        st.session_state[name] = chosen.get(level)


def breadcrumbs(view: FollowupView) -> None:
    """The steps that lead back; the last is where the reader stands."""
    *behind, here = view.crumbs
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for number, crumb in enumerate(behind):
            st.button(
                crumb.label,
                key=f"sti-{number}",
                type="tertiary",
                icon=":material/chevron_left:",
                on_click=go_to,
                args=(crumb.selection,),
            )
        st.markdown(f"**{here.label}**")


def open_row(view: FollowupView) -> None:
    """Choose a row by name and go one level down: the way that also works from the keyboard."""
    if not view.options:
        return
    key = f"aabn-{view.selection}"
    st.selectbox(
        f"Åbn {level_title(view.selection.by).lower()}",
        view.options,
        index=None,
        format_func=lambda option: option.label,
        placeholder="Vælg, eller klik på en række i tabellen",
        key=key,
        filter_mode="contains",
        on_change=_open_chosen,
        args=(key,),
    )


def _open_chosen(key: str) -> None:
    chosen: Option | None = st.session_state.get(key)
    if chosen is not None:
        go_to(chosen.selection)


def open_clicked(view: FollowupView, position: int | None) -> None:
    """Go down to the row that was clicked in the table."""
    if position is None or not view.options:
        return
    key = view.table.frame["key"][position]
    for option in view.options:
        if option.key == key:
            st.session_state[_CLICKED] = option.selection
            st.rerun()


_CLICKED = "klikket"


def follow_click() -> None:
    """Go where a click on a row led; before the widgets are made, which cannot be set afterwards."""
    clicked = st.session_state.pop(_CLICKED, None)
    if isinstance(clicked, Selection):
        go_to(clicked)


def grant_recomputed(reader: Reader, moment: Moment, view: FollowupView, clicked: int | None) -> None:
    """At the level of the single grant: one of them worked out month by month, chosen by name or by a click."""
    rows = view.table.frame.head(view.table.frame.height - view.table.totals)
    named = rows.filter(~rows["key"].is_in([NOT_ALLOCATED, REST_KEY])).select("label", "key")
    grants = dict(named.iter_rows())
    if view.selection.by != GRANT or not grants:
        return
    pointed = rows["label"][clicked] if clicked is not None and clicked < rows.height else None
    chosen = st.selectbox(
        "Regn en indsats efter",
        list(grants),
        index=list(grants).index(pointed) if pointed in grants else None,
        placeholder="Vælg, eller klik på en række i tabellen",
        key=f"regn-efter-{pointed}",
        filter_mode="contains",
    )
    if chosen is None:
        return
    account = kept(reader, usecases.grant_account, grants[str(chosen)], moment.as_of, moment.year)
    st.markdown(f"**{account.headline}**")
    table(account.table, key="regn-efter-tabel", title=False)
    for note in account.notes:
        st.caption(note)
