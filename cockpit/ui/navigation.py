"""Which pages there are, whose they are, and the guard that every page begins with."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from cockpit.contracts.scope import ROLE_TITLE, Role
from cockpit.ui.session import Reader, current_reader

_FINANCE = frozenset({Role.CONTROLLER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: its script, its place in the menu, and the roles that may open it."""

    path: str
    title: str
    icon: str
    section: str
    roles: frozenset[Role]
    help: str

    @property
    def address(self) -> str:
        """The page's address, the same for every role."""
        return Path(self.path).stem


PAGES = (
    PageSpec(
        "pages/overview/overblik.py",
        "Overblik",
        ":material/dashboard:",
        "Overblik",
        _FINANCE | {Role.POLITICIAN},
        "Hele året på én skærm: forventet regnskab, afvigelse og hvad der har flyttet sig.",
    ),
    PageSpec(
        "pages/finance/budgetopfoelgning.py",
        "Budgetopfølgning",
        ":material/account_balance:",
        "Økonomi",
        _FINANCE,
        "Alle led i forventet regnskab, fra politikområde til den enkelte indsats.",
    ),
    PageSpec(
        "pages/finance/paragraffer.py",
        "Paragraffer",
        ":material/gavel:",
        "Økonomi",
        _FINANCE,
        "Forbrug, helårspersoner og enhedspris pr. paragraf, og hvad der er pris og mængde.",
    ),
    PageSpec(
        "pages/practice/indsatser.py",
        "Indsatser",
        ":material/diversity_3:",
        "Socialfagligt",
        _FINANCE | {Role.CASEWORKER},
        "Hvor mange er i hvilken indsats, og hvor mange kommer og går.",
    ),
    PageSpec(
        "pages/data/indlaesning.py",
        "Indlæsning",
        ":material/upload_file:",
        "Data",
        frozenset({Role.CONTROLLER}),
        "Indlæs månedens udtræk, se kvitteringen, og godkend.",
    ),
    PageSpec(
        "pages/data/historik.py",
        "Historik",
        ":material/history:",
        "Data",
        frozenset({Role.CONTROLLER, Role.ADMIN}),
        "Hvem indlæste hvad hvornår, og hvad blev fortrudt.",
    ),
    PageSpec(
        "pages/about/om.py",
        "Om tallene",
        ":material/menu_book:",
        "Om",
        frozenset(Role) - {Role.ENGINE},
        "Hvad hvert tal betyder, hvordan det er regnet, og hvor det kommer fra.",
    ),
)


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
