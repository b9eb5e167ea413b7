"""The way down from the whole to the single grant, kept in the address so that a view can be sent to a colleague."""

import streamlit as st

from cockpit.views import DrillPath, FollowupView, Option
from cockpit.views.levels import level_title

_PARAMETERS = {"area": "omraade", "paragraph": "paragraf", "provider": "leverandoer"}


def current_path() -> DrillPath:
    """The path that the address names."""
    found = {level: st.query_params.get(name) for level, name in _PARAMETERS.items()}
    return DrillPath(**found)


def go_to(path: DrillPath) -> None:
    """Write the path into the address and show the page there."""
    chosen = dict(path.chosen)
    for level, name in _PARAMETERS.items():
        if level in chosen:
            st.query_params[name] = chosen[level]
        elif name in st.query_params:
            del st.query_params[name]
    st.rerun()


def breadcrumbs(view: FollowupView) -> None:
    """The steps that lead back; the last is where the reader stands."""
    *behind, here = view.crumbs
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for number, crumb in enumerate(behind):
            if st.button(crumb.label, key=f"sti-{number}", type="tertiary", icon=":material/chevron_left:"):
                go_to(crumb.path)
        st.markdown(f"**{here.label}**")


def open_row(view: FollowupView) -> None:
    """Choose a row by name and go one level down: the way that also works from the keyboard."""
    if not view.options:
        return
    chosen: Option | None = st.selectbox(
        f"Åbn {level_title(view.path.level).lower()}",
        view.options,
        index=None,
        format_func=lambda option: option.label,
        placeholder="Vælg, eller klik på en række i tabellen",
        key=f"aabn-{view.path}",
        filter_mode="contains",
    )
    if chosen is not None:
        go_to(chosen.path)


def open_clicked(view: FollowupView, position: int | None) -> None:
    """Go down to the row that was clicked in the table."""
    if position is None or not view.options:
        return
    key = view.table.frame["key"][position]
    for option in view.options:
        if option.key == key:
            go_to(option.path)
