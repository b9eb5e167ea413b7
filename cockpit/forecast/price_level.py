"""Puts the grants' costs of earlier years on those years' own prices.

Many exports give a grant one price and no date: today's, also for the months before it rose, and one that has ended
keeps its last. The ledger tells: where bills and grants agree month by month, last year's bills lie a price rise below
the price of the grants that still run. Each area's ratio in an earlier year against the newest year is that rise, and
it is taken out of the earlier year's costs, back from the last year of each grant. Where too few bills agree to tell,
the rise that the municipality entered, else the published general one, stands in for it, unless the grants' own prices
rise at that New Year. Only estimates read these costs; what is committed is never touched.
"""

from collections.abc import Mapping

import polars as pl

from cockpit import finance
from cockpit.contracts.calendar import month_end
from cockpit.contracts.price_rise import PriceRise
from cockpit.finance.commitments import opening_days
from cockpit.finance.timeline import MONTHS
from cockpit.forecast import months

FEWEST_MONTHS = 50
"""Grant months that must agree in an area and year before a price level is read from them."""
ALIKE = (0.75, 1.25)
"""A bill between these shares of the cost is the same service at another price; outside it is something else."""
LEAST_SHARE = 0.25
"""And so large a part of all: a few that agree by their amount alone tell nothing of a price."""
FEWEST_GRANTS = 20
"""With fewer grants across a New Year nothing is said of their prices there."""
BACK = ("area", "year", "priced_in")
"""What a cost of an earlier year is put back by."""
WHOLE_MONTH = 31
"""The days of December and of January."""
UNMOVED = 0.002
"""Where the middle grant's price moves less than this at New Year, the prices have no dates."""


def levels(costs: pl.DataFrame) -> pl.DataFrame:
    """`area`, `year`, `level`: bills over costs of the grant months that agree, newest year = 1, of grants whose price
    is that of the newest month that agrees.

    `costs`: `mi, cost, paid` (null where no bill has come)`, area, priced_in` (the year of the grant's price). Kr."""
    agrees = (pl.col("paid") / pl.col("cost")).is_between(*ALIKE)
    newest = pl.col("mi").filter(agrees).max()
    running = costs.select("area", "mi", "cost", "paid", "priced_in", year=_year()).filter(
        (pl.col("priced_in") >= newest // MONTHS) & (pl.col("mi") <= newest)
    )
    paid, cost = (pl.col(name).filter(agrees) for name in ("paid", "cost"))
    sums = running.group_by("area", "year").agg(level=paid.sum() / cost.sum(), n=paid.len(), whole=pl.len())
    told = sums.filter((pl.col("n") >= FEWEST_MONTHS) & (pl.col("n") >= LEAST_SHARE * pl.col("whole")))
    latest = pl.col("level").sort_by("year").last().over("area")
    return told.sort("area", "year").select("area", "year", level=pl.col("level") / latest)


def adjusted(costs: pl.DataFrame, now: int, entered: Mapping[int, PriceRise]) -> pl.DataFrame:
    """`costs` (`grant_id, area, mi, cost, paid`) with `cost` on each earlier year's own prices. `now`: the month, since
    year 0, whose prices the running grants have. `entered`: the rises that the municipality told of, by year."""
    priced_in = pl.col("mi").max().over("grant_id").clip(upper_bound=now) // MONTHS
    placed = costs.with_columns(year=_year(), priced_in=priced_in.cast(pl.Int32))
    known = _every_year(levels(placed), placed, _rises(placed, entered))
    pairs = known.join(known.rename({"year": "priced_in", "level": "priced_at"}), on="area", nulls_equal=True)
    back = pairs.filter(pl.col("year") < pl.col("priced_in")).select(*BACK, back=pl.col("level") / pl.col("priced_at"))
    joined = placed.join(back, on=BACK, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(cost=pl.col("cost") * pl.col("back").fill_null(1.0)).select(costs.columns)


def _year() -> pl.Expr:
    return (pl.col("mi") // MONTHS).cast(pl.Int32)


def _every_year(told: pl.DataFrame, placed: pl.DataFrame, rises: Mapping[int, float]) -> pl.DataFrame:
    """`area`, `year`, `level`: as told; else the next year's less the rise into it. 1 after the newest that is told."""
    seen = {(area, year): level for area, year, level in told.iter_rows()}
    rows: list[tuple[str | None, int, float]] = []
    for area, first, last in placed.group_by("area").agg(first=pl.min("year"), last=pl.max("year")).iter_rows():
        level = 1.0
        for year in range(last, first - 1, -1):
            level = seen.get((area, year), level / rises.get(year + 1, 1.0))
            rows.append((area, year, level))
    return pl.DataFrame(rows, schema={"area": pl.String, "year": pl.Int32, "level": pl.Float64}, orient="row")


def _rises(placed: pl.DataFrame, entered: Mapping[int, PriceRise]) -> dict[int, float]:
    """Into each year across which the grants' prices have no dates: the municipality's own rise, else the published
    general one, as a factor."""
    turns = new_years(placed)
    undated = [year for year in placed["year"].unique().sort() if _has_no_dates(turns.filter(pl.col("year") == year))]
    if not undated:
        return {}
    return {
        rise.year: 1 + float(rise.rise_pct) / 100
        for rise in finance.price_rises(undated[0], undated[-1], entered)
        if rise.year in undated
    }


def _has_no_dates(pairs: pl.DataFrame) -> bool:
    """Whether the grants that ran through a New Year (`new_years`) cost as much after it as before."""
    middle = (pairs["after"] / pairs["before"]).median()
    return pairs.height >= FEWEST_GRANTS and isinstance(middle, float) and abs(middle - 1) < UNMOVED


def new_years(costs: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `year`, `before`, `after`: what the grants that ran through the whole of December and of January cost
    in them, in kr.; those `by_opening_days` an opening day. Sorted by year and grant.

    `costs`: `grant_id, mi, cost, days, by_opening_days`."""
    near = (pl.col("mi") + 1) % MONTHS <= 1
    whole = costs.filter(near, pl.col("cost") > 0, pl.col("days") >= WHOLE_MONTH)
    turns = whole["mi"].unique()
    opened = pl.DataFrame(
        {"mi": turns, "opened": [_opened(month) for month in turns]},
        schema={"mi": whole.schema["mi"], "opened": pl.Int64},
    )
    units = pl.when("by_opening_days").then("opened").otherwise(1)
    turned = whole.join(opened, on="mi").select(
        "grant_id", "mi", year=((pl.col("mi") + 1) // MONTHS).cast(pl.Int32), price=pl.col("cost") / units
    )
    is_january = pl.col("mi") % MONTHS == 0
    before, after = (
        turned.filter(side).select("grant_id", "year", pl.col("price").alias(name))
        for name, side in (("before", ~is_january), ("after", is_january))
    )
    return before.join(after, on=["grant_id", "year"]).sort("year", "grant_id")


def _opened(month: int) -> int:
    """The opening days of a month since year 0."""
    first = months.first_day(month)
    return int(opening_days(first, month_end(first.year, first.month))[-1])
