"""How far chance alone may carry the rest of the year: a variance for everything that is still open.

Each line is either a variance of its own (`factor` empty: chance that strikes one grant, one newcomer, one bill) or the
part that a common factor would move (`factor` named: what is not known of a rate strikes all that follow it at once).
The standard deviation of any set of lines is `sqrt(sum of own variances + sum over factors of (sum of loadings)^2)`, so
it can be worked at every level, and inside any part of the forecast.

- *Grants that run* stay a random number of the open months: each month a share leaves (that of the kind of help in the
  last two years); a registered end may be moved.
- *Newcomers* are a Poisson stream, so the variance is the sum of squares of what they cost; the rate is learnt from a
  count and is uncertain by its square root, and all rates may turn together.
- *Bills* of delivered months may not come, and those of the last months may miss the year's books.
- *Accounts that no grant drives* vary from month to month as they did from one year to the next.
- *Bills of earlier years* come as single sums: the variance is the sum of their squares.

It is a measure of relative size. Whether it is large enough is not assumed: `ranges` holds it against own back-test.
"""

import polars as pl

from cockpit.forecast import courses
from cockpit.forecast.spread_grants import WINDOW, by_model, coming, leaving, running, steady
from cockpit.forecast.spread_lines import ACCOUNTS, BILLS, CITIZENS, OWN, SCHEMA, empty, lines, sd
from cockpit.forecast.state import MODEL_DIMS, State

__all__ = ["CITIZENS", "SCHEMA", "empty", "sd", "table"]
UNBILLED = 0.06
"""Variance of an unbilled grant month over its squared cost."""
YEAR_END = 0.2
"""Variance, over the squared monthly cost, of how many of a grant's last bills reach the year's books, where bills come
a month late."""
COMMON_YEAR_END = 0.12
LEVEL = 0.02
"""An account's rest of year may lie so much off its course."""
UNKNOWN_MONTH = 0.3
"""Spread of a month of an account without two years of books, over its mean month."""


def _bills(state: State, grants: pl.DataFrame) -> list[pl.DataFrame]:
    """Delivered months without a bill, and the last bills of the year."""
    if state.is_past:
        return []
    costs = state.costs.select("grant_id", "mi", "cost", "paid")
    delivered = costs.filter(state.in_year() & (pl.col("mi") <= state.now))
    waiting = delivered.filter(pl.col("paid").fill_null(0.0) <= 0)
    open_ = waiting.group_by("grant_id").agg(open=(pl.col("cost") ** 2).sum())
    known = grants.join(open_, on="grant_id", how="left").sort("grant_id")
    there = pl.col("end").is_null() | (pl.col("end") >= state.january + 10)
    year_end = pl.when(there & (pl.col("born") <= state.now)).then(pl.col("c") * pl.col("late")).otherwise(0.0)
    own = UNBILLED * pl.col("open").fill_null(0.0) + YEAR_END * year_end * pl.col("c")
    common = by_model(known, COMMON_YEAR_END * year_end)
    return [lines(known, BILLS, OWN, own), lines(common, BILLS, "year end", pl.col("kr"))]


def _accounts(state: State, leaves: pl.DataFrame) -> list[pl.DataFrame]:
    """Accounts without grants: the months' spread by the difference from one year to the next, the supplement's at New
    Year as one month's. What grants drive on an account has its own spread, though bills of earlier years are expected
    there too."""
    count = max(1, len(state.open_months))
    named = leaves.filter(pl.col("component").is_in(["other", "refunds"]))["account"].unique().implode()
    place = ["account", "paragraph"]
    driven = leaves.filter(pl.col("component").is_in(["accrued", "committed", "inflow"])).select(place).unique()
    told = state.ledger.filter(pl.col("account").is_in(named) & ~pl.col("prior_year") & (pl.col("booked") <= state.now))
    mine = told.join(driven, on=place, how="anti", nulls_equal=True)
    if mine.is_empty():
        return []
    monthly = mine.group_by(*MODEL_DIMS, "booked").agg(pl.col("kr").sum())
    before = monthly.select(*MODEL_DIMS, booked=pl.col("booked") + 12, was="kr")
    pairs = monthly.join(before, on=[*MODEL_DIMS, "booked"], how="left").filter(pl.col("booked") > state.now - WINDOW)
    mean = pl.col("kr").sum() / min(WINDOW, max(state.now - state.ledger_from + 1, 1))
    shift = (pl.col("kr") - pl.col("was")).drop_nulls()
    cells = pairs.group_by(MODEL_DIMS).agg(mean=mean, s2=shift.var() / 2, n=shift.len()).sort(MODEL_DIMS)
    plain = (UNKNOWN_MONTH * pl.col("mean")) ** 2
    month = pl.when(pl.col("n") >= 6).then("s2").otherwise(plain).fill_null(plain)
    return [lines(cells, ACCOUNTS, OWN, count * month + (LEVEL * count * pl.col("mean")) ** 2)]


def _earlier_years(state: State) -> list[pl.DataFrame]:
    """Bills of earlier years still to come: single sums, as in the closed years."""
    years = courses.closed_years(state)
    if not years or not len(state.open_months):
        return []
    asked = (*MODEL_DIMS, "year", "month", "grant_id", "kr", "prior_year")
    late = state.postings.select(asked).filter(pl.col("prior_year") & pl.col("year").is_in(years))
    coming = late.filter(pl.col("month").is_in(list(state.open_months)))
    by_grant = coming.group_by(*MODEL_DIMS, "year", "grant_id").agg(pl.col("kr").sum())
    cells = by_grant.group_by(MODEL_DIMS).agg(square=(pl.col("kr") ** 2).sum() / len(years)).sort(MODEL_DIMS)
    return [lines(cells, BILLS, OWN, pl.col("square"))]


def _pipeline(leaves: pl.DataFrame) -> list[pl.DataFrame]:
    """Named cases come or do not come."""
    named = leaves.filter(pl.col("component") == "pipeline").with_columns(kr=pl.col("amount_kr").cast(pl.Float64))
    cells = named.group_by(*MODEL_DIMS, "provider", "team", "grant_id").agg(pl.col("kr").sum())
    return [lines(cells.sort(pl.all()), CITIZENS, OWN, pl.col("kr") ** 2)]


def table(state: State, leaves: pl.DataFrame) -> pl.DataFrame:
    """The spread of a forecast: `SCHEMA`. Empty where nothing is open, and for another year than the
    date's: what may turn out otherwise until then is not counted."""
    if state.year != state.as_of.year:
        return empty()
    grants = steady(state)
    rates = leaving(state, grants)
    parts = [
        *running(state, grants, rates),
        *coming(state, grants, rates),
        *_bills(state, grants),
        *_accounts(state, leaves),
        *_earlier_years(state),
        *_pipeline(leaves),
    ]
    return pl.concat([empty(), *parts])
