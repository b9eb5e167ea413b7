"""What a refund follows: the spend that it is a refund of, in closed years and in the forecast's year.

An account of the state's refund (dranst 2) follows the narrowest of these that both the closed years and this year
have and that can give what was received: what the dated limits give on the citizens' months (especially expensive
cases); what the law's share of the kind's paragraphs gives; the same of all kinds together; the spend on the account's
own function; the whole municipality's. Each first in the account's area, then anywhere.

Refund is claimed after the help: what is still to be booked at a date is that of the year's last months. So these are
compared, from as far into the year as the closed years had claimed by then; of dear cases the whole year counts as
much, for what few citizens will cost is less sure than what they have cost.
"""

import polars as pl

from cockpit import finance
from cockpit.finance.refund_costs import kinds_by_paragraph, shared_kind, shares
from cockpit.finance.refund_parts import EXPENSIVE
from cockpit.forecast.state import REFUND_DRANST, State

EVERYWHERE = "*"
WHOLE = "whole"
SHARED = "shared"
PER_AREA = ("name", "area")
PLACE = ("area", "function", "paragraph")
SAME = 4.0
"""Spend four times that of a usual year, or a quarter, was placed otherwise then: it is not the same spend. And dear
cases that give a quarter of what was received do not explain it."""
BY_LAW = 1.25
"""What the law gives of a kind explains an account that has received at most a quarter more."""
UNEXPLAINED = 4
"""From this rank on what is followed says nothing of whose refund it is."""


def _named(spend: pl.DataFrame, year: int) -> pl.DataFrame:
    """Every line once for each name that an account may follow: its paragraph's kind of refund and all such kinds, with
    the share that is refunded; its function; all."""
    kind = shared_kind()
    share = kind.replace_strict(shares(year), default=0.0, return_dtype=pl.Float64)
    refunded = spend.with_columns(pl.col("gross") * share).filter(share > 0)
    parts = [refunded.with_columns(name=kind), refunded.with_columns(name=pl.lit(SHARED))]
    parts += [spend.with_columns(name=name) for name in (pl.col("function"), pl.lit(WHOLE))]
    return pl.concat(parts)


def _with_everywhere(gross: pl.DataFrame) -> pl.DataFrame:
    """`name`, `area`, `month`, `gross`, and the same of all areas together on `*`."""
    whole = gross.with_columns(area=pl.lit(EVERYWHERE))
    return pl.concat([gross, whole]).group_by(*PER_AREA, "month").agg(pl.col("gross").sum())


def _spent(state: State, years: list[int]) -> pl.DataFrame:
    """`name`, `area`, `month` 1-12, `then`: what the closed years together spent under each name."""
    spend = state.ledger.filter(pl.col("year").is_in(years) & (pl.col("dranst") != REFUND_DRANST))
    by_month = spend.group_by(*PLACE, pl.col("month").clip(1, 12)).agg(gross=pl.col("kr").sum())
    return _with_everywhere(_named(by_month, state.year)).rename({"gross": "then"})


def _expected(state: State, leaves: pl.DataFrame) -> pl.DataFrame:
    """`name`, `area`, `month` 1-12, `now`: what the forecast's year is expected to spend under each name, what is not
    booked yet in open months."""
    mine = leaves.filter(pl.col("month").is_between(0, 13))
    first_open = min(12, max(1, state.now - state.january + 2))
    earliest = pl.when(pl.col("component") == "posted").then(1).otherwise(first_open)
    booked = pl.max_horizontal(pl.col("month"), earliest).clip(upper_bound=12).cast(pl.Int8)
    brief = mine.group_by(*PLACE, month=booked).agg(gross=pl.col("amount_kr").cast(pl.Float64).sum())
    return _with_everywhere(_named(brief, state.year)).rename({"gross": "now"})


