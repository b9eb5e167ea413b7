"""How much of a granted month is delivered in each month of the year: holidays, closed days, relief in the summer.

Read from grant months whose bills have come: what was paid over what was granted, per kind of help and month of the
year, against the kind's whole year. Few months are drawn towards all kinds' course, and that towards an even year.
"""

import polars as pl

from cockpit.finance.paragraphs import kind
from cockpit.forecast.state import State

UNTOLD = 3
"""The last months are left out: the rest of their bills may still come."""
WHOLE_YEARS = (24, 12)
"""Two whole years are read, else one; with less there is no season."""
PRIOR_GRANT_MONTHS = 24.0
PRIOR_ALL = 120.0
"""The kind's own month counts beside that of all kinds as if those were 24 of its grant months; all kinds' beside an
even year as if that were 120."""
ODD = (0.2, 3.0)
"""A bill outside these shares of the granted month is something else than the month's delivery."""
EMPTY = {"kind": pl.String, "number": pl.Int32, "season": pl.Float64}


def _number(column: str = "mi") -> pl.Expr:
    return (pl.col(column) % 12 + 1).cast(pl.Int32)


def _settled(state: State) -> pl.DataFrame:
    """`kind`, `number` (month of the year), `cost`, `paid` of whole years of grant months with a bill; empty where
    there is no whole year."""
    last = state.now - UNTOLD
    seen = last - state.ledger_from + 1
    length = next((months for months in WHOLE_YEARS if months <= seen), 0)
    costs = state.costs.select("cost", "paid", "kind", "mi")
    recent = costs.filter((pl.col("mi") > last - length) & (pl.col("mi") <= last) & (pl.col("cost") > 0))
    told = recent.filter((pl.col("paid") / pl.col("cost")).is_between(*ODD))
    return told.select("cost", "paid", "kind", number=_number())


def table(state: State) -> pl.DataFrame:
    """`kind`, `number` (1-12), `season`: what is delivered of a granted krone against the kind's mean year."""
    settled = _settled(state)
    cells = settled.group_by("kind", "number").agg(pl.col("cost", "paid").sum(), n=pl.len())
    if cells["number"].n_unique() < 12:
        return pl.DataFrame(schema=EMPTY)
    numbers = pl.DataFrame({"number": range(1, 13)}, schema={"number": pl.Int32})
    grid = cells.select("kind").unique().join(numbers, how="cross").join(cells, on=["kind", "number"], how="left")
    full = grid.with_columns(pl.col("cost", "paid", "n").fill_null(0))
    usual = full.with_columns(level=pl.col("paid").sum().over("kind") / pl.col("cost").sum().over("kind"))
    even = (pl.col("cost") * pl.col("level")).sum().over("number")
    n = pl.col("n").sum().over("number")
    pooled = usual.with_columns(pool=(n * pl.col("paid").sum().over("number") / even + PRIOR_ALL) / (n + PRIOR_ALL))
    own = pl.col("paid") / (pl.col("cost") * pl.col("level"))
    weight = pl.col("n") / (pl.col("n") + PRIOR_GRANT_MONTHS)
    drawn = pooled.with_columns(season=weight * own.fill_nan(1.0) + (1 - weight) * pl.col("pool"))
    return drawn.select("kind", "number", season=pl.col("season") / pl.col("season").mean().over("kind")).sort(
        "kind", "number"
    )


def delivered(frame: pl.DataFrame, season: pl.DataFrame) -> pl.DataFrame:
    """`frame` (`paragraph`, `mi`) with `season`, 1 where none is known."""
    dated = frame.with_columns(kind_of_help=kind(pl.col("paragraph")), number=_number())
    joined = dated.join(season, left_on=["kind_of_help", "number"], right_on=["kind", "number"], how="left")
    return joined.with_columns(pl.col("season").fill_null(1.0)).drop("kind_of_help", "number")
