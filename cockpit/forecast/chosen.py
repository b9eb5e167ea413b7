"""The method of a paragraph: the model's, unless a person has approved a simple one for the year.

A method is fixed for the year, so that a forecast moves because the data moved. Where a simple method held better than
the model in every closed year, it is *proposed*, with its effect in kroner; nothing changes until it is approved. What
an approved method gives beyond the model stands on the leaves as lines of *other*, placed where the paragraph's open
amounts lie and spread evenly over the open months, so that parts still sum to the whole.
"""

import datetime as dt

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import NOT_ALLOCATED, empty_leaves
from cockpit.forecast import leaf
from cockpit.forecast.laid import PLACE, laid
from cockpit.forecast.naive import naive
from cockpit.forecast.ranges import MODEL, near
from cockpit.forecast.state import State

PARAGRAPH = "paragraph"
CLEARLY = 0.75
"""A method is proposed where its mean miss is at most this part of the model's: fewer would be chance, with six simple
methods to choose between."""
FEWEST_YEARS = 2
LEAST_EFFECT_KR = 1_000.0
SIMPLE: dict[str, pl.DataType] = {"paragraph": pl.String(), "method": pl.String(), "forecast_kr": pl.Float64()}
PROPOSALS: dict[str, pl.DataType] = {
    "paragraph": pl.String(),
    "method": pl.String(),
    "years": pl.Int64(),
    "model_error": pl.Float64(),
    "method_error": pl.Float64(),
    "model_kr": MONEY,
    "method_kr": MONEY,
    "effect_kr": MONEY,
}
"""Errors: the misses' sum over the accounts' sum. kr.: the year's forecast by the model, by the method, and the
difference."""


def simple(state: State, leaves: pl.DataFrame) -> pl.DataFrame:
    """The year by every simple method, per paragraph (`SIMPLE`, kr.); `leaves` are the model's."""
    found = naive(state, leaves, PARAGRAPH).items()
    parts = [frame.select(paragraph="key", method=pl.lit(name), forecast_kr="forecast_kr") for name, frame in found]
    told = pl.concat(parts).filter((pl.col("paragraph") != NOT_ALLOCATED) & pl.col("forecast_kr").is_not_null())
    return told.sort("paragraph", "method").select(pl.col(name).cast(dtype) for name, dtype in SIMPLE.items())


def lines(state: State, leaves: pl.DataFrame, by_simple: pl.DataFrame) -> pl.DataFrame:
    """What the approved methods of the year give beyond the model (`leaves`, skøn left out). A method that cannot be
    worked for its paragraph changes nothing; a year without open months has nothing to change."""
    chosen = state.data.methods.filter(pl.col("year") == state.year)
    if chosen.is_empty() or not state.open_months:
        return empty_leaves()
    wanted = chosen.select("paragraph", "method").join(by_simple, on=["paragraph", "method"])
    placed = _places(leaves).join(wanted, on="paragraph")
    beyond = placed.with_columns(amount_kr=leaf.money(pl.col("forecast_kr")) - pl.col("model_kr"))
    return laid(beyond, state.open_months, "paragraph")


def _places(leaves: pl.DataFrame) -> pl.DataFrame:
    """`PLACE`, `share` (of a paragraph's open amounts, of its booked ones where nothing is open) and `model_kr` of the
    whole paragraph."""
    amount = pl.col("amount_kr").cast(pl.Float64)
    is_open = pl.col("component") != "posted"
    sums = leaves.group_by(PLACE).agg(
        open=amount.filter(is_open).sum().abs(), all=amount.sum().abs(), model_kr=pl.col("amount_kr").sum()
    )
    size = pl.when(pl.col("open").sum().over("paragraph") > 0).then("open").otherwise("all")
    told = sums.with_columns(size=size, model_kr=pl.col("model_kr").sum().over("paragraph"))
    whole = pl.col("size").sum().over("paragraph")
    return told.filter(whole > 0).select(*PLACE, "model_kr", share=pl.col("size") / whole)


