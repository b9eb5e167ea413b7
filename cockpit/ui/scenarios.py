"""Scenarier on the screen: one scenario in its parts, and the form in which a scenario is built change by change."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from cockpit import charts, usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.scenario import Change
from cockpit.ui.boundary import show_error
from cockpit.ui.drawing import chart
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.ui.shell import leave_message, main_button
from cockpit.ui.tables import plain, table
from cockpit.views import ScenariosView
from cockpit.views.scenarios import EVERYTHING, ScenarioPart, described

_DRAFT, _NEW = "scenarie-kladde", "Nyt scenarie"
_ALL = "alle områder"
KINDS: dict[str, str] = {
    "inflow": "Tilgang",
    "price": "Prisindeks",
    "tariff": "En leverandørs takst",
    "grants": "Navngivne indsatser slutter eller ændres",
    "move": "Borgere flyttes til en anden indsats",
    "plan": "En handleplan",
}


def scenario_parts(view: ScenariosView) -> None:
    """One of the kept scenarios: from the forecast to the scenario, per change and per area."""
    if not view.parts:
        return
    parts = {part.label: part for part in view.parts}
    chosen = st.selectbox("Se ét scenarie", list(parts), key="scenarie-set", filter_mode="contains")
    part = parts[str(chosen)]
    if part.scenario.note:
        st.caption(plain(part.scenario.note))
    for warning in part.warnings:
        st.warning(warning, icon=":material/warning:")
    left, right = st.columns(2)
    with left:
        table(part.changes, key="scenarie-aendringer")
    with right:
        table(part.areas, key="scenarie-omraader")
    chart(charts.bars, part.bars, key="scenarie-soejler", height=80 + 50 * part.bars.frame.height)


def build_scenario(reader: Reader, moment: Moment, view: ScenariosView) -> None:
    """Choose a scenario or a new one, lay changes to it, keep it or take it away."""
    names = [_NEW, *(part.label for part in view.parts)]
    chosen = str(st.selectbox("Scenarie", names, key="scenarie-valgt", filter_mode="contains"))
    now = next((part for part in view.parts if part.label == chosen), None)
    draft = _draft(chosen, now.scenario.changes if now else ())
    _add(moment, view, draft)
    for number, change in enumerate(draft):
        words, button = st.columns([6, 1])
        words.markdown(f"{number + 1}. {described(change)}")
        if button.button("Fjern", key=f"scenarie-fjern-{number}"):
            del draft[number]
            st.rerun()
    with st.form(f"scenarie-gem-{chosen}", border=False):
        name = st.text_input("Navn", "" if now is None else now.name, key=f"scenarie-navn-{chosen}", max_chars=80)
        area = _of_area(chosen, view, now)
        note = st.text_input(
            "Bemærkning", now.scenario.note if now else "", key=f"scenarie-note-{chosen}", max_chars=500
        )
        if st.form_submit_button("Gem scenariet", type=main_button(), key="scenarie-gem"):
            same = now is not None and (now.name, now.scenario.area) == (name.strip(), area)
            seen = now.number if now and same else 0
            _tried(lambda: _save(reader, (name, area), draft, note, seen), f"Scenariet «{name.strip()}» er gemt.")
    if now and st.button("Slet scenariet", key="scenarie-slet"):
        gone = (now.name, now.scenario.area)
        _tried(lambda: usecases.remove_scenario(reader.cockpit, reader.scope, *gone), f"«{chosen}» er slettet.")


def _of_area(chosen: str, view: ScenariosView, now: ScenarioPart | None) -> str:
    """The area that the scenario is of; a reader with bounds chooses among own ones."""
    options = [*([""] if view.choices.whole else []), *view.choices.areas]
    kept = now.scenario.area if now else options[0] if options else ""
    picked = st.selectbox(
        "Gælder",
        options,
        index=options.index(kept) if kept in options else None,
        format_func=lambda area: area or EVERYTHING,
        key=f"scenarie-gaelder-{chosen}",
        help="Et scenarie for et politikområde regnes inden for det, og områdets ledere kan se det.",
    )
    return picked or ""


def _draft(chosen: str, changes: tuple[Change, ...]) -> list[Change]:
    """The changes being built; begun again where another scenario is chosen."""
    kept = st.session_state.get(_DRAFT)
    if kept is None or kept[0] != chosen:
        kept = st.session_state[_DRAFT] = (chosen, list(changes))
    draft: list[Change] = kept[1]
    return draft


def _add(moment: Moment, view: ScenariosView, draft: list[Change]) -> None:
    kind = str(st.selectbox("Ændring", list(KINDS), format_func=lambda one: KINDS[one], key="scenarie-slags"))
    with st.form(f"scenarie-aendring-{kind}", border=False):
        fields = _FIELDS[kind](moment, view)
        if st.form_submit_button("Læg ændringen til", key="scenarie-laeg-til"):
            try:
                draft.append(usecases.parse_change(kind=kind, **fields))
            except CockpitError as error:
                show_error(error)


def _pct(kind: str, value: float, label: str = "Ændring i pct.") -> float:
    return float(st.number_input(label, -100.0, 1000.0, value, 1.0, format="%g", key=f"scenarie-pct-{kind}"))


def _starts(kind: str, moment: Moment) -> dt.date | None:
    first = moment.as_of.replace(day=1) + dt.timedelta(days=32)
    day = st.date_input("Fra og med", first.replace(day=1), format="DD-MM-YYYY", key=f"scenarie-fra-{kind}")
    return day if isinstance(day, dt.date) else None


def _area(kind: str, view: ScenariosView) -> str:
    chosen = st.selectbox("Politikområde", [_ALL, *view.choices.areas], key=f"scenarie-omraade-{kind}")
    return "" if chosen in (None, _ALL) else str(chosen)


def _one(label: str, options: tuple[str, ...], key: str) -> str:
    chosen = st.selectbox(label, options, index=None, placeholder="Vælg", key=f"scenarie-{key}", filter_mode="contains")
    return "" if chosen is None else str(chosen)


def _inflow(_: Moment, view: ScenariosView) -> dict[str, Any]:
    return {"pct": _pct("inflow", 10.0), "area": _area("inflow", view)}


def _price(moment: Moment, view: ScenariosView) -> dict[str, Any]:
    return {"pct": _pct("price", 2.0), "starts": _starts("price", moment), "area": _area("price", view)}


def _tariff(moment: Moment, view: ScenariosView) -> dict[str, Any]:
    provider = _one("Leverandør", view.choices.providers, "leverandoer")
    return {"provider": provider, "pct": _pct("tariff", 3.0), "starts": _starts("tariff", moment)}


def _grants(moment: Moment, view: ScenariosView) -> dict[str, Any]:
    told = dict(view.choices.grants)
    names = st.multiselect(
        "Indsatser, dyreste først",
        list(told),
        format_func=lambda one: told[one],
        key="scenarie-indsatser",
        placeholder="Vælg, eller skriv paragraf, leverandør eller bevillings-id",
    )
    pct = _pct("grants", -100.0, "Ændring i pct. (-100 = slutter)")
    return {"grant_ids": tuple(names), "pct": pct, "starts": _starts("grants", moment)}


def _move(moment: Moment, view: ScenariosView) -> dict[str, Any]:
    return {
        "citizens": int(st.number_input("Antal borgere", 1, 1000, 1, key="scenarie-antal")),
        "from_paragraph": _one("Fra paragraf", view.choices.paragraphs, "fra-paragraf"),
        "to_paragraph": _one("Til paragraf", view.choices.paragraphs, "til-paragraf"),
        "starts": _starts("move", moment),
    }


def _plan(_: Moment, view: ScenariosView) -> dict[str, Any]:
    titles = dict(view.choices.plans)
    chosen = st.selectbox(
        "Handleplan", list(titles), index=None, placeholder="Vælg", key="scenarie-plan",
        format_func=lambda one: f"{one} {titles[one]}",
    )  # fmt: skip
    return {"plan_id": "" if chosen is None else str(chosen)}


_FIELDS: dict[str, Callable[[Moment, ScenariosView], dict[str, Any]]] = {
    "inflow": _inflow, "price": _price, "tariff": _tariff, "grants": _grants, "move": _move, "plan": _plan,
}  # fmt: skip


def _save(reader: Reader, named: tuple[str, str], draft: list[Change], note: str, seen: int) -> None:
    name, area = named
    scenario = usecases.parse_scenario(name, draft, note, area)
    taken = {(one.name, one.area) for one, _ in usecases.saved_scenarios(reader.cockpit, reader.scope)}
    known = (scenario.name, area) in taken
    usecases.save_scenario(reader.cockpit, reader.scope, scenario, seen=seen if known else None)


def _tried(act: Callable[[], object], done: str) -> None:
    try:
        act()
    except CockpitError as error:
        show_error(error)
        return
    st.session_state.pop(_DRAFT, None)
    leave_message(done)
    st.rerun()
