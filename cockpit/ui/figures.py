"""The view models of the pages, kept per figure stamp and scope: a second reader with the same rights waits for
nobody, and nobody ever gets what was made for another scope."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st

from cockpit import usecases
from cockpit.contracts.scope import Scope
from cockpit.ui.moment import Moment
from cockpit.ui.session import Reader
from cockpit.usecases import Cockpit
from cockpit.usecases.case_frames import cases_known
from cockpit.usecases.ranges import errors
from cockpit.views import (
    ExpensiveView,
    FollowupView,
    InterventionsView,
    OverviewView,
    OwnProvidersView,
    ParagraphsView,
    ProtectedOverviewView,
    Selection,
)
from cockpit.views.disposal import CommitmentsView
from cockpit.views.fixed_prices import PriceLevel
from cockpit.views.forecast_bridge import ForecastBridgeView
from cockpit.views.why import WhyView

KEPT = 200
"""Views held at once: some pages times a handful of closes times a handful of scopes."""
_WAIT = "Henter tallene …"
Asked = ParamSpec("Asked")
View = TypeVar("View")


def _key(reader: Reader) -> tuple[str, ...]:
    """What a figure rests on and who may see it; whether the back-test and the reconciliation have come in the
    meantime decides the range, and what people have written since decides what stands beside it."""
    store = reader.cockpit.store
    tested = "prøvet" if errors(reader.cockpit) is not None else "ikke prøvet"
    told = f"{tested}, {'afstemt' if cases_known(reader.cockpit) else 'ikke afstemt'}"
    return str(store.home), store.stamp().key, str(store.written()), told, reader.scope.cache_key, reader.scope.user


@st.cache_data(max_entries=KEPT, show_spinner=_WAIT)
def _kept(
    key: tuple[str, ...],  # noqa: ARG001 - the cache's key
    asked: tuple[object, ...],  # noqa: ARG001 - the cache's key
    _make: Callable[[], View],
) -> View:
    return _make()


def kept(
    reader: Reader,
    make: Callable[Concatenate[Cockpit, Scope, Asked], View],
    *asked: Asked.args,
    **named: Asked.kwargs,
) -> View:
    """The view that a use case gives this reader; what it is asked for must be hashable by Streamlit (dates, texts,
    numbers, tuples of them)."""
    name = f"{make.__module__}.{make.__qualname__}"
    question = (name, *asked, *sorted(named.items()))
    return _kept(_key(reader), question, lambda: make(reader.cockpit, reader.scope, *asked, **named))


def overview(reader: Reader, moment: Moment) -> OverviewView | ProtectedOverviewView:
    """Overblik, protected for those who see no rows."""
    return kept(reader, usecases.overview, moment.as_of, moment.year)


def expensive_cases(reader: Reader, moment: Moment) -> ExpensiveView:
    """Dyre sager og refusion in the reader's scope."""
    return kept(reader, usecases.expensive_cases, moment.as_of)


def own_providers(reader: Reader, moment: Moment) -> OwnProvidersView:
    """Egne tilbud in the reader's scope."""
    return kept(reader, usecases.own_providers, moment.as_of)


def followup(reader: Reader, moment: Moment, selection: Selection, preset: str) -> FollowupView:
    """Budgetopfølgning of a selection in a preset."""
    return kept(reader, usecases.followup, selection, moment.as_of, moment.year, preset)


def why(reader: Reader, moment: Moment, selection: Selection) -> WhyView:
    """From the budget to the forecast."""
    return kept(reader, usecases.why, selection, moment.as_of, moment.year)


def commitments(reader: Reader, moment: Moment) -> CommitmentsView:
    """What the budget is bound to."""
    return kept(reader, usecases.commitments, moment.as_of, moment.year)


def since_last(reader: Reader, moment: Moment, selection: Selection) -> ForecastBridgeView:
    """From the last forecast to this one."""
    return kept(reader, usecases.forecast_bridge, moment.as_of, moment.year, selection)


def filter_options(reader: Reader, moment: Moment) -> dict[str, dict[str, str]]:
    """What rows can be cut to."""
    return kept(reader, usecases.filter_options, moment.as_of, moment.year)


def paragraphs(
    reader: Reader, moment: Moment, selected: str | None = None, prices: PriceLevel = "current"
) -> ParagraphsView:
    """Paragraffer, one of them chosen or all together, in the prices of each year or in this year's."""
    return kept(reader, usecases.paragraphs, selected, moment.as_of, moment.year, prices)


def interventions(reader: Reader, moment: Moment) -> InterventionsView:
    """Indsatser in the reader's scope."""
    return kept(reader, usecases.interventions, moment.as_of)
