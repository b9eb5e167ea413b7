"""Økonomi → Paragraffer: spend, full-year persons and unit price over the years, and price against volume."""

import datetime as dt

from cockpit import forecast, law
from cockpit.access import require
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import figures, ranged_rows
from cockpit.usecases.ranges import errors
from cockpit.views import paragraphs as view


def paragraphs(
    cockpit: Cockpit,
    scope: Scope,
    selected: str | None = None,
    as_of: dt.date | None = None,
    year: int | None = None,
) -> view.ParagraphsView:
    """The paragraphs, this year's forecast beside the years before. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of, year)
    rows = ranged_rows(found, "paragraph", errors(cockpit))
    years = forecast.paragraph_years(found.result, rows)
    bars, compared_with = forecast.paragraph_bars(found.result, found.data, rows)
    return view.build(
        context_of(cockpit, scope, found),
        years=years,
        price_volume=bars,
        crosswalk=law.paragraphs(),
        compared_with=compared_with,
        selected=selected,
    )
