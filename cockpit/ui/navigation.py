"""Which pages there are, whose they are, and the guard that every page begins with."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from cockpit.contracts.scope import ROLE_TITLE, Role
from cockpit.ui.menu import PAGES, PageSpec
from cockpit.ui.session import Reader, current_reader


def pages_of(role: Role) -> tuple[PageSpec, ...]:
    """The pages that a role may open, in the menu's order."""
    return tuple(spec for spec in PAGES if role in spec.roles)


def navigate(reader: Reader) -> Page:
    """Register the reader's pages and return the one asked for.

    The address of a page that belongs to another role answers with a refusal instead of Streamlit's own *Page not
    found*, and the page's script is not registered at all.
    """
    role = reader.scope.role
    menu: dict[str, list[Page]] = {"": [_start(pages_of(role)[0])]}
    for spec in PAGES:
        menu.setdefault(spec.section, []).append(_page(spec) if role in spec.roles else _refused(spec, role))
    return st.navigation(menu, expanded=True)


def _page(spec: PageSpec) -> Page:
    return st.Page(spec.path, title=spec.title, icon=spec.icon, url_path=spec.address, help=spec.help)


def _refused(spec: PageSpec, role: Role) -> Page:
    def refuse() -> None:
        _refuse(spec, role)

    return st.Page(refuse, title=spec.title, url_path=spec.address, visibility="hidden")


def _start(first: PageSpec) -> Page:
    """The root address: it leads to the role's first page, so that every page keeps one address for all roles."""

    def start() -> None:
        st.switch_page(first.path)

    return st.Page(start, title="Styringscockpit", url_path="start", default=True, visibility="hidden")


def _refuse(spec: PageSpec, role: Role) -> None:
    st.title(spec.title)
    st.error(
        f"Siden *{spec.title}* hører ikke til rollen {ROLE_TITLE[role]}. Vælg en side i menuen til venstre, "
        "eller bed administratoren om en anden rolle.",
        icon=":material/lock:",
    )


def guard(script: str) -> Reader:
    """The reader, where this page is theirs; otherwise a Danish refusal and nothing more of the page.

    Called with `__file__` as the first thing in every page: the menu decides what is offered, the guard what is
    opened, and the store's scope what is read.
    """
    spec = _spec_of(script)
    reader = current_reader()
    if reader is None:
        st.error("Siden kan kun åbnes gennem styringscockpittets forside.", icon=":material/lock:")
        st.stop()
    if reader.scope.role not in spec.roles:
        _refuse(spec, reader.scope.role)
        st.stop()
    return reader


def _spec_of(script: str) -> PageSpec:
    posix = Path(script).as_posix()
    return next(spec for spec in PAGES if posix.endswith(spec.path))
