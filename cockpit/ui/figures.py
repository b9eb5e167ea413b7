"""The view models of the pages, kept per figure stamp and scope: a second reader with the same rights waits for
nobody, and nobody ever gets what was made for another scope."""

import datetime as dt

import streamlit as st

from cockpit import usecases
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.usecases.ranges import errors
from cockpit.views import (
    DrillPath,
    FollowupView,
    InterventionsView,
    OverviewView,
    ParagraphsView,
    ProtectedOverviewView,
)

KEPT = 48
"""Views of one kind held at once: a handful of closes times a handful of scopes."""
_WAIT = "Henter tallene …"


def _key(reader: Reader) -> tuple[str, ...]:
    """What a figure rests on and who may see it; whether the back-test has come in the meantime decides the range."""
    cockpit = reader.cockpit
    tested = "prøvet" if errors(cockpit) is not None else "ikke prøvet"
    return str(cockpit.store.home), cockpit.store.stamp().key, tested, reader.scope.cache_key


@st.cache_data(max_entries=KEPT, show_spinner=_WAIT)
def _overview(
    key: tuple[str, ...],  # noqa: ARG001 - the cache's key
    as_of: dt.date,
    year: int,
    _reader: Reader,
) -> OverviewView | ProtectedOverviewView:
    return usecases.overview(_reader.cockpit, _reader.scope, as_of, year)


@st.cache_data(max_entries=KEPT, show_spinner=_WAIT)
def _followup(
    key: tuple[str, ...],  # noqa: ARG001 - the cache's key
    as_of: dt.date,
    year: int,
    path: tuple[tuple[str, str], ...],
    _reader: Reader,
) -> FollowupView:
    return usecases.followup(_reader.cockpit, _reader.scope, DrillPath(**dict(path)), as_of, year)


@st.cache_data(max_entries=KEPT, show_spinner=_WAIT)
def _paragraphs(
    key: tuple[str, ...],  # noqa: ARG001 - the cache's key
    as_of: dt.date,
    year: int,
    selected: str | None,
    _reader: Reader,
) -> ParagraphsView:
    return usecases.paragraphs(_reader.cockpit, _reader.scope, selected, as_of, year)


@st.cache_data(max_entries=KEPT, show_spinner=_WAIT)
def _interventions(
    key: tuple[str, ...],  # noqa: ARG001 - the cache's key
    as_of: dt.date,
    _reader: Reader,
) -> InterventionsView:
    return usecases.interventions(_reader.cockpit, _reader.scope, as_of)


def overview(reader: Reader, moment: Moment) -> OverviewView | ProtectedOverviewView:
    """Overblik, protected for those who see no rows."""
    return _overview(_key(reader), moment.as_of, moment.year, reader)


def followup(reader: Reader, moment: Moment, path: DrillPath) -> FollowupView:
    """Budgetopfølgning below a path."""
    return _followup(_key(reader), moment.as_of, moment.year, path.chosen, reader)


def paragraphs(reader: Reader, moment: Moment, selected: str | None = None) -> ParagraphsView:
    """Paragraffer, one of them chosen or all together."""
    return _paragraphs(_key(reader), moment.as_of, moment.year, selected, reader)


def interventions(reader: Reader, moment: Moment) -> InterventionsView:
    """Indsatser in the reader's scope."""
    return _interventions(_key(reader), moment.as_of, reader)
