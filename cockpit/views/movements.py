"""The largest movements between the last forecast and this one."""

import polars as pl

from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL
from cockpit.contracts.scope import Role
from cockpit.views.context import Context
from cockpit.views.table import Column, Table

_BLIND = frozenset({Role.POLITICIAN, Role.ADMIN})


def _named(movements: pl.DataFrame) -> pl.DataFrame:
    loose = {NOT_ALLOCATED: NOT_ALLOCATED_LABEL}
    return movements.with_columns(pl.col("area", "team").replace(loose))


def movements_table(context: Context, movements: pl.DataFrame, *, top: int = 10) -> Table:
    """The `top` movements by size, kr. more (+) or less (−) than in the last forecast.

    Roles that may meet no single case get the table without a row, and the reason.
    """
    blind = context.role in _BLIND
    largest = (
        (movements.clear() if blind else movements)
        .sort(pl.col("amount_kr").abs(), "label", descending=[True, False])
        .head(top)
    )
    columns = (
        Column("label", "Bevægelse", "text"),
        Column("amount_kr", "Ændring", context.unit, "Årets udgift nu minus det, der var kendt sidste måned."),
        Column("area", "Politikområde", "text"),
        Column("team", "Team", "text"),
    )
    reason = f"Bevægelser på enkelte indsatser vises ikke for rollen {context.role_title}." if blind else ""
    return Table("Største bevægelser siden sidste måned", columns, _named(largest), note=reason)
