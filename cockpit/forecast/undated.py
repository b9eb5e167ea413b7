"""Postings that do not say when the service was given, nor can be told from the other bills of their grant.

They are taken to be of the month in which they were booked, so none of them ever looks late. Where few are so, what is
seen to come late of the others is raised by their part of the spend. Where most are, closed years tell how far the
books run behind the grants: a ledger whose late bills of December go to period 13 lacks them in January, and stays
behind by as much until the books are closed.
"""

from statistics import mean

import polars as pl

from cockpit.forecast.courses import by_month, closed_years
from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

MOST = 0.5
"""Where more than this says nothing, lateness can not be read from the rest."""
CLOSES = range(3, 10)
"""Months of a closed year that are looked at: neither its beginning nor its end."""
PRIOR_YEARS = 1.0
"""How far the books are behind at all those closes counts beside the same month's as if that were of one year."""
FURTHEST = 3.0


def share(state: State, steered: Steered, oldest: int) -> float:
    """The part of the spend on driven accounts, from month `oldest` on, that states no service month."""
    accounts = steered.ledger["account"].unique()
    asked = state.postings.filter(~pl.col("set_off")).select("booked", "account", "kr", "dated", "inferred")
    mine = asked.filter((pl.col("booked") >= oldest) & pl.col("account").is_in(accounts.implode()))
    size = pl.col("kr").abs()
    silent, whole = mine.select(size.filter(~pl.col("dated") & ~pl.col("inferred")).sum(), whole=size.sum()).row(0)
    return float(silent / whole) if silent > 0 else 0.0


def delay(state: State, steered: Steered) -> float:
    """How many months of the grants' cost the books are behind at this month's close, 0 to `FURTHEST`: in closed years,
    the part of the year's cost that the grants had delivered, less the part of the year's books that was booked, x 12.
    A list that has forgotten who left in that year does not tell how its cost grew: it is then taken to be even."""
    years = [year for year in closed_years(state) if year * 12 >= state.ledger_from]
    behind = [lacks for year in years if (lacks := _behind(state, steered, year)) is not None]
    if not behind:
        return 0.0
    month = state.now % 12 + 1
    usual = mean(lacks[at - 1] for lacks in behind for at in CLOSES)
    same = [lacks[month - 1] for lacks in behind] if month < 12 else []
    return min(FURTHEST, max(0.0, (sum(same) + PRIOR_YEARS * usual) / (len(same) + PRIOR_YEARS)))


def _behind(state: State, steered: Steered, year: int) -> list[float] | None:
    """At the close of each month of one year; None where the grants or the books hold nothing."""
    driven = state.costs.filter(
        pl.col("mi") // 12 == year, pl.col("paragraph").is_in(steered.paragraphs["paragraph"].implode())
    )
    cost = driven.group_by(month=(pl.col("mi") % 12 + 1).cast(pl.Int64)).agg(pl.col("cost").sum())
    book = by_month(steered.ledger, [year], ()).select(pl.col("month").cast(pl.Int64), "kr")
    months = pl.DataFrame({"month": range(1, 13)})
    both = months.join(cost, on="month", how="left").join(book, on="month", how="left").fill_null(0).sort("month")
    if state.ends_seen_from > year * 12:
        both = both.with_columns(pl.col("cost").mean())
    delivered, whole = both["cost"].sum(), both["kr"].sum()
    if delivered <= 0 or whole <= 0:
        return None
    return (
        both.select(12 * (pl.col("cost").cum_sum() / delivered - pl.col("kr").cum_sum() / whole)).to_series().to_list()
    )


def laid(shares: pl.DataFrame, months: float) -> pl.DataFrame:
    """The course (`account`, `lag`, `share`) of bills that all come so many months after their service month."""
    return shares.with_columns(share=(pl.col("lag") + 1.0 - months).clip(0.0, 1.0))
