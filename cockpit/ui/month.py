"""Måneden on the screen: where it stands, moving it, and the exports that it rests on. The checklist: `month_steps`."""

import datetime as dt
from functools import partial

import streamlit as st

from cockpit import usecases
from cockpit.contracts.errors import CockpitError
from cockpit.contracts.month import MONTH_STATE_SAID, MONTH_STATE_TITLE, MonthState
from cockpit.ui.boundary import show_error
from cockpit.ui.downloads import excel, file_name
from cockpit.ui.figures import kept
from cockpit.ui.month_steps import month_tasks
from cockpit.ui.session import Reader
from cockpit.ui.shell import footer, leave_message, main_button, title
from cockpit.ui.tables import table, text_table
from cockpit.views import MonthView
from cockpit.views.month_steps import Stage, month_name

__all__ = [
    "month_course",
    "month_exports",
    "month_heading",
    "month_locked",
    "month_moves",
    "month_tasks",
    "month_track",
]


def month_heading(reader: Reader) -> MonthView:
    """The title with the choice of month beside it, and the month chosen."""
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    with left:
        title("Måneden", reader)
    names = usecases.periods(reader.cockpit)
    labels = {month_name(name): name for name in names}
    current = names.index(usecases.current_period(reader.cockpit))
    chosen = right.selectbox(
        "Måned", labels, index=current, placeholder="Vælg", key="maaned", bind="query-params", filter_mode=None
    )
    name = labels.get(chosen or "", names[current])
    today = dt.date.today()  # noqa: DTZ011 - a due day is the municipality's own
    return kept(reader, usecases.month, name, today)


def _badge(stage: Stage) -> str:
    if stage.current:
        return f":blue-badge[:material/arrow_right: {stage.title}]"
    return f":green-badge[:material/check: {stage.title}]" if stage.reached else f":gray-badge[{stage.title}]"


def month_track(view: MonthView) -> None:
    """The states on the way from open to locked: behind us, where we are, ahead."""
    st.markdown(" ".join(map(_badge, view.stages)))


def month_locked(view: MonthView) -> None:
    """Of a locked month the figures as they were, beside those of today."""
    if view.locked is not None:
        table(view.locked, key="laast")


def _listed(stage: Stage) -> str:
    return "\n".join(f"- {one.text}" for one in stage.obstacles)


def month_moves(reader: Reader, view: MonthView) -> None:
    """What is in the way of the next step, the step itself, and the way back."""
    if view.following is None:
        st.success(
            "Måneden er låst. Tallene ligger fast, og senere forventninger sammenlignes med dem.",
            icon=":material/lock:",
        )
    else:
        _forward(reader, view, view.following)
    later = [stage for stage in view.stages if stage.obstacles and stage is not view.following]
    if later:
        with st.expander("Det, der står i vejen for de senere trin", icon=":material/more_time:"):
            st.markdown("\n".join(f"**{stage.title}**\n{_listed(stage)}\n" for stage in later))
    _back(reader, view)


def month_course(view: MonthView) -> None:
    """Who moved the month, when, why, and what was passed over; over the page's width, for it holds sentences."""
    if view.history.frame.height:
        with st.expander(view.history.title, icon=":material/history:"):
            text_table(view.history, title=False)


def _forward(reader: Reader, view: MonthView, stage: Stage) -> None:
    if stage.obstacles:
        st.warning(_listed(stage), icon=":material/front_hand:", title=f"Står i vejen for «{stage.title}»")
    else:
        st.success(f"Intet står i vejen for «{stage.title}».", icon=":material/check_circle:")
    if any(one.absolute for one in stage.obstacles):
        st.page_link("pages/data/indlaesning.py", label="Indlæs månedens udtræk", icon=":material/upload_file:")
        return
    locks = stage.state is MonthState.LOCKED
    with st.form("maaned-frem", border=True):
        reason = ""
        if stage.obstacles:
            reason = st.text_input("Begrundelse for at gå videre alligevel", key="maaned-begrundelse", max_chars=300)
        if locks:
            st.caption("Når måneden låses, gemmes alle dens tal, som de er nu. Senere indlæsninger flytter dem ikke.")
        label = "Lås måneden" if locks else f"Flyt til «{stage.title}»"
        if st.form_submit_button(label, type=main_button(), key="maaned-flyt"):
            _move(reader, view, stage.state, reason)


def _back(reader: Reader, view: MonthView) -> None:
    if not view.earlier:
        return
    locked = view.following is None
    with (
        st.expander("Lås op" if locked else "Flyt tilbage", icon=":material/undo:"),
        st.form("maaned-tilbage", border=False),
    ):
        to = st.selectbox(
            "Til",
            view.earlier[::-1],
            format_func=lambda state: MONTH_STATE_TITLE[state],
            key=f"maaned-til-{view.close.state}",
            filter_mode=None,
        )
        reason = st.text_input("Begrundelse", key="maaned-hvorfor", max_chars=300)
        if locked:
            st.caption("De låste tal bliver gemt som denne version; næste låsning laver en ny.")
        if st.form_submit_button("Lås op" if locked else "Flyt tilbage", key="maaned-flyt-tilbage"):
            _move(reader, view, to, reason)


def _move(reader: Reader, view: MonthView, to: MonthState, reason: str) -> None:
    try:
        with st.spinner("Gemmer månedens tal …" if to is MonthState.LOCKED else "Flytter måneden …"):
            close = usecases.move(reader.cockpit, reader.scope, view.period, to, reason, view.seen)
    except CockpitError as error:
        show_error(error)
        return
    unlocked = f"er låst op og står på «{MONTH_STATE_TITLE[close.state]}»"
    leave_message(f"{view.title} {MONTH_STATE_SAID[close.state] if view.following else unlocked}.")
    st.rerun()


def month_exports(view: MonthView) -> None:
    """Which exports are here, what is not classified, everything as a workbook, and the stamp."""
    table(view.exports, key="udtraek", title=False)
    st.page_link("pages/data/indlaesning.py", label="Indlæs udtræk", icon=":material/upload_file:")
    if view.unclassified.frame.height:
        table(view.unclassified, key="uklassificeret")
    else:
        st.caption(f"{view.unclassified.title}: {view.unclassified.note}")
    excel("Hent som Excel", partial(usecases.download, view, "Måneden"), file_name("maaneden", view.period), key="hent")
    footer(view.context)