def _left() -> pl.Expr:
    """The part of each month's spend whose refund was not `claimed` by the date: what is booked by then is taken to be
    the refund of the months until as large a part of the closed years' spend (`then`)."""
    spent = pl.col("then").clip(lower_bound=0)
    part = (spent / spent.sum()).over("account")
    until = part.cum_sum().over("account", order_by="month")
    left = (
        pl.when(part > 0)
        .then((until - pl.col("claimed")) / part)
        .otherwise((until > pl.col("claimed")).cast(pl.Float64))
    )
    return left.clip(0, 1)


def _grown(followed: pl.DataFrame) -> pl.DataFrame:
    """`account`, `explained`, `growth`, `tail`. `followed`: each account's `rank` and `claimed`, and of what it follows
    `month`, `then` and `now`."""
    told = followed.with_columns(left=_left())
    then, now = ((pl.col(name) * pl.col("left")).sum() for name in ("then", "now"))
    whole = pl.col("now").sum() / pl.col("then").sum()
    tail = pl.when(then > 0).then(now / then).otherwise(whole)
    surer = pl.when(pl.col("name").first() == EXPENSIVE).then((tail + whole) / 2).otherwise(tail)
    explained = pl.col("rank").first() < UNEXPLAINED
    return told.group_by("account").agg(explained=explained, growth=whole, tail=surer)


def _followed(accounts: pl.DataFrame) -> pl.DataFrame:
    """`account` with each `name` and `area` that it may follow, `rank` 0 the narrowest. All kinds together are for the
    accounts of a kind that has paragraphs."""
    kind = finance.refund_kind_of(pl.col("function"))
    several = pl.when(kind.is_in(list(set(kinds_by_paragraph().values())))).then(pl.lit(SHARED))
    names = pl.concat_list(kind, several, "function", pl.lit(WHOLE))
    ranked = accounts.with_columns(name=names, rank=pl.lit([0, 2, 4, 6])).explode("name", "rank")
    own, anywhere = ranked, ranked.with_columns(area=pl.lit(EVERYWHERE), rank=pl.col("rank") + 1)
    return pl.concat([own, anywhere]).select("account", "name", "area", "rank", "received", "claimed")


def _by_month(state: State, leaves: pl.DataFrame, years: list[int], cases: pl.DataFrame) -> pl.DataFrame:
    """`name`, `area`, `month`, `then`, `now` of everything that an account may follow."""
    on = [*PER_AREA, "month"]
    spend = _spent(state, years).join(_expected(state, leaves), on=on, how="full", coalesce=True)
    columns = [*on, "then", "now"]
    return pl.concat([spend.with_columns(pl.col("then", "now").fill_null(0.0)).select(columns), cases.select(columns)])


def growth(
    state: State, accounts: pl.DataFrame, leaves: pl.DataFrame, years: list[int], cases: pl.DataFrame
) -> pl.DataFrame:
    """`account`, `growth`: what this year is expected to have of what the refund follows, over what the closed `years`
    together had; `tail`: the same of the part of the year that was not claimed by the date; `explained`: whether what
    it follows is what it is a refund of. `accounts`: a row an account with `area`, `function`, `received` (in the
    closed years, more than 0) and `claimed` (the part of it that was booked by the date). `leaves`: lines of all
    components but refunds. `cases`: `refund_cases.compared`. No row where the municipality had no spend at all."""
    then, now = (pl.col(name).sum().over(PER_AREA) for name in ("then", "now"))
    told = _by_month(state, leaves, years, cases).with_columns(sum_then=then, usual=then / len(years), sum_now=now)
    last_resort = (pl.col("name") == WHOLE) & (pl.col("area") == EVERYWHERE)
    near = pl.col("sum_now").is_between(pl.col("usual") / SAME, pl.col("usual") * SAME)
    alike = told.filter((pl.col("sum_then") > 0) & (near | last_resort | (pl.col("name") == EXPENSIVE)))
    by_law = pl.col("name").is_in([SHARED, *shares(state.year)])
    most = pl.when(by_law).then(BY_LAW).otherwise(SAME) * pl.col("sum_then")
    followed = _followed(accounts).join(alike, on=PER_AREA).filter((pl.col("received") <= most) | last_resort)
    return _grown(followed.filter(pl.col("rank") == pl.col("rank").min().over("account")))
