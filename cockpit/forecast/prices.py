"""What a krone of an earlier year is in the forecast's year: the price steps that the grants themselves show."""

import polars as pl

from cockpit.forecast.state import State

FEWEST_GRANTS = 20
"""With fewer grants across a New Year no step is read, and prices are taken as unchanged."""
STEP_BOUNDS = (0.9, 1.15)


def step(state: State, january: int) -> float:
    """The price step at a New Year: cost per day in January over December, of grants that ran through both."""
    full = state.costs.filter(pl.col("mi").is_between(january - 1, january) & (pl.col("days") >= 31))
    pair = full.filter(pl.col("cost") > 0).group_by("grant_id").agg(
        before=pl.col("cost").filter(pl.col("mi") < january).sum(),
        after=pl.col("cost").filter(pl.col("mi") == january).sum(),
    ).filter((pl.col("before") > 0) & (pl.col("after") > 0))  # fmt: skip
    if pair.height < FEWEST_GRANTS:
        return 1.0
    low, high = STEP_BOUNDS
    grown: float = pair.select(pl.col("after").sum() / pl.col("before").sum()).item()
    return min(high, max(low, grown))


def to_year(state: State) -> pl.DataFrame:
    """`from_year`, `index`: what one krone of `from_year` is in the forecast's year. 1 for the year itself."""
    index, lines = 1.0, [(state.year, 1.0)]
    for year in range(state.year, state.first.year, -1):
        index *= step(state, year * 12)
        lines.append((year - 1, index))
    return pl.DataFrame(lines, schema={"from_year": pl.Int32, "index": pl.Float64}, orient="row")


def indexed(frame: pl.DataFrame, index: pl.DataFrame, month: str, amount: str) -> pl.DataFrame:
    """The frame with `amount` in the forecast year's prices, by the year of `month` (months since year 0)."""
    dated = frame.with_columns(from_year=(pl.col(month) // 12).cast(pl.Int32))
    joined = dated.join(index, on="from_year", how="left")
    return joined.with_columns((pl.col(amount) * pl.col("index").fill_null(1.0)).alias(amount)).drop(
        "index", "from_year"
    )
