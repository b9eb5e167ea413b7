"""Decisions that will be made anew: a grant ends, or has just ended, and the one that takes over is not known yet.

How often a grant of a kind is followed by another, and how long before or after the end that becomes known, is learnt
from ends half a year back and older: of those on a day of the year on which a crowd ends (New Year, where decisions are
for a year) and of all others apart. With `p` the share that is followed and `F(j)` the part of the followers known `j`
months after the end, a grant that ended `j` months ago and that nothing is known to follow goes on with the chance
`p (1 - F(j)) / (1 - p F(j))` (Bayes).

But where a row is closed and the next one written each time the hours change, end and follower are written together,
and nobody is ever awaited. Such ends fall on any day. Of those, what is awaited is believed as far as the last months
have more ends without a follower than a month long ago.
"""

import polars as pl

from cockpit.finance.last_days import closed
from cockpit.forecast import ageing, end_days, evidence, months, plans
from cockpit.forecast.chains import known_month
from cockpit.forecast.state import State

BACK = 6
"""Followers of ends that lie this far back are known."""
REACH = 36
PRIOR_ENDS = 10.0
"""A kind's share counts beside that of all kinds as if those were ten of its ends, and theirs on a crowded day or on
other days beside that of all days likewise."""
LATEST = range(3)
"""Months back, the date's own included, in which followers that are written after the end are still awaited."""
DOUBT = 0.5
EMPTY = {"grant_id": pl.String, "ended": pl.Int32, "chance": pl.Float64}


def _ends(state: State) -> pl.DataFrame:
    """`grant_id`, `kind`, `ended` (months since year 0), `day` (of the year), `whole` (`end_days`), `closed`, `lag`
    (months from the end until the follower was known; null where none follows) of all grants with an end that the
    citizen's age does not explain."""
    known = state.grants.select(followed_by="grant_id", known=known_month(state.closing_days))
    placed = state.chains.select("grant_id", "followed_by").join(
        state.grants.select(
            "grant_id", "kind", ended=months.index(pl.col("ends_on")), day=pl.col("ends_on").dt.to_string("%m-%d"),
            whole=end_days.is_whole(pl.col("start_date"), pl.col("ends_on")),
            closed=closed(),
        ),
        on="grant_id",
    )  # fmt: skip
    grown = ageing.outgrown(state)
    told = placed.drop_nulls("ended").join(grown, on="grant_id", how="anti").join(known, on="followed_by", how="left")
    return told.select("grant_id", "kind", "ended", "day", "whole", "closed", lag=pl.col("known") - pl.col("ended"))


def _told_by(lags: pl.Series) -> pl.DataFrame:
    """`since`, `told`: the part of all followers known that many months after the end."""
    steps = list(range(-plans.NEAR, BACK + 1))
    share = [(lags <= step).sum() / max(lags.len(), 1) for step in steps]
    return pl.DataFrame({"since": steps, "told": share}, schema={"since": pl.Int32, "told": pl.Float64})


def _with_term(ends: pl.DataFrame, recent: pl.Expr) -> pl.DataFrame:
    """`ends` with `term`: it falls on a day of the year on which a crowd has ended."""
    return ends.with_columns(term=pl.col("day").is_in(end_days.terms(ends.filter(recent)["day"]).implode()))


def _drawn(towards: pl.Expr) -> pl.Expr:
    lag = pl.col("lag")
    return (lag.count() + PRIOR_ENDS * towards) / (lag.len() + PRIOR_ENDS)


def _followed(taught: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The `asked` ends with `p`: the share of such ends (`kind`, `term`) that are followed, drawn towards that of all
    kinds, and that towards that of all days."""
    pool = pl.lit(taught["lag"].count() / taught.height)
    of_day = taught.group_by("term").agg(usual=_drawn(pool))
    own = taught.join(of_day, on="term").group_by("kind", "term").agg(p=_drawn(pl.col("usual").first()))
    told = asked.join(of_day, on="term", how="left").join(own, on=["kind", "term"], how="left")
    return told.with_columns(p=pl.coalesce("p", "usual", pool)).drop("usual")


def _awaited(ends: pl.DataFrame, rated: pl.DataFrame, now: int) -> float:
    """The part of the chances of ends on any day that is to be believed: 1 where so many more such ends than usual are
    without a follower in the last months, 0 where no more are; drawn to a half, as if that might be off by another."""
    single = ends.filter(~pl.col("term"), ~pl.col("whole"), "closed", pl.col("lag").is_null())
    back = now - single["ended"]
    here, usual = (float(back.is_in(list(part)).sum()) / len(part) for part in (LATEST, end_days.SETTLED))
    latest = rated.join(single, on="grant_id", how="semi").filter((now - pl.col("ended")).is_in(list(LATEST)))
    seen = {
        "moves": float(latest["chance"].sum()) / len(LATEST),
        "beyond": here - usual,
        "variance": usual * (1 / len(LATEST) + 1 / len(end_days.SETTLED)),
    }
    return evidence.times(pl.DataFrame([seen]), most=1.0, believed=DOUBT, doubt=DOUBT)


def chances(state: State) -> pl.DataFrame:
    """`grant_id`, `ended`, `chance`: that the help goes on under a decision that nobody knows yet, for grants that have
    ended in the last months or end within `plans.NEAR`."""
    recent = pl.col("ended").is_between(state.now - REACH, state.now - BACK)
    ends = _with_term(_ends(state), recent)
    taught = ends.filter(recent)
    if taught.is_empty():
        return pl.DataFrame(schema=EMPTY)
    open_ends = ends.filter(
        pl.col("lag").is_null() & pl.col("ended").is_between(state.now - BACK, state.now + plans.NEAR)
    )
    rated = _followed(taught, open_ends.with_columns(since=(state.now - pl.col("ended")).cast(pl.Int32))).join(
        _told_by(taught["lag"].drop_nulls()), on="since"
    )
    chance = pl.col("p") * (1 - pl.col("told")) / (1 - pl.col("p") * pl.col("told"))
    told = rated.with_columns(chance=chance.fill_nan(0.0))
    any_day = ~pl.col("term") & ~pl.col("whole")
    believed = pl.when(any_day).then(_awaited(ends, told, state.now)).otherwise(1.0)
    return told.select("grant_id", "ended", chance=pl.col("chance") * believed).sort("grant_id")


def going_on(state: State, running_on: pl.DataFrame, ahead: pl.DataFrame) -> pl.DataFrame:
    """`grant_id`, `mi`, `cost`, `chance`: the grant's cost in the year after its end, and the chance that help goes on
    under a new decision. The chance that the end is none (`running_on` of expired grants, `plans.ahead` of ends
    `ahead`) is left out of it."""
    open_ended = chances(state).filter(pl.col("chance") > 0)
    if open_ended.is_empty() or state.is_past:
        return pl.DataFrame(schema={"grant_id": pl.String, "mi": pl.Int32, "cost": pl.Float64, "chance": pl.Float64})
    monthly = state.after_end.join(open_ended.select("grant_id", "chance"), on="grant_id")
    counted = running_on.group_by("grant_id").agg(runs=pl.col("chance").max())
    later = (
        monthly.filter(state.in_year())
        .join(counted, on="grant_id", how="left")
        .join(ahead.select("grant_id", "decided"), on="grant_id", how="left")
    )
    left = pl.col("chance") * (1 - pl.col("runs").fill_null(0.0)) * pl.col("decided").fill_null(1.0)
    return later.select("grant_id", "mi", "cost", chance=left)
