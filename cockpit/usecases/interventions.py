"""Socialfagligt → Indsatser: how many are in which intervention, for everyone who may see cases in their own bounds."""

import datetime as dt

import polars as pl

from cockpit import finance, law
from cockpit.access import require
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_for
from cockpit.usecases.figures import figures, newest
from cockpit.views import interventions as view

YEARS_BACK = 2


def interventions(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> view.InterventionsView:
    """Active grants, in- and outflow per month and paragraph, from two years back until the close. A caseworker sees
    the own caseload. AccessDenied for roles without cases."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.CASEWORKER, Role.ENGINE)
    day = as_of or newest(cockpit)
    first = dt.date(day.year - YEARS_BACK, 1, 1)
    frames = {name: cockpit.store.read(name, scope, day) for name in ("grants", "budget", "accounts")}
    grants = _allocated(cockpit, day).join(frames["grants"], on="grant_id", how="semi")
    budget = finance.budget_lines(MunicipalityData(**frames), day.year).filter(pl.col("paragraph").is_not_null())
    persons = budget.group_by("paragraph").agg(pl.col("full_year_persons").cast(pl.Float64).sum())
    return view.build(
        context_for(cockpit, scope, day, day.year),
        months=finance.months_active(grants, ["paragraph"], first, day),
        budget=persons.filter(pl.col("full_year_persons") > 0).sort("paragraph"),
        crosswalk=law.paragraphs(),
    )


def _allocated(cockpit: Cockpit, day: dt.date) -> pl.DataFrame:
    """Every grant with its place, as the forecast has it: the store says which of them the reader may see."""
    return figures(cockpit, Scope.engine(), day).result.allocated.grants