def tested(errors: pl.DataFrame | None, methods: pl.DataFrame, year: int) -> pl.DataFrame | None:
    """The back-test as it tells of the methods in force: where a paragraph has an approved method, its misses stand in
    the place of the model's, so that the paragraph's range rests on the method that gives its figure."""
    mine = methods.filter(pl.col("year") == year).select(key="paragraph", chosen="method")
    if errors is None or mine.is_empty() or "sd_kr" not in errors.columns:
        return errors
    here = (pl.col("level") == PARAGRAPH) & pl.col("key").is_in(mine["key"].implode())
    on = ["as_of", "year", "level", "key"]
    of_model = errors.filter(here & (pl.col("method") == MODEL)).join(mine, on="key")
    of_method = errors.filter(here).select(*on, chosen="method", by_method="forecast_kr")
    swapped = of_model.join(of_method, on=[*on, "chosen"], how="left").with_columns(
        forecast_kr=pl.coalesce("by_method", "forecast_kr")
    )
    kept = errors.filter(~(here & (pl.col("method") == MODEL)))
    return pl.concat([kept, swapped.select(errors.columns)]).sort(*on, "method")


def proposals(
    errors: pl.DataFrame | None, by_simple: pl.DataFrame, leaves: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """`PROPOSALS`: for each paragraph the simple method that held clearly better than the model at this time of the
    year (`CLEARLY`), in every closed year of at least two; the largest effect first.

    `errors`: the back-test; `leaves`: the model's, without skøn and approved methods.
    """
    better = _better(errors, as_of) if errors is not None else None
    if better is None or better.is_empty():
        return pl.DataFrame(schema=PROPOSALS)
    model = leaves.group_by("paragraph").agg(model_kr=pl.col("amount_kr").sum())
    now = better.join(by_simple, on=["paragraph", "method"]).join(model, on="paragraph").with_columns(
        method_kr=leaf.money(pl.col("forecast_kr"))
    )  # fmt: skip
    told = now.with_columns(effect_kr=pl.col("method_kr") - pl.col("model_kr"))
    felt = told.filter(pl.col("effect_kr").cast(pl.Float64).abs() >= LEAST_EFFECT_KR)
    order = felt.sort(pl.col("effect_kr").abs(), "paragraph", descending=[True, False])
    return order.select(pl.col(name).cast(dtype) for name, dtype in PROPOSALS.items())


def _better(errors: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """`paragraph, method, years, model_error, method_error` of the best method of each paragraph that is clearly better
    than the model, tried as often, and better in every year."""
    closed = (pl.col("year") < as_of.year) & (pl.col("level") == PARAGRAPH) & (pl.col("key") != NOT_ALLOCATED)
    miss = (pl.col("forecast_kr") - pl.col("actual_kr")).cast(pl.Float64).abs()
    size = pl.col("actual_kr").cast(pl.Float64).abs()
    tried = errors.filter(closed & near(as_of.month)).group_by(paragraph="key", method="method", year="year").agg(
        miss=miss.sum(), size=size.sum(), tests=pl.len()
    )  # fmt: skip
    model = tried.filter(pl.col("method") == MODEL).drop("method")
    paired = tried.filter(pl.col("method") != MODEL).join(model, on=["paragraph", "year"], suffix="_model", how="right")
    by_method = paired.drop_nulls("method").group_by("paragraph", "method").agg(
        years=pl.len().cast(pl.Int64),
        always=((pl.col("miss") < pl.col("miss_model")) & (pl.col("tests") >= pl.col("tests_model"))).all(),
        method_error=pl.col("miss").sum() / pl.col("size_model").sum(),
        model_error=pl.col("miss_model").sum() / pl.col("size_model").sum(),
    )  # fmt: skip
    wanted = model.group_by("paragraph").agg(of_model=pl.len())
    whole = by_method.join(wanted, on="paragraph").filter(
        pl.col("always")
        & (pl.col("years") == pl.col("of_model"))
        & (pl.col("years") >= FEWEST_YEARS)
        & (pl.col("method_error") <= CLEARLY * pl.col("model_error"))
    )
    return whole.sort("method_error", "method").unique("paragraph", keep="first", maintain_order=True)
