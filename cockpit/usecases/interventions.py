"""Socialfagligt → Indsatser: how many are in which intervention, for everyone who may see cases in their own bounds."""

import datetime as dt

import polars as pl

from cockpit import finance, law
from cockpit.access import require
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import newest, read_data
from cockpit.views import interventions as view

YEARS_BACK = 2


def interventions(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> view.InterventionsView:
    """Active grants, in- and outflow per month and paragraph, from two years back until the close. A caseworker sees
    the own caseload. AccessDenied for roles without cases."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.CASEWORKER, Role.ENGINE)
    day = as_of or newest(cockpit)
    data = finance.known_at(read_data(cockpit, scope, day), day, cockpit.settings)
    grants = finance.allocate(data, cockpit.settings, first_year=day.year).grants
    first = dt.date(day.year - YEARS_BACK, 1, 1)
    budget = finance.budget_lines(data, day.year).filter(pl.col("paragraph").is_not_null())
    persons = budget.group_by("paragraph").agg(pl.col("full_year_persons").cast(pl.Float64).sum())
    return view.build(
        context_for(cockpit, scope, day, day.year),
        months=finance.months_active(grants, ["paragraph"], first, day),
        budget=persons.filter(pl.col("full_year_persons") > 0).sort("paragraph"),
        crosswalk=law.paragraphs(),
    )
