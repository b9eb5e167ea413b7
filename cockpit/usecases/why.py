"""Økonomi → Hvorfor: what makes the forecast another figure than the budget."""

import datetime as dt

from cockpit import forecast
from cockpit.access import require
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import figures, ranged_rows, with_forecast_notes
from cockpit.usecases.followup import labels_of, narrowed
from cockpit.views import why as view
from cockpit.views.levels import level_title
from cockpit.views.selection import Selection


def why(
    cockpit: Cockpit,
    scope: Scope,
    selection: Selection | None = None,
    as_of: dt.date | None = None,
    year: int | None = None,
) -> view.WhyView:
    """The bridge from the adjusted budget to the forecast, cut to the keys of a selection and the reader's bounds.
    AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    chosen = dict(selection.chosen) if selection else {}
    inside = narrowed(found, chosen)
    labels = labels_of(found, chosen)
    told = view.build(
        context_of(cockpit, scope, found),
        here=ranged_rows(inside, "total", None),
        lines=inside.result.once("why", lambda: forecast.why(inside.result, inside.data)),
        behind=inside.result.once("behind", lambda: forecast.behind(inside.result, inside.data)),
        chosen={level_title(level): labels.get(key, key) for level, key in chosen.items()},
    )
    return with_forecast_notes(told, found)
