"""What every view is told of its reader and of the figures it shows."""

import datetime as dt

from cockpit.contracts.scope import Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.figures import Figures
from cockpit.views.context import Context


def context_of(cockpit: Cockpit, scope: Scope, found: Figures) -> Context:
    """The context of a view on these figures."""
    return context_for(cockpit, scope, found.as_of, found.year)


def context_for(cockpit: Cockpit, scope: Scope, as_of: dt.date, year: int) -> Context:
    """The context of a view on a close."""
    settings = cockpit.settings
    return Context(
        as_of=as_of,
        year=year,
        role=scope.role,
        deviation_sign=settings.deviation_sign,
        stamp=cockpit.store.stamp().text,
        municipality=settings.municipality,
        demo=cockpit.demo,
    )
