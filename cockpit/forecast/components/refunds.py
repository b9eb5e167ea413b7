"""Refunds: central refund and other refund of the state (dranst 2) that is still to be booked.

The year's refund is expected to stand to what it is a refund of (`refund_base`) as in the last closed year: it rests on
few citizens, most of whom are the same as then. What is still to be booked follows that year's course, and the spend
of the year's last months. Where nothing tells whose refund it is, or there was none last year, the claims of this year
count beside it. Where clearly more has been claimed than the year can give, the whole difference is paid back: then
the component is positive.
"""

import polars as pl

from cockpit import finance
from cockpit.forecast import courses, leaf, refund_base, refund_cases, refund_claims, refund_of_law
from cockpit.forecast.state import MODEL_DIMS, REFUND_DRANST, State

YEARS = 1
"""Closed years that the refund is expected to go on as."""
TOLERANCE = 0.25
"""A claim may exceed the expected refund of the whole year by a quarter before it is taken as too much."""


def _refunds(state: State) -> pl.DataFrame:
    """The refund accounts' ledger, each account in the place that it has this year."""
    mine = state.ledger.filter(pl.col("dranst") == REFUND_DRANST)
    chart = finance.chart(state.data.accounts, [state.year]).select("account", told="paragraph")
    placed = mine.join(chart, on="account", how="left", maintain_order="left")
    return placed.with_columns(paragraph=pl.coalesce("told", "paragraph")).drop("told")


def _usual(
    state: State, refunds: pl.DataFrame, leaves: pl.DataFrame, years: list[int], cases: pl.DataFrame
) -> pl.DataFrame:
    """`MODEL_DIMS`, `month` 1-13, `explained`, and what a year like the closed ones books in it, grown with what the
    account follows: `usual` with the rest of the year's, `whole` with all of it."""
    earlier = refunds.filter(pl.col("year").is_in(years))
    by_date = ~pl.col("month").clip(lower_bound=1).is_in(state.awaited_periods)
    sums = earlier.group_by("account").agg(
        pl.col("area", "function").last(), received=-pl.col("kr").sum(), by_date=-pl.col("kr").filter(by_date).sum()
    )
    accounts = sums.filter(pl.col("received") > 0).with_columns(claimed=pl.col("by_date") / pl.col("received"))
    growth = refund_base.growth(state, accounts, leaves, years, cases)
    grown = courses.by_period(refunds, years).join(growth, on="account")
    return grown.group_by(*MODEL_DIMS, "month").agg(
        pl.col("explained").first(), usual=(pl.col("kr") * pl.col("tail")).sum(),
        whole=(pl.col("kr") * pl.col("growth")).sum(),
    )  # fmt: skip


def _without_years(state: State, leaves: pl.DataFrame, index: pl.DataFrame, ahead: pl.DataFrame) -> pl.DataFrame:
    """Where no closed year tells: the accounts' budget in the months awaited, and of those without what the law gives
    (`refund_of_law`)."""
    listed = finance.chart(state.data.accounts, [state.year]).filter(pl.col("dranst") == REFUND_DRANST, "steered")
    places = listed.select(pl.col("paragraph").fill_null("-"), *(name for name in MODEL_DIMS if name != "paragraph"))
    monthly = finance.budget_sums_by_month(state.budget(state.year), "account").rename({"key": "account"})
    mine = places.join(monthly, on="account").filter(pl.col("month").is_in(state.awaited_months))
    budgeted = mine.select(*MODEL_DIMS, "month", amount_kr=pl.col("adjusted_budget").cast(pl.Float64))
    others = places.join(monthly, on="account", how="anti").select(MODEL_DIMS)
    return pl.concat([budgeted, refund_of_law.rest(state, others, leaves, ahead, index)])


def _too_much(state: State, refunds: pl.DataFrame, usual: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """`MODEL_DIMS`, `month` 12, `amount_kr` (+): what is paid back of accounts that a course is known of and that have
    been claimed more than the whole year's refund on."""
    if not state.open_months:
        return usual.head(0).select(*MODEL_DIMS, "month", amount_kr="whole")
    booked = refunds.filter(pl.col("year") == state.year).group_by(MODEL_DIMS).agg(booked=pl.col("kr").sum())
    begun = claims.filter(pl.col("years") == 0).select(MODEL_DIMS).unique()
    known = pl.concat(
        [usual.filter("explained"), usual.filter(~pl.col("explained")).join(begun, on=MODEL_DIMS, how="anti")]
    )
    whole = known.group_by(MODEL_DIMS).agg(pl.col("whole").sum()).join(booked, on=MODEL_DIMS)
    beyond = whole.filter((pl.col("whole") < 0) & (pl.col("booked") < (1 + TOLERANCE) * pl.col("whole")))
    return beyond.select(*MODEL_DIMS, month=pl.lit(12, pl.Int8), amount_kr=pl.col("whole") - pl.col("booked"))


def _to_come(state: State, usual: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """`MODEL_DIMS`, `month`, `amount_kr` of the periods awaited: as usual, and where nothing explains the refund as
    this year's claims as well."""
    both = usual.join(claims, on=[*MODEL_DIMS, "month"], how="full", coalesce=True)
    weight = pl.when("explained").then(0.0).otherwise("weight").fill_null(0.0)
    as_usual, claimed = (pl.col(name).fill_null(0.0) for name in ("usual", "claimed_on"))
    mine = both.filter(pl.col("month").is_in(state.awaited_periods))
    return mine.select(*MODEL_DIMS, courses.in_month(), amount_kr=(1 - weight) * as_usual + weight * claimed)


def lines(state: State, leaves: pl.DataFrame, index: pl.DataFrame, ahead: pl.DataFrame) -> pl.DataFrame:
    """Refund still to come per account and month. `leaves`: the lines of all other components, posted included.
    `index`: `prices.to_year`. `ahead`: what help is expected to be given after the date (`refund_cases`)."""
    years = courses.closed_years(state)[:YEARS]
    if state.is_past:
        return leaf.lines("refunds", pl.DataFrame())
    if not years:
        return leaf.lines("refunds", _without_years(state, leaves, index, ahead))
    refunds = _refunds(state)
    cases = refund_cases.compared(state, ahead, years, index)
    spent = leaves.join(refunds.select("account").unique(), on="account", how="anti")
    usual = _usual(state, refunds, spent, years, cases)
    claims = refund_claims.going_on(state, refunds)
    back = _too_much(state, refunds, usual, claims)
    coming = _to_come(state, usual, claims).join(back, on=MODEL_DIMS, how="anti")
    return leaf.lines("refunds", pl.concat([coming, back]))
