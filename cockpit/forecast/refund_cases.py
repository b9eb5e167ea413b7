"""The refund of especially expensive cases as the dated limits give it, from the grants' own months.

Earlier years are asked in this year's prices against this year's limits, which rise with prices, and told in their own:
so a year's own limits, often unknown, are not needed. The year's open months go on as the last three, more or less by
what the grants and the newcomers are expected to cost. Formula 9 of the calculation handbook; single payments are left
out.
"""

import polars as pl

from cockpit.contracts.dataset import MONEY
from cockpit.finance.households import with_home
from cockpit.finance.refund import COSTS_SCHEMA, expensive_refund
from cockpit.finance.refund_costs import ADULTS, CHILDREN, with_group, with_other_refund
from cockpit.finance.refund_limits import Limits, limits, rule_of
from cockpit.finance.refund_parts import EXPENSIVE, counted
from cockpit.finance.timeline import SPREAD
from cockpit.forecast import leaf, months, prices
from cockpit.forecast.state import State
from cockpit.forecast.steered import lists_ended

RECENT = 3
"""Months until the date whose rate the open months go on at."""
SIGHT = 6
"""Ends must be seen from this many months into the first closed year on: before that dear cases that have ended are
unknown, and the closed years would look too cheap."""
SCHEMA: dict[str, pl.DataType] = {
    "area": pl.String(),
    "month": pl.Int8(),
    "then": pl.Float64(),
    "name": pl.String(),
    "now": pl.Float64(),
}
_DATED = {"year": pl.col("mi") // 12, "month": (pl.col("mi") % 12 + 1).cast(pl.Int8)}


def _lines(state: State, index: pl.DataFrame) -> pl.DataFrame:
    """Until the date a row a grant and month, in this year's prices: `group`, `area`, `mi`, `cost`, and whose it is."""
    heads = state.grants.select("citizen", "household", "paragraph", "area")
    grouped = with_group(heads, state.data.citizens, state.year).select(*heads.columns, "group")
    costs = state.costs.select("grant", "mi", "cost", "days")
    running = costs.filter((pl.col("mi") <= state.now) & (pl.col("days") > 0)).drop("days")
    named = pl.concat([running, grouped[running["grant"]]], how="horizontal").drop_nulls("citizen")
    return prices.indexed(named, index, "mi", "cost")


def _housed(state: State, lines: pl.DataFrame, group: str) -> pl.DataFrame:
    """The lines of a group with their `home`: children of one share their limits, an adult is alone."""
    mine = lines.filter(pl.col("group") == group)
    if group == ADULTS:
        return mine.with_columns(home=pl.lit(None, pl.String))
    return with_home(mine, state.data.citizens, "mi")[0]


def _dear(state: State, lines: pl.DataFrame, own: Limits) -> pl.DataFrame:
    """The lines, as `counted` asks, of units that cost more in a month than a twelfth of the first limit."""
    unit = pl.coalesce("home", "citizen").cast(pl.Categorical).to_physical().cast(pl.Int64)
    placed = lines.with_columns(place=unit * SPREAD + pl.col("mi"))
    sums = placed.group_by("place").agg(pl.col("cost").clip(lower_bound=0.0).sum())
    dear = placed.join(sums.filter(pl.col("cost") > own.first_kr / 12).select("place"), on="place", how="semi")
    dated = dear.drop("place").with_columns(month=pl.date(pl.col("mi") // 12, pl.col("mi") % 12 + 1, 1))
    priced = dated.with_columns(gross_kr=leaf.money(pl.col("cost")))
    return with_other_refund(priced, state.data.citizens, state.year)


def _refunded(state: State, lines: pl.DataFrame, own: Limits) -> pl.DataFrame:
    """`mi`, `kr` of one group's lines (`_housed`): the refund of its months by the year's own limits. Units below them
    are not asked."""
    parts = counted(_dear(state, lines, own), state.year).with_columns(rule=pl.lit(own.rule))
    near = pl.col("part_kr").sum().over("unit", "month") > own.first_kr / 12
    costs = parts.filter(near).with_columns(cost_kr="part_kr", one_off_kr=pl.lit(0).cast(MONEY)).select(*COSTS_SCHEMA)
    always = {(own.rule, year): own for year in range(state.first.year, state.as_of.year + 1)}
    return expensive_refund(costs, always).select(
        mi=months.index(pl.col("month")), kr=pl.col("refund_kr").cast(pl.Float64)
    )


def _by_group(state: State, lines: pl.DataFrame) -> pl.DataFrame:
    """`group`, `mi`, `kr`; a group whose limits nobody has ever known is not there."""
    parts = []
    for group in (CHILDREN, ADULTS):
        own = limits(rule_of(group, state.year), state.year, state.data.law_values)
        if own is not None:
            refunded = _refunded(state, _housed(state, lines, group), own)
            parts.append(refunded.with_columns(group=pl.lit(group)))
    return pl.concat(parts) if parts else pl.DataFrame(schema={"mi": pl.Int32, "kr": pl.Float64, "group": pl.String})


def _group_of_area(lines: pl.DataFrame) -> pl.DataFrame:
    """`area`, `group`: whom an area helps, by what it costs."""
    cost = lines.group_by("area", "group").agg(pl.col("cost").sum())
    largest = cost.sort("area", "cost", "group", descending=[False, True, False])
    return largest.unique("area", keep="first", maintain_order=True).select("area", "group")


def _sees(state: State, years: list[int]) -> bool:
    """Whether the grants tell of the closed years' cases too, and not of those alone that run still."""
    return bool(years) and lists_ended(state) and state.ends_seen_from <= min(years) * 12 + SIGHT


def _ahead(state: State, lines: pl.DataFrame, coming: pl.DataFrame, by_group: pl.DataFrame) -> pl.DataFrame:
    """`group`, `ahead`: the refund of the open months, at the last months' part of what help costs. `coming`: what it
    is expected to cost (`kr`), with its `group`."""
    recent = pl.col("mi") > state.now - RECENT
    cost = lines.filter(recent).group_by("group").agg(cost=pl.col("cost").sum())
    refund = by_group.filter(recent).group_by("group").agg(kr=pl.col("kr").sum())
    expected = coming.group_by("group").agg(expected=pl.col("kr").sum())
    rated = cost.filter(pl.col("cost") > 0).join(refund, on="group").join(expected, on="group")
    return rated.select("group", ahead=pl.col("kr") / pl.col("cost") * pl.col("expected"))


def _this_year(state: State, by_group: pl.DataFrame, coming: pl.DataFrame) -> pl.DataFrame:
    """`group`, `month`, `now`: of the year's months until the date as they were, of the open ones an even part each."""
    begun = by_group.filter(pl.col("year") == state.year).select("group", "month", now="kr")
    ahead = pl.DataFrame({"month": state.open_months}, schema={"month": pl.Int8})
    even = coming.join(ahead, how="cross").select("group", "month", now=pl.col("ahead") / max(1, ahead.height))
    return pl.concat([begun, even]).group_by("group", "month").agg(pl.col("now").sum())


def of_year(state: State, ahead: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """`area`, `kr`: what the limits give of the forecast's year, each group's by what its areas cost. `ahead`: as
    `compared`."""
    lines = _lines(state, index)
    by_group = _by_group(state, lines).with_columns(**_DATED)
    coming = _ahead(state, lines, ahead.join(_group_of_area(lines), on="area"), by_group)
    whole = _this_year(state, by_group, coming).group_by("group").agg(pl.col("now").sum())
    costs = lines.group_by("area", "group").agg(pl.col("cost").sum()).filter(pl.col("cost") > 0)
    share = pl.col("cost") / pl.col("cost").sum().over("group")
    return costs.join(whole, on="group").group_by("area").agg(kr=(pl.col("now") * share).sum())


def compared(state: State, ahead: pl.DataFrame, years: list[int], index: pl.DataFrame) -> pl.DataFrame:
    """`name` (the kind), `area`, `month` 1-12, `then` (the closed `years` together), `now` (the forecast's year), kr.:
    of each area the refund of those whom it helps, children or adults. Empty where the grants do not tell of the closed
    years. `ahead`: `area`, `kr`, the help that is expected to be given after the date, at the grants' prices, whenever
    it is billed."""
    if not _sees(state, years):
        return pl.DataFrame(schema=SCHEMA)
    lines = _lines(state, index)
    areas = _group_of_area(lines)
    by_group = _by_group(state, lines).with_columns(**_DATED)
    nominal = by_group.join(index, left_on="year", right_on="from_year").with_columns(pl.col("kr") / pl.col("index"))
    then = nominal.filter(pl.col("year").is_in(years)).group_by("group", "month").agg(then=pl.col("kr").sum())
    now = _this_year(state, by_group, _ahead(state, lines, ahead.join(areas, on="area"), by_group))
    whole = then.join(now, on=["group", "month"], how="full", coalesce=True).join(areas, on="group")
    return whole.select(
        "area", "month", pl.col("then").fill_null(0.0), name=pl.lit(EXPENSIVE), now=pl.col("now").fill_null(0.0)
    )
