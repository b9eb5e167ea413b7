"""Made before the first reader asks: the newest forecasts, and what their pages ask of them."""

import datetime as dt

from cockpit.contracts.calendar import month_end
from cockpit.contracts.errors import Refused
from cockpit.contracts.scope import Scope
from cockpit.usecases.acting import actions
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.disposal import commitments
from cockpit.usecases.figures import figures, newest
from cockpit.usecases.overview import overview
from cockpit.usecases.paragraphs import paragraphs
from cockpit.usecases.why import why

PAGES = (overview, paragraphs, commitments, why, actions)
"""Those whose view leaves something heavy with the forecast: movements, persons of every year, rows, the bridge. The
report prints them all."""


def warm(cockpit: Cockpit) -> None:
    """Compute the newest close, the one before and the same date last year, and the pages that rest on them, so that
    the first reader need not wait. Nothing to do where nothing is imported."""
    engine = Scope.engine()
    try:
        day = newest(cockpit)
        figures(cockpit, engine, day)
        figures(cockpit, engine, day.replace(day=1) - dt.timedelta(days=1), day.year)
        figures(cockpit, engine, month_end(day.year - 1, day.month), day.year - 1)
        for page in PAGES:
            page(cockpit, engine)
    except Refused:
        return
