"""How much of the last months' bills reaches the year's books, learnt from the years that are closed.

The chain ladder knows how late bills are in any month. Near the end of the year it is not enough: offices hurry, and
the books stay open for a supplement, so that December's bills are not as late as June's. What closed years show for the
same month of the year goes before it. What a year sets off in its supplement for bills that are still to come, and the
next takes back (`finance.turned_back`), stands for late bills of that year: it covers them as far as it goes.
"""

import polars as pl

from cockpit.forecast import lateness
from cockpit.forecast.compared import LEAST_SHARE
from cockpit.forecast.courses import closed_years
from cockpit.forecast.state import State
from cockpit.forecast.steered import Steered

REACH = 6
"""The last months of the year that are looked at: their bills have so many months, counting January, to come in."""
PRIOR_YEARS = 0.1
"""The chain ladder counts as a tenth of a closed year beside those that have been seen: it mixes months that are billed
as usual with those that are hurried, or billed by the quarter."""
PRIOR_PARAGRAPH_YEARS = 1.0
"""All accounts together count as one year of an account's own."""
SCHEMA = {"account": pl.String, "reach": pl.Int32, "seen": pl.Float64, "weight": pl.Float64}


def seen(state: State, steered: Steered, shares: pl.DataFrame, raised: float) -> pl.DataFrame:
    """`account`, `reach` (months from the service month to January), `seen` (share of its bills that reached the
    books of their year) and `weight` (what that counts beside the chain ladder). `shares`: the chain ladder, by which
    what has still to come of the newest closed year is added; `raised`: as in `arrival`. Empty without closed years."""
    years = closed_years(state)
    near_end = (pl.col("service") // 12).is_in(years) & (pl.col("service") % 12 >= 12 - REACH)
    ends = steered.comparable.filter(near_end & (lateness.lag() <= lateness.LAST_LAG))
    if ends.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    told = ends.with_columns(
        reach=(12 - pl.col("service") % 12).cast(pl.Int32),
        lag=(state.now - pl.col("service")).clip(upper_bound=lateness.LAST_LAG).cast(pl.Int32),
    ).join(shares, on=["account", "lag"], how="left")
    whole = pl.col("kr") / pl.col("share").fill_null(1.0).clip(lower_bound=LEAST_SHARE)
    sums = told.group_by("account", "reach").agg(
        timely=pl.col("kr").filter(~pl.col("prior_year")).sum(), whole=whole.sum()
    )
    late = (pl.col("whole") - pl.col("timely")).clip(lower_bound=0.0)
    covered = pl.col("timely") + late * covers(state, steered)
    return _drawn(sums.with_columns(timely=covered), len(years), raised)


def covers(state: State, steered: Steered) -> float:
    """The part of the closed years' late bills that was set off for them in time; 0 where nothing was. Not per account:
    an office that sets off does so for all it steers by activity."""
    years = closed_years(state)
    mine = state.ledger.filter((pl.col("service") // 12).is_in(years), pl.col("account").is_in(_accounts(steered)))
    kr, late = pl.col("kr"), pl.col("prior_year")
    set_off, came = mine.select(
        kr.filter(pl.col("set_off") & ~late).sum(), came=kr.filter(late & ~pl.col("set_off")).sum()
    ).row(0)
    return min(1.0, max(0.0, set_off / came)) if came > 0 else float(set_off > 0)


def _accounts(steered: Steered) -> pl.Series:
    return steered.ledger["account"].unique().sort().implode()


def _drawn(sums: pl.DataFrame, years: int, raised: float) -> pl.DataFrame:
    """Each account's share drawn towards that of all. On an account that is newer than the closed years only what came
    too late for them is booked: it has no end of a year of its own."""
    pool = pl.col("timely").sum().over("reach") / pl.col("whole").sum().over("reach")
    own = pl.when(pl.col("whole") > 0).then(pl.col("timely") / pl.col("whole")).fill_null(pool)
    weight = years / (years + PRIOR_PARAGRAPH_YEARS)
    drawn = 1 - (1 - (weight * own + (1 - weight) * pool)) * raised
    shares = sums.with_columns(seen=drawn.clip(0.0, 1.0), weight=pl.lit(years / (years + PRIOR_YEARS)))
    of_age = shares.filter((pl.col("timely") != 0).any().over("account"))
    return of_age.select("account", "reach", "seen", "weight").sort("account", "reach")
