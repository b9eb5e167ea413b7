"""The largest movements between the last forecast and this one."""

import polars as pl

from cockpit.contracts.scope import Role
from cockpit.views.context import Context
from cockpit.views.table import Column, Table

KIND: dict[str, str] = {
    "new": "Ny indsats",
    "ended": "Afsluttet",
    "extended": "Forlænget",
    "shortened": "Afkortet",
    "repriced": "Ny pris",
    "changed": "Ændret",
    "ledger": "Rettelse i bogføringen",
    "pipeline": "På vej ind",
    "adjustment": "Skøn",
    "budget": "Budgetændring",
    "model": "Fremskrivning",
}
OTHER = "Anden ændring"
_BLIND = frozenset({Role.POLITICIAN, Role.ADMIN})
_TEXTS = {
    "kind_title": "Hvad er sket",
    "label": "Indsats",
    "paragraph": "Paragraf",
    "provider": "Leverandør",
    "area": "Politikområde",
    "team": "Team",
}


def movements_table(context: Context, movements: pl.DataFrame, *, top: int = 10) -> Table:
    """The `top` movements by size, kr. more (+) or less (−) than in the last forecast.

    Roles that may meet no single case get the table without a row, and the reason.
    """
    blind = context.role in _BLIND
    largest = (
        (movements.clear() if blind else movements)
        .sort(pl.col("amount_kr").abs(), "label", descending=[True, False])
        .head(top)
        .with_columns(pl.col("kind").replace_strict(KIND, default=OTHER, return_dtype=pl.String).alias("kind_title"))
    )
    columns = (
        *(Column(name, heading, "text") for name, heading in _TEXTS.items()),
        Column("amount_kr", "Ændring", context.unit, "Forventet regnskab nu minus sidste måned."),
    )
    reason = f"Bevægelser på enkelte indsatser vises ikke for rollen {context.role_title}." if blind else ""
    return Table("Største bevægelser siden sidste måned", columns, largest.drop("kind"), note=reason)
