"""Price and volume: how much of a deviation is more citizens, how much a higher price, and how much is neither.

Bills of earlier years and accounts that are not steered by grants are bars of their own, so that they disturb neither
price nor volume. All bars sum to the deviation, to the øre.
"""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.finance.money import added

PERSONS_BASIS_BUDGET = "budget"
PERSONS_BASIS_LAST_YEAR = "sidste år"
PERSONS_BASIS_NONE = "ingen"
BARS: dict[str, str] = {
    "basis_kr": "Budgettets afstand til sidste års forbrug",
    "volume_kr": "Flere eller færre helårspersoner",
    "price_kr": "Højere eller lavere enhedspris",
    "unexplained_kr": "Ikke delt i pris og mængde",
    "prior_years_kr": "Regninger fra tidligere år og engangsbeløb",
    "not_steered_kr": "Konti der ikke styres af indsatser",
}
"""The bars in the order in which they are drawn, with their Danish names."""
ONE_DAY = 0.002
"""Full-year persons below a day of the year are nobody: there is no price per person."""
INPUT_SCHEMA: dict[str, pl.DataType] = {
    "key": pl.String(),
    "budget_kr": MONEY,
    "forecast_kr": MONEY,
    "budget_persons": pl.Float64(),
    "forecast_persons": pl.Float64(),
    "last_year_kr": MONEY,
    "last_year_persons": pl.Float64(),
    "prior_years_kr": MONEY,
    "not_steered_budget_kr": MONEY,
    "not_steered_forecast_kr": MONEY,
}
"""What `price_volume` takes, one row a key. `budget_kr` and `forecast_kr` on grant-steered accounts only, the forecast
without bills of earlier years and one-offs, which are `prior_years_kr`; `last_year_kr` likewise, for last year."""


def price_volume(rows: pl.DataFrame) -> pl.DataFrame:
    """Formula 6 for each key of `INPUT_SCHEMA`. Sorted by key.

    `basis` says what the persons are compared with: the budget, else last year (`sidste år`; then `basis_kr` is last
    year's spend less the budget, so that the bars still sum to the deviation from the budget), else `ingen`.
    Columns: `key, basis, basis_persons, forecast_persons, basis_price_kr, forecast_price_kr`, the bars of `BARS`,
    `deviation_kr` (overspend +).

    Volume = (H_forecast - H_basis) x P_basis; price = (P_forecast - P_basis) x H_forecast.
    """
    based = rows.with_columns(basis=_basis()).with_columns(
        basis_persons=_by_basis("budget_persons", "last_year_persons"),
        compared_kr=_by_basis("budget_kr", "last_year_kr"),
    )
    divided = pl.col("basis") != PERSONS_BASIS_NONE
    own = pl.col("forecast_kr") - pl.col("compared_kr").fill_null(pl.col("budget_kr"))
    volume = (pl.col("forecast_persons") - pl.col("basis_persons")) * _price("compared_kr", "basis_persons")
    zero = pl.lit(0).cast(MONEY)
    bars = based.with_columns(
        basis_price_kr=_price("compared_kr", "basis_persons").round(2).cast(MONEY),
        forecast_price_kr=_price("forecast_kr", "forecast_persons").round(2).cast(MONEY),
        basis_kr=pl.coalesce("compared_kr", "budget_kr") - pl.col("budget_kr"),
        volume_kr=pl.when(divided).then(volume.round(2).cast(MONEY)).otherwise(zero),
        not_steered_kr=pl.col("not_steered_forecast_kr") - pl.col("not_steered_budget_kr"),
    ).with_columns(
        price_kr=pl.when(divided).then(own - pl.col("volume_kr")).otherwise(zero),
        unexplained_kr=pl.when(divided).then(zero).otherwise(own),
    )
    kept = ("key", "basis", "basis_persons", "forecast_persons", "basis_price_kr", "forecast_price_kr")
    return bars.select(*kept, *(pl.col(bar).cast(MONEY) for bar in BARS), deviation_kr=added(BARS)).sort("key")


def _basis() -> pl.Expr:
    """Price and volume need persons on both sides; a group that had nobody has no price to compare with."""
    this_year = pl.col("forecast_persons") > ONE_DAY
    return (
        pl.when(this_year & (pl.col("budget_persons") > ONE_DAY)).then(pl.lit(PERSONS_BASIS_BUDGET))
        .when(this_year & (pl.col("last_year_persons") > ONE_DAY) & pl.col("last_year_kr").is_not_null())
        .then(pl.lit(PERSONS_BASIS_LAST_YEAR))
        .otherwise(pl.lit(PERSONS_BASIS_NONE))
    )  # fmt: skip


def _by_basis(budget: str, last_year: str) -> pl.Expr:
    on_budget = pl.col("basis") == PERSONS_BASIS_BUDGET
    return pl.when(on_budget).then(budget).when(pl.col("basis") == PERSONS_BASIS_LAST_YEAR).then(last_year)


def _price(kroner: str, persons: str) -> pl.Expr:
    return pl.when(pl.col(persons) > ONE_DAY).then(pl.col(kroner).cast(pl.Float64) / pl.col(persons))
