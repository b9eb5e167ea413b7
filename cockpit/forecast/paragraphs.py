"""Paragraphs over the years, and what of this year's deviation is price and what volume."""

from collections.abc import Iterable
from typing import Literal

import polars as pl

from cockpit import finance, law
from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.forecast.compute import ForecastResult
from cockpit.forecast.leaf import money

YEARS_SCHEMA = {
    "year": pl.Int32(),
    "paragraph": pl.String(),
    "spend_kr": MONEY,
    "full_year_persons": pl.Float64(),
    "unit_price_kr": MONEY,
}
ZERO = pl.lit(0).cast(MONEY)
SERVICE = tuple(name for name in COMPONENTS if name not in ("other", "refunds", "adjustment"))
"""The components that are the price of services; the others are bars of their own."""


def paragraph_years(result: ForecastResult, rows: pl.DataFrame) -> pl.DataFrame:
    """`year, paragraph, spend_kr, full_year_persons, unit_price_kr` of the years that the ledger holds, and of the
    forecast's year from its `rows` per paragraph. Sorted by year and paragraph. Unit price: formula 4."""
    now = rows.select(
        "year", paragraph="key", spend_kr="forecast", full_year_persons="full_year_persons", unit_price_kr="unit_price"
    )
    past = _past(result)
    return pl.concat([frame.select(pl.col(n).cast(t) for n, t in YEARS_SCHEMA.items()) for frame in (past, now)]).sort(
        "year", "paragraph"
    )


def _past(result: ForecastResult) -> pl.DataFrame:
    """Spend as posted; service cost over the persons whose grants carry kroner."""
    service = _is_service(result)
    spend = result.earlier.group_by("year", "paragraph").agg(
        spend_kr=pl.col("amount_kr").sum(), service_kr=pl.col("amount_kr").filter(service).sum()
    )
    years = sorted(set(spend["year"]))
    persons = result.once("persons_by_year", lambda: _persons(result, years))
    priced = (pl.col("steered_persons") > 0) & (pl.col("service_kr") > 0)
    return spend.join(persons, on=["year", "paragraph"], how="left").with_columns(
        unit_price_kr=pl.when(priced).then(money(pl.col("service_kr").cast(pl.Float64) / pl.col("steered_persons")))
    )


def _persons(result: ForecastResult, years: list[int]) -> pl.DataFrame:
    keys = ["year", "paragraph"]
    grants = finance.granted(result.allocated.grants)
    if not years:
        counted = dict.fromkeys(("full_year_persons", "steered_persons"), pl.Float64())
        return pl.DataFrame(schema={**{k: YEARS_SCHEMA[k] for k in keys}, **counted})
    every = finance.volumes_by_year(grants, ["paragraph"], years[0], years[-1])
    steered = finance.volumes_by_year(grants.filter("by_grants"), ["paragraph"], years[0], years[-1])
    return every.select(*keys, "full_year_persons").join(
        steered.select(*keys, steered_persons="full_year_persons"), on=keys, how="left"
    )


def _is_service(result: ForecastResult) -> pl.Expr:
    """Spend on accounts that grants steer, without bills of earlier years."""
    return pl.col("account").is_in(result.service_accounts.implode()) & ~pl.col("prior_year")


def paragraph_bars(
    result: ForecastResult, data: MunicipalityData, rows: pl.DataFrame
) -> tuple[pl.DataFrame, Literal["budget", "last_year"]]:
    """`paragraph, bar, amount_kr`: formula 6 for every paragraph with a budget; the bars of a paragraph sum to its
    deviation, those of the same kind of help without a budget included (`budget_homes`). And what most persons are
    compared with: the budget, else last year."""
    parts = finance.price_volume(_inputs(result, data, rows))
    compared: Literal["budget", "last_year"] = "budget" if (parts["basis"] == "budget").any() else "last_year"
    bars = parts.select(pl.col("key").alias("paragraph"), *finance.BARS).unpivot(
        index="paragraph", on=list(finance.BARS), variable_name="bar", value_name="amount_kr"
    )
    order = pl.col("bar").replace_strict({bar: place for place, bar in enumerate(finance.BARS)})
    return bars.filter(pl.col("amount_kr") != 0).sort("paragraph", order), compared


def _inputs(result: ForecastResult, data: MunicipalityData, rows: pl.DataFrame) -> pl.DataFrame:
    """`price_volume`'s input: budget and forecast of each paragraph on accounts that grants steer, and the rest."""
    budgets = _budget(result, data)
    home = pl.col("paragraph").replace(budget_homes(budgets["key"].to_list()))
    service, prior = _is_service(result), pl.col("prior_year")
    amount = pl.col("amount_kr")
    steered = service & pl.col("component").is_in(SERVICE)
    sums = result.leaves.group_by(key=home).agg(
        forecast_kr=amount.filter(steered).sum(),
        prior_years_kr=amount.filter(prior).sum(),
        not_steered_forecast_kr=amount.filter(~steered & ~prior).sum(),
    )
    before = _past(result).filter(pl.col("year") == result.year - 1)
    last_year = before.group_by(key=home).agg(
        last_year_kr=pl.col("service_kr").sum(), last_year_persons=pl.col("steered_persons").sum()
    )
    persons = _carrying(result, rows).group_by(key=home).agg(pl.col("forecast_persons").sum())
    joined = budgets
    for part in (sums, persons, last_year):
        joined = joined.join(part, on="key", how="left")
    filled = ("forecast_kr", "prior_years_kr", "not_steered_forecast_kr")
    return joined.with_columns(pl.col(name).fill_null(ZERO) for name in filled)


def budget_homes(budgeted: Iterable[str]) -> dict[str, str]:
    """Paragraph without a budget of its own -> the one budgeted paragraph of the same kind of help.

    Running measures keep their basis in serviceloven until a new decision (BL § 213), while the budget is laid on
    barnets lov: price and volume of one kind of help must not be torn apart by that."""
    kinds = dict(law.paragraphs().select("code", "kind").iter_rows())
    homes: dict[str, list[str]] = {}
    for code in budgeted:
        homes.setdefault(kinds.get(code, code), []).append(code)
    alone = {kind: codes[0] for kind, codes in homes.items() if len(codes) == 1}
    return {code: alone[kind] for code, kind in kinds.items() if kind in alone and code != alone[kind]}


def _carrying(result: ForecastResult, rows: pl.DataFrame) -> pl.DataFrame:
    """`paragraph`, `forecast_persons`: the full-year persons whose grants carry kroner. Those of frame-steered services
    count in volume, but have no price."""
    added = pl.col("full_year_persons") - pl.col("persons")
    carrying = rows.join(result.persons("paragraph"), on="key").select(
        paragraph="key", forecast_persons=pl.col("steered_persons") + added
    )
    return carrying.filter(pl.col("forecast_persons") > 0)


def _budget(result: ForecastResult, data: MunicipalityData) -> pl.DataFrame:
    """Per paragraph with a budget: on accounts that grants steer, on others, and budgeted full-year persons."""
    lines = finance.budget_lines(data, result.year).filter(pl.col("paragraph").is_not_null())
    steered = pl.col("account").is_in(result.service_accounts.implode()).fill_null(value=True)
    adjusted, persons = pl.col("adjusted_budget"), pl.col("full_year_persons").cast(pl.Float64)
    return lines.group_by(key="paragraph").agg(
        budget_kr=adjusted.filter(steered).sum(),
        not_steered_budget_kr=adjusted.filter(~steered).sum(),
        budget_persons=pl.when(persons.count() > 0).then(persons.sum()),
    )
