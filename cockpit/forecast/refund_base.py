"""What a refund follows: the spend that it is a refund of, in closed years and in the forecast's year.

An account of the state's refund (dranst 2) follows the narrowest of these that both the closed years and this year
have: what the dated limits give on the citizens' months (especially expensive cases); the spend on the paragraphs whose
cost the kind refunds; the spend on the account's own function; its area's; the whole municipality's. Each first in the
account's area, then anywhere.
"""

import polars as pl

from cockpit import finance
from cockpit.finance.paragraphs import base
from cockpit.finance.refund_costs import kinds_by_paragraph
from cockpit.forecast.state import REFUND_DRANST, State

EVERYWHERE = "*"
WHOLE = "whole"
PER_AREA = ("name", "area")
PLACE = ("area", "function", "paragraph")
SAME = 4.0
"""Spend four times that of a usual year, or a quarter, was placed otherwise then: it is not the same spend. And dear
cases that give a quarter of what was received do not explain it."""


def _named(spend: pl.DataFrame) -> pl.DataFrame:
    """Every line once for each name that an account may follow: its paragraph's kind of refund, its function, all."""
    kind = base(pl.col("paragraph")).replace_strict(kinds_by_paragraph(), default=None, return_dtype=pl.String)
    parts = [spend.with_columns(name=name) for name in (kind, pl.col("function"), pl.lit(WHOLE))]
    return pl.concat(parts).filter(pl.col("name").is_not_null())


def _with_everywhere(gross: pl.DataFrame) -> pl.DataFrame:
    """`name`, `area`, `gross`, and the same of all areas together on `*`."""
    whole = gross.with_columns(area=pl.lit(EVERYWHERE))
    return pl.concat([gross, whole]).group_by(PER_AREA).agg(pl.col("gross").sum())


def _spent(state: State, years: list[int]) -> pl.DataFrame:
    """`name`, `area`, `then`: what the closed years together spent under each name."""
    spend = state.ledger.filter(pl.col("year").is_in(years) & (pl.col("dranst") != REFUND_DRANST))
    return _with_everywhere(_named(spend.group_by(PLACE).agg(gross=pl.col("kr").sum()))).rename({"gross": "then"})


def _expected(leaves: pl.DataFrame) -> pl.DataFrame:
    """`name`, `area`, `now`: what the forecast's year is expected to spend under each name."""
    mine = leaves.filter(pl.col("month").is_between(0, 13))
    brief = mine.group_by(PLACE).agg(gross=pl.col("amount_kr").cast(pl.Float64).sum())
    return _with_everywhere(_named(brief)).rename({"gross": "now"})


def _followed(accounts: pl.DataFrame) -> pl.DataFrame:
    """`account` with each `name` and `area` that it may follow, `rank` 0 the narrowest."""
    kind = finance.refund_kind_of(pl.col("function"))
    names = pl.concat_list(kind, "function", pl.lit(WHOLE))
    ranked = accounts.with_columns(name=names, rank=pl.lit([0, 2, 4])).explode("name", "rank")
    own, anywhere = ranked, ranked.with_columns(area=pl.lit(EVERYWHERE), rank=pl.col("rank") + 1)
    return pl.concat([own, anywhere]).select("account", "name", "area", "rank", "received")


def growth(
    state: State, accounts: pl.DataFrame, leaves: pl.DataFrame, years: list[int], cases: pl.DataFrame
) -> pl.DataFrame:
    """`account`, `growth`: what this year is expected to have of what the refund follows, over what the closed `years`
    together had. `accounts`: a row an account with `area`, `function` and `received` (in the closed years, +).
    `leaves`: lines of all components but refunds. `cases`: `refund_cases.compared`. No row where the municipality had
    no spend at all."""
    spend = _spent(state, years).join(_expected(leaves), on=PER_AREA)
    usual = pl.col("then") / len(years)
    last_resort = (pl.col("name") == WHOLE) & (pl.col("area") == EVERYWHERE)
    alike = spend.filter((usual > 0) & (last_resort | pl.col("now").is_between(usual / SAME, usual * SAME)))
    known = pl.concat([alike, cases.filter(pl.col("then") > 0).select(spend.columns)])
    explained = pl.col("received") <= SAME * pl.col("then")
    followed = _followed(accounts).join(known, on=PER_AREA).filter(explained | last_resort)
    narrowest = followed.sort("account", "rank").unique("account", keep="first", maintain_order=True)
    return narrowest.select("account", growth=pl.col("now") / pl.col("then"))
