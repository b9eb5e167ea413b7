"""What a krone of an earlier year is in the forecast's year: the price steps that the grants themselves show."""

import polars as pl

from cockpit.forecast import price_level
from cockpit.forecast.state import State

STEP_BOUNDS = (0.9, 1.15)


def step(state: State, year: int) -> float:
    """The price step into a year: January's cost over December's, of grants that ran through the whole of both. With
    too few of them no step is read, and prices are taken as unchanged."""
    pairs = state.once("new_years", _new_years).filter(pl.col("year") == year)
    if pairs.height < price_level.FEWEST_GRANTS:
        return 1.0
    low, high = STEP_BOUNDS
    grown: float = pairs.select(pl.col("after").sum() / pl.col("before").sum()).item()
    return min(high, max(low, grown))


def _new_years(state: State) -> pl.DataFrame:
    return price_level.new_years(state.costs)


def to_year(state: State) -> pl.DataFrame:
    """`from_year`, `index`: what one krone of `from_year` is in the forecast's year. 1 for the year itself."""
    index, lines = 1.0, [(state.year, 1.0)]
    for year in range(state.year, state.first.year, -1):
        index *= step(state, year)
        lines.append((year - 1, index))
    return pl.DataFrame(lines, schema={"from_year": pl.Int32, "index": pl.Float64}, orient="row")


def indexed(frame: pl.DataFrame, index: pl.DataFrame, month: str, amount: str) -> pl.DataFrame:
    """The frame with `amount` in the forecast year's prices, by the year of `month` (months since year 0)."""
    dated = frame.with_columns(from_year=(pl.col(month) // 12).cast(pl.Int32))
    joined = dated.join(index, on="from_year", how="left")
    return joined.with_columns((pl.col(amount) * pl.col("index").fill_null(1.0)).alias(amount)).drop(
        "index", "from_year"
    )
