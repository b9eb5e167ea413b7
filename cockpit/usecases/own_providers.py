"""Økonomi → Egne tilbud: frame, spend, occupancy and places sold of the municipality's own homes and services."""

import datetime as dt

import polars as pl

from cockpit import finance
from cockpit.access import require
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.scope import Role, Scope
from cockpit.usecases.case_frames import case_frame
from cockpit.usecases.cockpit import Cockpit
from cockpit.usecases.context import context_of
from cockpit.usecases.figures import figures
from cockpit.views import own_providers as view


def own_providers(cockpit: Cockpit, scope: Scope, as_of: dt.date | None = None) -> view.OwnProvidersView:
    """The page, in the reader's scope: own areas' providers. AccessDenied for roles without finance."""
    require(scope, Role.CONTROLLER, Role.MANAGER, Role.ENGINE)
    found = figures(cockpit, scope, as_of)
    forecast = found.result.leaves.group_by("account").agg(pl.col("amount_kr").sum().cast(MONEY).alias("forecast_kr"))
    accounts = case_frame(cockpit, scope, "own_accounts", found.as_of).join(forecast, on="account", how="left")
    occupancy = cockpit.store.read("occupancy", scope, found.as_of)
    return view.build(
        context_of(cockpit, scope, found),
        accounts=accounts.with_columns(pl.col("forecast_kr").fill_null(0).cast(MONEY)),
        months=_own(finance.coverage(occupancy, found.year), accounts),
        kept_share=cockpit.settings.coverage_kept_share,
    )


def _own(months: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """The months of the providers whose accounts the reader sees; a provider that no account names is shown to those
    who see the whole municipality only."""
    return months.join(accounts.select("provider").unique(), on="provider", how="semi")
