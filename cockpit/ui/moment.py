"""Which close of which month, and which budget year: chosen once, kept in the address, the same on every page."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from cockpit import usecases
from cockpit.contracts import danish
from cockpit.contracts.scope import Role
from cockpit.ui.address import lost, tell_lost
from cockpit.ui.session import Reader
from cockpit.ui.shell import title


@dataclass(frozen=True, slots=True)
class Moment:
    """The close of a month and the budget year that is looked at."""

    as_of: dt.date
    year: int

    @property
    def next_month(self) -> int:
        """The first month of the year that is not closed; December where all are."""
        return usecases.first_open(self.as_of, self.year)

    @property
    def text(self) -> str:
        """`2026-03-31`, for file names."""
        return self.as_of.isoformat()


def heading(text: str, reader: Reader) -> Moment:
    """The page's title with the choice of month beside it; ends the page with a way on where there are no data."""
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    with left:
        title(text, reader)
    days = usecases.moments(reader.cockpit)
    if not days:
        _empty(reader)
    first = usecases.closes(reader.cockpit)[0]
    titles = lost({"ultimo": ("Opgjort ultimo", list(map(danish.date, days)))})
    with right:
        moment = _choose(days, first)
    tell_lost("ultimo", titles, moment)
    return moment


def _choose(days: tuple[dt.date, ...], first: dt.date) -> Moment:
    """`first`: the newest close, where nothing is chosen."""
    labels = {danish.date(day): day for day in days}
    chosen = st.selectbox(
        "Opgjort ultimo",
        labels,
        index=days.index(first),
        placeholder="Vælg",
        key="ultimo",
        bind="query-params",
        filter_mode=None,
        help="Månedslukning: det, der var kendt da, uanset hvad der er indlæst siden.",
    )
    as_of = labels.get(chosen or "", first)
    return Moment(as_of, as_of.year)


def _empty(reader: Reader) -> None:
    st.info(
        "Der er ingen data endnu. Et forventet regnskab kræver en kontoplan, et budget, posteringer og indsatser.",
        icon=":material/inbox:",
    )
    if reader.scope.role is Role.CONTROLLER:
        st.page_link("pages/data/indlaesning.py", label="Indlæs de første filer", icon=":material/upload_file:")
    else:
        st.caption("Økonomi indlæser dem under Data.")
    st.stop()
