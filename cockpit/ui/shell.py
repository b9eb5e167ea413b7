"""What stands around every page: the banner of the demo, the title, the key figures and the line with the stamp."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import streamlit as st

from cockpit.access import loopback_rule
from cockpit.contracts import danish
from cockpit.ui.session import Reader, is_demo
from cockpit.views import Context, Kpi

ICON = Path(__file__).with_name("ikon.png")
"""A file of our own: a Material icon as page icon would be fetched from a stranger's server."""

_PENDING = "besked"
_Colour = Literal["orange", "blue", "off"]
_Arrow = Literal["up", "down", "off"]
_COLOUR: dict[str, _Colour] = {"merforbrug": "orange", "mindreforbrug": "blue"}
_ARROW: dict[str, _Arrow] = {"+": "up", danish.MINUS: "down"}
"""The arrow follows the printed sign, whichever way the municipality prints it; colour and word say what it means."""


def title(text: str, reader: Reader) -> None:
    """The page's title; in the demo with the mark that never goes away."""
    demo = " :orange-badge[:material/science: Demo: alle personer og beløb er opdigtede]" if reader.cockpit.demo else ""
    st.title(text + demo, anchor=False)


def show_message() -> None:
    """The message that the last page left behind, once."""
    message = st.session_state.pop(_PENDING, "")
    if message:
        st.toast(message, icon=":material/check_circle:", duration="long")


def sidebar_notice() -> None:
    """Who may read as long as nobody signs in."""
    if not is_demo():
        st.sidebar.caption(loopback_rule())


def leave_message(message: str) -> None:
    """A message that the next page shows once."""
    st.session_state[_PENDING] = message


def kpis(figures: Sequence[Kpi], *, per_row: int = 3) -> None:
    """The key figures as cards, each deviation with its word and never by colour alone."""
    cards = st.grid(per_row, min_column_width=220)
    for figure in figures:
        word = figure.delta_word.partition(" ")[0]
        cards.metric(
            figure.label,
            figure.value_text,
            delta=figure.delta_text or None,
            delta_color=_COLOUR.get(word, "off"),
            delta_arrow=_ARROW.get(figure.delta_text[:1], "off"),
            delta_description=figure.delta_word or None,
            help=figure.help or None,
            border=True,
            height="stretch",
        )


def notes(lines: Sequence[str], title: str = "Vær opmærksom på") -> None:
    """What is weak about the figures, folded away until somebody asks."""
    if lines:
        with st.expander(f"{title} ({len(lines)})", icon=":material/info:"):
            st.markdown("\n".join(f"- {line}" for line in lines))


def main_button() -> Literal["primary", "secondary"]:
    """The type of a page's main button. Streamlit writes white on the accent colour: in the dark theme, whose accent is
    light so that links and tabs can be read on the dark page, nobody could read that."""
    return "secondary" if st.context.theme.type == "dark" else "primary"


def stamp_line(reader: Reader) -> None:
    """The figure stamp on pages that show no figures of their own."""
    st.caption(f"{reader.cockpit.settings.municipality} · stempel {reader.cockpit.store.stamp().text}")


def footer(context: Context) -> None:
    """The line under every view: municipality, date, role and figure stamp."""
    st.caption(context.line)
