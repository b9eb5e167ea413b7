"""Postings that do not say when the service was given, nor can be told from the other bills of their grant.

They are taken to be of the month in which they were booked, so none of them ever looks late. Where few are so, what is
seen to come late of the others is raised by their part of the spend. Where most are, closed years tell how far each
account's books run behind the grants: a ledger whose late bills of December go to period 13 lacks them in January, and
stays behind by as much until the books are closed.
"""

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
PRIOR_ACCOUNT_YEARS = 2.0
"""All accounts together count beside an account's own years as if they were two of them."""
FURTHEST = 3.0


def share(state: State, steered: Steered, oldest: int) -> float:
    """The part of the spend on driven accounts, from month `oldest` on, that states no service month."""
    accounts = steered.ledger["account"].unique()
    return silent_part(state, pl.col("account").is_in(accounts.implode()), oldest)


def silent_part(state: State, asked: pl.Expr, oldest: int) -> float:
    """The part of the spend of the `asked` postings, from month `oldest` on, that states no service month."""
    size, mine = pl.col("kr").abs(), asked & ~pl.col("set_off") & (pl.col("booked") >= oldest)
    says_nothing = ~pl.col("dated") & ~pl.col("inferred")
    sums = state.postings.select(size.filter(mine & says_nothing).sum(), whole=size.filter(mine).sum())
    silent, whole = sums.row(0)
    return float(silent / whole) if silent > 0 else 0.0


def delays(state: State, steered: Steered) -> pl.DataFrame:
    """`account`, `months`: how many months of the grants' cost an account's books are behind at this month's close, 0
    to `FURTHEST`: in closed years, the part of the year's cost that the grants had delivered, less the part of the
    year's books that was booked, x 12. An account's own is drawn towards that of all of them. A list that has forgotten
    who left in a year does not tell how its cost grew: it is then taken to be even."""
    lacks = _lacks(state, steered, closed_years(state))
    month = state.now % 12 + 1
    usual, same = pl.col("month").is_in(list(CLOSES)), (pl.col("month") == month) & (pl.col("month") < 12)
    n, lack = pl.col("lack").filter(same).len(), pl.col("lack")
    behind = (lack.filter(same).sum() + PRIOR_YEARS * lack.filter(usual).mean()) / (n + PRIOR_YEARS)
    told = lacks.group_by("account").agg(months=behind.clip(0.0, FURTHEST), years=pl.col("year").n_unique())
    whole = told.filter(pl.col("account").is_null())["months"]
    town = float(whole[0]) if whole.len() and whole[0] is not None else 0.0
    weight = pl.col("years") / (pl.col("years") + PRIOR_ACCOUNT_YEARS)
    own = told.drop_nulls().select("account", months=weight * pl.col("months") + (1 - weight) * town)
    every = pl.concat([steered.ledger["account"], _placed(state, steered)["account"]]).unique().sort().to_frame()
    return every.join(own, on="account", how="left").with_columns(pl.col("months").fill_null(town)).sort("account")


def _placed(state: State, steered: Steered) -> pl.DataFrame:
    """`grant_id`, `account` of the grants that drive."""
    grants = state.grants.select("grant_id", "account", "paragraph")
    return grants.join(steered.paragraphs, on="paragraph", how="semi").drop("paragraph")


def _lacks(state: State, steered: Steered, years: list[int]) -> pl.DataFrame:
    """`account` (null: all of them), `year`, `month`, `lack`, where both the grants and the books hold something."""
    year, month = (pl.col("mi") // 12).cast(pl.Int32), (pl.col("mi") % 12 + 1).cast(pl.Int64)
    cost = state.costs.join(_placed(state, steered), on="grant_id").group_by("account", year=year, month=month)
    costs = cost.agg(pl.col("cost").sum()).filter(pl.col("year").is_in(years))
    books = by_month(steered.ledger, years, ("account",)).with_columns(pl.col("month").cast(pl.Int64))
    grid = pl.concat([costs.select("account", "year"), books.select("account", "year")]).unique()
    months = pl.DataFrame({"month": range(1, 13)}, schema={"month": pl.Int64})
    on = ["account", "year", "month"]
    both = (
        grid.join(months, how="cross")
        .join(costs, on=on, how="left")
        .join(books, on=on, how="left")
        .with_columns(pl.col("cost", "kr").fill_null(0.0))
    )
    town = both.group_by("year", "month").agg(pl.col("cost", "kr").sum()).with_columns(account=pl.lit(None, pl.String))
    every = pl.concat([both, town.select(both.columns)]).sort("account", "year", "month")
    one = ["account", "year"]
    even = pl.when(state.ends_seen_from > pl.col("year") * 12).then(pl.col("cost").mean().over(one)).otherwise("cost")
    told = every.with_columns(cost=even).with_columns(
        delivered=pl.col("cost").sum().over(one), whole=pl.col("kr").sum().over(one)
    )
    parts = [pl.col(name).cum_sum().over(one) / pl.col(sums) for name, sums in (("cost", "delivered"), ("kr", "whole"))]
    known = told.filter((pl.col("delivered") > 0) & (pl.col("whole") > 0))
    return known.select(*on, lack=12 * (parts[0] - parts[1]))


def laid(shares: pl.DataFrame, delays: pl.DataFrame) -> pl.DataFrame:
    """The course (`account`, `lag`, `share`) of bills that all come so many months after their service month."""
    late = shares.join(delays, on="account", how="left").with_columns(pl.col("months").fill_null(0.0))
    return late.select("account", "lag", share=(pl.col("lag") + 1.0 - pl.col("months")).clip(0.0, 1.0))
